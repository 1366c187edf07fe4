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
 * <p>Arguments: the registry's folder, the tree, the file of the shared count, how many operations are enough.
 */
public final class ContendingProcess {

    /** One part of so many of what is enough is done before, to warm up. */
    private static final int WARM_UP = 20;

    private ContendingProcess() {}

    /** Runs. */
    public static void main(String[] arguments) throws IOException {
        SharedCount done = SharedCount.in(Path.of(arguments[2]));
        long enough = Long.parseLong(arguments[3]);
        try (Store store = StoreKind.REGISTRY.open(Path.of(arguments[0]))) {
            Visits visits = new Visits(store, new Tree(Path.of(arguments[1])));
            for (int i = 0; i < enough / WARM_UP; i++) {
                visits.next(new Timings());
            }
            Timings timings = new Timings();
            Child.ready(System.out);
            while (done.getAndIncrement() < enough) {
                visits.next(timings);
            }
            Child.tell(System.out, timings.sample());
        }
    }
}
