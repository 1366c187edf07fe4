package dev.podregistry.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.util.Statistics;

/**
 * One benchmark of JMH, run in a JVM of its own each time.
 *
 * @param benchmark the class
 * @param method its method
 * @param threads how many threads run it
 * @param warmth for how many times the usual warm-up it needs
 * @param parameters what the class is run with
 */
public record Jmh(Class<?> benchmark, String method, int threads, int warmth, Map<String, String> parameters) {

    private static final AtomicInteger RUNS = new AtomicInteger();

    public Jmh {
        parameters = Map.copyOf(parameters);
    }

    /** {@return a benchmark run by one thread} */
    public static Jmh of(Class<?> benchmark, String method, Map<String, String> parameters) {
        return new Jmh(benchmark, method, 1, 1, parameters);
    }

    /** {@return this benchmark with a longer warm-up, for code that needs thousands of calls until it is compiled} */
    public Jmh warmed(int times) {
        return new Jmh(benchmark, method, threads, times, parameters);
    }

    /** {@return this benchmark run by so many threads} */
    public Jmh threads(int count) {
        return new Jmh(benchmark, method, count, warmth, parameters);
    }

    /** {@return this benchmark as one of the things to measure} */
    public Contender contender(Bench bench, String name) {
        return new Contender(name, () -> sample(run(bench)));
    }

    private RunResult run(Bench bench) throws Exception {
        Effort effort = bench.effort();
        Path log = Files.createDirectories(bench.work().resolveSibling("jmh"))
                .resolve(RUNS.incrementAndGet() + "-" + benchmark.getSimpleName() + "." + method + ".txt");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + Pattern.quote(benchmark.getName() + "." + method) + "$")
                .forks(effort.forks() ? 1 : 0)
                .threads(threads)
                .timeUnit(TimeUnit.NANOSECONDS)
                .warmupIterations(warmth * effort.iterations())
                .warmupTime(TimeValue.milliseconds(effort.millis()))
                .measurementIterations(effort.iterations())
                .measurementTime(TimeValue.milliseconds(effort.millis()))
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .output(log.toString());
        parameters.forEach(options::param);
        Collection<RunResult> results = new Runner(options.build()).run();
        if (results.size() != 1) {
            throw new IllegalStateException(results.size() + " results of " + this);
        }
        return results.iterator().next();
    }

    private static Sample sample(RunResult run) {
        Result<?> score = run.getPrimaryResult();
        boolean rate = run.getParams().getMode() == Mode.Throughput;
        Sample sample = rate
                ? Sample.of(Metric.RATE, score.getScore() * TimeUnit.SECONDS.toNanos(1))
                : Sample.of(Metric.TIME, score.getScore());
        Result<?> garbage = run.getSecondaryResults().get("gc.alloc.rate.norm");
        if (garbage != null) {
            sample = sample.with(Metric.GARBAGE, garbage.getScore());
        }
        if (run.getParams().getMode() == Mode.SampleTime) {
            Statistics times = score.getStatistics();
            sample = sample.with(Metric.P50, times.getPercentile(50))
                    .with(Metric.P99, times.getPercentile(99))
                    .with(Metric.P999, times.getPercentile(99.9))
                    .with(Metric.MAX, times.getMax());
        }
        return sample;
    }
}
