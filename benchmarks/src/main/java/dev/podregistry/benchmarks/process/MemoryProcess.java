package dev.podregistry.benchmarks.process;

import static dev.podregistry.api.RegisterRequest.pod;

import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.benchmarks.Child;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.Sample;
import dev.podregistry.benchmarks.fixture.Residents;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.benchmarks.store.Ask;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Iterator;

/**
 * A registry whose memory is measured, once it has replayed its log and then registered some pods more.
 *
 * <p>Arguments: the registry's folder, the tree, and how many pods to register by live commands.
 */
public final class MemoryProcess {

    private static final int COLLECTIONS = 4;

    private MemoryProcess() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        RegistryOptions options =
                RegistryOptions.defaults().durability(Durability.PAGE_CACHE).snapshotEvery(0);
        Tree tree = new Tree(Path.of(arguments[1]));
        try (PodRegistry registry = PodRegistry.open(Path.of(arguments[0]), options);
                Residents residents = Residents.start()) {
            register(
                    registry,
                    tree.residents(Integer.parseInt(arguments[2]), residents).iterator());
            Child.ready(System.out);
            double used = usedHeap();
            double live = registry.view().allocations().size();
            Child.tell(System.out, Sample.of(Metric.HEAP, used).with(Metric.COUNT, live));
        }
    }

    private static void register(PodRegistry registry, Iterator<Ask> asks) {
        while (asks.hasNext()) {
            Ask ask = asks.next();
            registry.register(pod(ask.pod()).write(ask.write()).read(ask.read()).process(ask.process()))
                    .orElseThrow();
        }
    }

    private static double usedHeap() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
