package dev.podregistry.benchmarks.process;

import com.sun.management.ThreadMXBean;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.benchmarks.Child;
import dev.podregistry.benchmarks.Metric;
import dev.podregistry.benchmarks.fixture.Directories;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.benchmarks.store.RegistryStore;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Pods come and go in one registry while days go by, so that files grow and new ones begin; every mutation is timed.
 *
 * <p>Arguments: the registry's folder, the tree, how many mutations, and over how many days.
 */
public final class LatencyProcess {

    private LatencyProcess() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int mutations = Integer.parseInt(arguments[2]);
        int aDay = Math.max(1, mutations / Integer.parseInt(arguments[3]));
        AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
        RegistryOptions options =
                RegistryOptions.defaults().durability(Durability.PAGE_CACHE).clock(now::get);
        try (RegistryStore store = RegistryStore.open(folder, options)) {
            Visits visits = new Visits(store, new Tree(Path.of(arguments[1])));
            Timings warm = new Timings();
            for (int i = 0; i < mutations; i++) {
                visits.next(warm);
            }
            Child.ready(System.out);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long garbage = threads.getCurrentThreadAllocatedBytes();
            long bytes = Directories.bytes(folder.resolve("queue"));
            Timings timings = new Timings();
            for (int i = 0; i < mutations; i++) {
                if (i % aDay == aDay / 2) {
                    now.getAndUpdate(time -> time.plus(Duration.ofDays(1)));
                }
                visits.next(timings);
            }
            garbage = threads.getCurrentThreadAllocatedBytes() - garbage;
            bytes = Directories.bytes(folder.resolve("queue")) - bytes;
            Child.tell(
                    System.out,
                    timings.sample()
                            .with(Metric.GARBAGE, (double) garbage / mutations)
                            .with(Metric.DISK, (double) bytes / mutations));
        }
    }
}
