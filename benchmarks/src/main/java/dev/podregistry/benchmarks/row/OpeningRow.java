package dev.podregistry.benchmarks.row;

import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Child;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.Unit;
import dev.podregistry.benchmarks.fixture.History;
import dev.podregistry.benchmarks.process.OpeningProcess;
import dev.podregistry.model.Durability;
import java.nio.file.Path;
import java.util.List;

/** Opening a registry of a million events in a JVM just started, from a snapshot and from the beginning. */
final class OpeningRow implements Row {

    private static final int EVENTS = 1_000_000;
    private static final int LIVE = 100_000;

    @Override
    public String name() {
        return "opening";
    }

    @Override
    public String about() {
        return "opening with a snapshot beside the full replay: a million events, 100,000 live pods, a JVM just started";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        int events = bench.effort().size(EVENTS);
        int live = bench.effort().size(LIVE);
        History history = new History(bench.tree(), bench.residents());
        Path plain = bench.folder("opening");
        Path withSnapshot = bench.folder("opening-snapshot");
        bench.say("preparing two logs of " + Unit.count(events) + " events");
        history.write(plain, events, live);
        history.write(withSnapshot, events, live);
        try (PodRegistry registry =
                PodRegistry.open(withSnapshot, RegistryOptions.defaults().durability(Durability.PAGE_CACHE))) {
            bench.say(registry.view() + "; a snapshot is written as it is closed");
        }
        Contender snapshot = contender("with a snapshot", withSnapshot);
        Contender replay = contender("full replay", plain);
        String what = "opening, " + Unit.count(events) + " events, " + Unit.count(live) + " live pods";
        return List.of(
                Rounds.of(bench, snapshot, replay).timesOf(what, Metric.TIME, snapshot, replay, Target.atMost(0.1)));
    }

    private static Contender contender(String name, Path folder) {
        return new Contender(name, () -> Child.run(OpeningProcess.class, folder));
    }
}
