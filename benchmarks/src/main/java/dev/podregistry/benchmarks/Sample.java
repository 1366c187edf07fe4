package dev.podregistry.benchmarks;

import java.util.EnumMap;
import java.util.Map;

/**
 * What was measured in one go.
 *
 * @param values by what they tell
 */
public record Sample(Map<Metric, Double> values) {

    public Sample {
        values = Map.copyOf(values);
    }

    /** {@return a sample of one value} */
    public static Sample of(Metric metric, double value) {
        return new Sample(Map.of(metric, value));
    }

    /** {@return this sample with one more value} */
    public Sample with(Metric metric, double value) {
        Map<Metric, Double> more = new EnumMap<>(values);
        more.put(metric, value);
        return new Sample(more);
    }

    /** {@return the value} */
    public double get(Metric metric) {
        Double value = values.get(metric);
        if (value == null) {
            throw new IllegalArgumentException("no " + metric + " in " + values);
        }
        return value;
    }
}
