package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Child;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Figure;
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
        String of = String.format(" of %,d mutations over %d days", mutations, DAYS);
        return List.of(
                line("half" + of + " take at most", rounds.median(process, Metric.P50), Unit.NANOS),
                line("99 %" + of + " take at most", rounds.median(process, Metric.P99), Unit.NANOS),
                line("99.9 %" + of + " take at most", rounds.median(process, Metric.P999), Unit.NANOS),
                line("the slowest" + of + ", in any round", rounds.greatest(process, Metric.MAX), Unit.NANOS),
                line("garbage of a mutation", rounds.median(process, Metric.GARBAGE), Unit.BYTES),
                line("disk for a mutation", rounds.median(process, Metric.DISK), Unit.BYTES));
    }

    private static Line line(String what, double value, Unit unit) {
        return Line.alone(what, new Figure(value, unit), Target.NONE);
    }
}
