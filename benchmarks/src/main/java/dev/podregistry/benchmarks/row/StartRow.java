package dev.podregistry.benchmarks.row;

import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Sample;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.Unit;
import dev.podregistry.benchmarks.fixture.History;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command line as a whole process, beside a JVM that only says hello. */
final class StartRow implements Row {

    private static final int EVENTS = 100_000;
    private static final int LIVE = 1_000;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String about() {
        return "the command line as a whole process: who PATH on 100,000 events, beside a JVM that says hello";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        int events = bench.effort().size(EVENTS);
        int live = bench.effort().size(LIVE);
        Path plain = bench.folder("start");
        Path withSnapshot = bench.folder("start-snapshot");
        bench.say("preparing two logs of " + Unit.count(events) + " events");
        History history = new History(bench.tree(), bench.residents());
        history.write(plain, events, live);
        history.write(withSnapshot, events, live);
        PodRegistry.open(withSnapshot, RegistryOptions.defaults().durability(Durability.PAGE_CACHE))
                .close();
        Path hello = HelloJar.make(bench.folder("hello"));
        List<Line> lines = new ArrayList<>();
        for (Path home : bench.javaHomes()) {
            Contender bare =
                    contender("java -jar hello.jar", bench, home, java(home).toString(), "-jar", hello.toString());
            Contender quick = who(bench, home, "with a snapshot", withSnapshot);
            Contender slow = who(bench, home, "without", plain);
            bench.say("letting the launcher make its archive of classes");
            quick.measurement().call();
            Rounds rounds = Rounds.of(bench, quick, slow, bare);
            String what = "who PATH, " + Unit.count(events) + " events, " + home.getFileName() + ", ";
            lines.add(rounds.timesOf(what + "with a snapshot", Metric.TIME, quick, bare, Target.NONE));
            lines.add(rounds.timesOf(what + "without", Metric.TIME, slow, bare, Target.NONE));
        }
        return lines;
    }

    private static Contender who(Bench bench, Path home, String name, Path folder) {
        String path = bench.tree().pathOf(Tree.nameOf(0), 0) + "/Main.java";
        String launcher = bench.home().resolve("bin").resolve("pod-registry").toString();
        return contender("who PATH " + name, bench, home, launcher, "who", path, "--dir", folder.toString());
    }

    private static Path java(Path home) {
        return home.resolve("bin").resolve("java");
    }

    private static Contender contender(String name, Bench bench, Path home, String... command) {
        return new Contender(
                name + " on " + home.getFileName(), () -> Sample.of(Metric.TIME, run(bench, home, command)));
    }

    private static double run(Bench bench, Path home, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(bench.work().toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", home.toString());
        long begin = System.nanoTime();
        Process process = builder.start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.waitFor();
        long took = System.nanoTime() - begin;
        if (exit != 0) {
            throw new IllegalStateException(String.join(" ", command) + " ended with " + exit + ": " + said);
        }
        return took;
    }
}
