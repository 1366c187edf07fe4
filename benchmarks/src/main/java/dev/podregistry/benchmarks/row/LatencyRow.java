package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Child;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.Unit;
import dev.podregistry.benchmarks.process.LatencyProcess;
import dev.podregistry.benchmarks.store.StoreKind;
import java.nio.file.Path;
import java.util.List;

/** How long single mutations take, the rare slow ones too, and what one leaves on the heap and on the disk. */
final class LatencyRow implements Row {

    private static final int MUTATIONS = 100_000;
    private static final int DAYS = 20;

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String about() {
        return "single mutations while files grow and days go by: percentiles, garbage and disk";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        int mutations = bench.effort().size(MUTATIONS);
        Contender process = new Contender("one process", () -> {
            Path folder = new Stores(bench, bench.effort().size(10_000)).make(StoreKind.REGISTRY);
            return Child.run(LatencyProcess.class, folder, bench.tree().root(), mutations, DAYS);
        });
        Rounds rounds = Rounds.of(bench, process);
        String of = " of " + Unit.count(mutations) + " mutations over " + DAYS + " days";
        return List.of(
                rounds.line("half" + of + " take at most", Metric.P50, process, Target.NONE),
                rounds.line("99 %" + of + " take at most", Metric.P99, process, Target.NONE),
                rounds.line("99.9 %" + of + " take at most", Metric.P999, process, Target.NONE),
                Line.alone("the slowest" + of, rounds.greatest(process, Metric.MAX), Target.NONE),
                rounds.line("garbage of a mutation", Metric.GARBAGE, process, Target.NONE),
                rounds.line("disk for a mutation", Metric.DISK, process, Target.NONE));
    }
}
