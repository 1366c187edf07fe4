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
import dev.podregistry.benchmarks.process.ContendingProcess;
import dev.podregistry.benchmarks.store.StoreKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Several processes on one registry, beside one alone. */
final class ContentionRow implements Row {

    private static final int PROCESSES = 4;
    private static final int OPERATIONS = 100_000;
    private static final int WARM_UP = 40_000;
    private static final Figure SLOWEST = Metric.MAX.figure(100e6);
    private static final Target HALF = Target.atLeast(Metric.FAIRNESS.figure(0.5));

    @Override
    public String name() {
        return "contention";
    }

    @Override
    public String about() {
        return "4 processes on one registry, safe from the death of processes, beside one alone; and who had to wait";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        int operations = bench.effort().size(OPERATIONS);
        Path folder = new Stores(bench, bench.effort().size(1_000)).make(StoreKind.REGISTRY);
        Contender many = contender(bench, folder, PROCESSES, operations);
        Contender one = contender(bench, folder, 1, Math.max(1, operations / PROCESSES));
        Rounds rounds = Rounds.of(bench, many, one);
        String of = " of " + Unit.count(operations) + " mutations of " + PROCESSES + " processes";
        return List.of(
                rounds.timesOf("all" + of, Metric.RATE, many, one, Target.atLeast(0.3)),
                Line.alone("the slowest" + of, rounds.greatest(many, Metric.MAX), Target.atMost(SLOWEST)),
                rounds.line("the least share" + of + ", in fair shares", Metric.FAIRNESS, many, HALF));
    }

    private static Contender contender(Bench bench, Path folder, int processes, int operations) {
        String name = processes == 1 ? "one process" : processes + " processes";
        return new Contender(name, () -> run(bench, folder, processes, operations));
    }

    private static Sample run(Bench bench, Path folder, int processes, int operations) throws Exception {
        Path shared = bench.folder("shared");
        int warmUp = bench.effort().size(WARM_UP);
        List<Child> children = new ArrayList<>();
        try {
            for (int i = 0; i < processes; i++) {
                children.add(Child.start(
                        ContendingProcess.class, folder, bench.tree().root(), shared, operations, warmUp));
            }
            for (Child child : children) {
                child.await();
            }
            long begin = System.nanoTime();
            return together(children, begin);
        } finally {
            children.forEach(Child::close);
        }
    }

    private static Sample together(List<Child> children, long begin) throws IOException, InterruptedException {
        for (Child child : children) {
            child.begin();
        }
        double total = 0;
        double least = Double.MAX_VALUE;
        double slowest = 0;
        for (Child child : children) {
            Sample sample = child.result();
            total += sample.get(Metric.COUNT);
            least = Math.min(least, sample.get(Metric.COUNT));
            slowest = Math.max(slowest, sample.get(Metric.MAX));
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        return Sample.of(Metric.RATE, total / seconds)
                .with(Metric.MAX, slowest)
                .with(Metric.COUNT, total)
                .with(Metric.FAIRNESS, least * children.size() / total);
    }
}
