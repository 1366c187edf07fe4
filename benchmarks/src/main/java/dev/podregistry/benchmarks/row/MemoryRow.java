package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Child;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Figure;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Sample;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.Unit;
import dev.podregistry.benchmarks.fixture.History;
import dev.podregistry.benchmarks.process.MemoryProcess;
import dev.podregistry.benchmarks.store.StoreKind;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The heap that a live pod takes, however it came, and what a long history takes. */
final class MemoryRow implements Row {

    private static final int LIVE = 100_000;
    private static final Figure KIBIBYTE = Metric.HEAP.figure(1_024);

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public String about() {
        return "heap of a live pod with two rules at 100,000, after a replay, after commands, and after a long history";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        int live = bench.effort().size(LIVE);
        History history = new History(bench.tree(), bench.residents());
        Path none = bench.folder("memory-none");
        StoreKind.REGISTRY.fill(none, Stream.of());
        Path past = bench.folder("memory-past");
        history.write(past, 3 * live, 0);
        Path some = new Stores(bench, live).make(StoreKind.REGISTRY);
        Path both = bench.folder("memory-both");
        history.write(both, 4 * live, live);
        Contender nothing = new Contender("nothing", () -> measured(bench, none, 0));
        Contender pastOnly = new Contender("history only", () -> measured(bench, past, 0));
        Contender replayed = new Contender("replayed", () -> measured(bench, some, 0));
        Contender replayedAll = new Contender("replayed with history", () -> measured(bench, both, 0));
        Contender registered =
                new Contender("registered", () -> measured(bench, bench.folder("memory-commands"), live));
        Rounds rounds = Rounds.of(bench, nothing, pastOnly, replayed, replayedAll, registered);
        double base = rounds.median(nothing, Metric.HEAP).value();
        return List.of(
                each(
                        "a live pod, by replay",
                        rounds.median(replayed, Metric.HEAP).value() - base,
                        live),
                each(
                        "a live pod, by replay of 4 events for each",
                        rounds.median(replayedAll, Metric.HEAP).value() - base,
                        live),
                each(
                        "a live pod, by commands",
                        rounds.median(registered, Metric.HEAP).value() - base,
                        live),
                Line.alone(
                        Unit.count(3L * live) + " past events without a live pod, in all",
                        Metric.HEAP.figure(rounds.median(pastOnly, Metric.HEAP).value() - base),
                        Target.NONE));
    }

    private static Sample measured(Bench bench, Path folder, int more) throws Exception {
        return Child.run(MemoryProcess.class, folder, bench.tree().root(), more);
    }

    private static Line each(String what, double bytes, int live) {
        return Line.alone(what + ": heap", Metric.HEAP.figure(bytes / live), Target.atMost(KIBIBYTE));
    }
}
