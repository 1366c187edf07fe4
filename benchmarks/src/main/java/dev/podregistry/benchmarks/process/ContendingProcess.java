package dev.podregistry.benchmarks.process;

import dev.podregistry.benchmarks.Child;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.benchmarks.store.Store;
import dev.podregistry.benchmarks.store.StoreKind;
import java.io.IOException;
import java.nio.file.Path;

/**
 * One of several processes whose pods come and go in one registry, until all of them together have done enough.
 *
 * <p>Arguments: the registry's folder, the tree, a folder for this and the others, how many operations are enough, and how
 * many to do before, to warm up.
 */
public final class ContendingProcess {

    private ContendingProcess() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        Tree tree = new Tree(Path.of(arguments[1]));
        Path shared = Path.of(arguments[2]);
        long enough = Long.parseLong(arguments[3]);
        warmUp(shared.resolve("warm-up"), tree, Long.parseLong(arguments[4]));
        SharedCount done = SharedCount.in(shared.resolve("count"));
        try (Store store = StoreKind.REGISTRY.open(Path.of(arguments[0]))) {
            Visits visits = new Visits(store, tree);
            Timings timings = new Timings();
            Child.ready(System.out);
            while (done.getAndIncrement() < enough) {
                visits.next(timings);
            }
            Child.tell(System.out, timings.sample());
        }
    }

    /** All of them in one registry, so that reading what others have appended is warmed up too. */
    private static void warmUp(Path folder, Tree tree, long operations) {
        try (Store store = StoreKind.REGISTRY.open(folder)) {
            Visits visits = new Visits(store, tree);
            Timings timings = new Timings();
            for (long i = 0; i < operations; i++) {
                visits.next(timings);
            }
        }
    }
}
