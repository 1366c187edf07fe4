package dev.podregistry.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Contenders measured in turns: A B C, A B C, …
 *
 * <p>The speed of a shared machine drifts, so only what was measured in the same round is compared, and the median of
 * those ratios is the answer.
 */
public final class Rounds {

    private final Map<Contender, List<Sample>> samples = new LinkedHashMap<>();

    private Rounds() {}

    /** {@return the contenders' samples, one of each for every round} */
    public static Rounds of(Bench bench, Contender... contenders) throws Exception {
        Rounds rounds = new Rounds();
        for (int round = 1; round <= bench.effort().rounds(); round++) {
            for (Contender contender : contenders) {
                bench.say("round " + round + ": " + contender.name());
                Sample sample = contender.measurement().call();
                bench.journal().sample(contender.name(), round, sample);
                rounds.samples
                        .computeIfAbsent(contender, c -> new ArrayList<>())
                        .add(sample);
            }
        }
        return rounds;
    }

    /** {@return the median over the rounds} */
    public Figure median(Contender contender, Metric metric) {
        return metric.figure(median(all(contender), sample -> sample.get(metric)));
    }

    /** {@return the greatest of all rounds} */
    public Figure greatest(Contender contender, Metric metric) {
        return metric.figure(all(contender).stream()
                .mapToDouble(sample -> sample.get(metric))
                .max()
                .orElseThrow());
    }

    /** {@return how many times as much {@code ours} takes, or does, as {@code theirs}} */
    public Line timesOf(String what, Metric metric, Contender ours, Contender theirs, Target target) {
        return line(what, metric, ours, theirs, target).withRatio(ratio(metric, ours, theirs));
    }

    /** {@return how many times as fast {@code ours} is as {@code theirs}} */
    public Line fasterThan(String what, Contender ours, Contender theirs, Target target) {
        return line(what, Metric.TIME, ours, theirs, target).withRatio(ratio(Metric.TIME, theirs, ours));
    }

    /** {@return both beside each other, where our figure itself is what counts} */
    public Line line(String what, Metric metric, Contender ours, Contender theirs, Target target) {
        return new Line(what, median(ours, metric), theirs.name(), median(theirs, metric), null, target);
    }

    /** {@return our figure alone} */
    public Line line(String what, Metric metric, Contender ours, Target target) {
        return Line.alone(what, median(ours, metric), target);
    }

    private double ratio(Metric metric, Contender above, Contender below) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < all(above).size(); i++) {
            ratios.add(all(above).get(i).get(metric) / all(below).get(i).get(metric));
        }
        return median(ratios, ratio -> ratio);
    }

    private List<Sample> all(Contender contender) {
        return samples.getOrDefault(contender, List.of());
    }

    private static <T> double median(List<T> items, ToDoubleFunction<T> value) {
        double[] sorted = items.stream().mapToDouble(value).sorted().toArray();
        if (sorted.length == 0) {
            throw new IllegalStateException("nothing was measured");
        }
        double[] middle = Arrays.copyOfRange(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1);
        return Arrays.stream(middle).average().orElseThrow();
    }
}
