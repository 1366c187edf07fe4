package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Figure;
import dev.podregistry.benchmarks.Jmh;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Sample;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.Unit;
import dev.podregistry.benchmarks.fixture.History;
import dev.podregistry.benchmarks.jmh.ReplayBenchmark;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A replay from the beginning to the table, beside the least that reading a log and trusting it can take. */
final class ReplayRow implements Row {

    private static final int EVENTS = 200_000;
    private static final int LIVE = 10_000;
    private static final Figure RATE = Metric.RATE.figure(500_000);

    @Override
    public String name() {
        return "replay";
    }

    @Override
    public String about() {
        return "events a second from the beginning to the table, beside tail + SHA-256 + JSON of the same log";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        int events = bench.effort().size(EVENTS);
        Path folder = bench.folder("replay");
        bench.say("preparing a log of " + Unit.count(events) + " events");
        new History(bench.tree(), bench.residents())
                .write(folder, events, bench.effort().size(LIVE));
        Contender replay = contender(bench, folder, events, "replay", "replay");
        Contender jackson =
                contender(bench, folder, events, "tailHashAndReadTree", "tail + SHA-256 + Jackson's readTree");
        Contender codec = contender(bench, folder, events, "tailHashAndDecode", "tail + SHA-256 + our codec");
        Contender tail = contender(bench, folder, events, "tail", "tail alone");
        Rounds rounds = Rounds.of(bench, replay, jackson, codec, tail);
        String what = "replay of " + Unit.count(events) + " events to the table";
        return List.of(
                rounds.timesOf(what, Metric.RATE, replay, jackson, Target.atLeast(0.5)),
                rounds.timesOf(what, Metric.RATE, replay, codec, Target.atLeast(0.5)),
                rounds.timesOf(what, Metric.RATE, replay, tail, Target.NONE),
                rounds.line(what, Metric.RATE, replay, Target.atLeast(RATE)));
    }

    private static Contender contender(Bench bench, Path folder, int events, String method, String name) {
        Contender whole = Jmh.of(ReplayBenchmark.class, method, Map.of("folder", folder.toString()))
                .contender(bench, name);
        return new Contender(
                name,
                () -> Sample.of(
                        Metric.RATE, events * 1e9 / whole.measurement().call().get(Metric.TIME)));
    }
}
