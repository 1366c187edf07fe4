package dev.podregistry.benchmarks.process;

import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.benchmarks.Child;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Sample;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Opens a registry in a JVM that has done nothing before, and leaves its folder as it was.
 *
 * <p>Argument: the registry's folder.
 */
public final class OpeningProcess {

    private OpeningProcess() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        Child.ready(System.out);
        long begin = System.nanoTime();
        try (PodRegistry registry = PodRegistry.open(
                Path.of(arguments[0]), RegistryOptions.defaults().snapshotEvery(0))) {
            double took = System.nanoTime() - begin;
            double live = registry.view().allocations().size();
            Child.tell(System.out, Sample.of(Metric.TIME, took).with(Metric.COUNT, live));
        }
    }
}
