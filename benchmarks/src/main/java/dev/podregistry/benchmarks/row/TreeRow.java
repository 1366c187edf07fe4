package dev.podregistry.benchmarks.row;

import dev.podregistry.benchmarks.Bench;
import dev.podregistry.benchmarks.Contender;
import dev.podregistry.benchmarks.Jmh;
import dev.podregistry.benchmarks.Line;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Rounds;
import dev.podregistry.benchmarks.Row;
import dev.podregistry.benchmarks.Target;
import dev.podregistry.benchmarks.Unit;
import dev.podregistry.benchmarks.jmh.TreeBenchmark;
import dev.podregistry.benchmarks.jmh.TreeBenchmark.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Decisions in deep and crowded trees, beside the same in a small tree of that shape; nothing of it touches a disk. */
final class TreeRow implements Row {

    private static final int SMALL = 20;

    /**
     * One step in one shape.
     *
     * @param shape the shape
     * @param large how many pods at most
     * @param method the step
     * @param shown what the table calls it
     */
    private record Step(Shape shape, int large, String method, String shown) {}

    private static final List<Step> STEPS = List.of(
            new Step(Shape.SIBLINGS, 10_000, "refusedRoot", "a request for / is refused"),
            new Step(Shape.SIBLINGS, 10_000, "refusedOne", "a request within a pod's folder is refused"),
            new Step(Shape.SIBLINGS, 10_000, "grantedElsewhere", "a request elsewhere is granted"),
            new Step(Shape.SIBLINGS, 10_000, "grantedBeside", "a request beside them is granted"),
            new Step(Shape.SIBLINGS, 10_000, "delegated", "the last one delegates"),
            new Step(Shape.SIBLINGS, 10_000, "released", "the last one is released"),
            new Step(Shape.CHAIN, 1_000, "refusedRoot", "a request for / is refused"),
            new Step(Shape.CHAIN, 1_000, "refusedOne", "a request within is refused"),
            new Step(Shape.CHAIN, 1_000, "grantedElsewhere", "a request elsewhere is granted"),
            new Step(Shape.CHAIN, 1_000, "delegated", "the last one delegates"),
            new Step(Shape.CHAIN, 1_000, "released", "the last one is released"));

    @Override
    public String name() {
        return "trees";
    }

    @Override
    public String about() {
        return "decisions among 10,000 siblings and at the end of a chain of 1,000, beside 20";
    }

    @Override
    public List<Line> measure(Bench bench) throws Exception {
        List<Line> lines = new ArrayList<>();
        for (Step step : STEPS) {
            int large = bench.effort().size(step.large());
            Contender many = contender(bench, step, large);
            Contender few = contender(bench, step, SMALL);
            lines.add(Rounds.of(bench, many, few)
                    .timesOf(step.shown() + ": " + many.name(), Metric.TIME, many, few, Target.atMost(2)));
        }
        return lines;
    }

    private static Contender contender(Bench bench, Step step, int size) {
        String shape = step.shape() == Shape.CHAIN ? "a chain of" : "siblings,";
        return Jmh.of(
                        TreeBenchmark.class,
                        step.method(),
                        Map.of("shape", step.shape().name(), "size", Integer.toString(size)))
                .contender(bench, shape + " " + Unit.count(size));
    }
}
