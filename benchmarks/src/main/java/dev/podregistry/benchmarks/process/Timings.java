package dev.podregistry.benchmarks.process;

import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Sample;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** How long each single operation took: none is left out, as the rare slow ones are what is looked for. */
final class Timings {

    private long[] nanos = new long[1 << 16];
    private int count;
    private long begin = System.nanoTime();

    /** Begins an operation. */
    void begin() {
        begin = System.nanoTime();
    }

    /** Ends the operation that has begun last. */
    void end() {
        long took = System.nanoTime() - begin;
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = took;
    }

    int count() {
        return count;
    }

    /** {@return the distribution; its rate counts only the time within operations} */
    Sample sample() {
        if (count == 0) {
            throw new IllegalStateException("nothing was timed");
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        double total = Arrays.stream(sorted).sum();
        return Sample.of(Metric.RATE, count * (double) TimeUnit.SECONDS.toNanos(1) / total)
                .with(Metric.COUNT, count)
                .with(Metric.P50, at(sorted, 0.5))
                .with(Metric.P99, at(sorted, 0.99))
                .with(Metric.P999, at(sorted, 0.999))
                .with(Metric.MAX, (double) sorted[count - 1]);
    }

    private static double at(long[] sorted, double part) {
        return sorted[(int) Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
    }
}
