package dev.podregistry.benchmarks.process;

import dev.podregistry.api.LiveProcess;
import dev.podregistry.benchmarks.fixture.Tree;
import dev.podregistry.benchmarks.store.Ask;
import dev.podregistry.benchmarks.store.Store;

/** A pod comes, and the next time it goes. */
final class Visits {

    private final Store store;
    private final Tree tree;
    private final String prefix = "of-" + ProcessHandle.current().pid() + "-";
    private int number;
    private boolean here;

    Visits(Store store, Tree tree) {
        this.store = store;
        this.tree = tree;
    }

    void next(Timings timings) {
        Ask ask = tree.ask(prefix + number, number, LiveProcess.current());
        boolean granted;
        timings.begin();
        if (here) {
            granted = store.release(ask.pod());
        } else {
            granted = store.register(ask);
        }
        timings.end();
        if (!granted) {
            throw new IllegalStateException("refused: " + ask);
        }
        if (here) {
            number++;
        }
        here = !here;
    }
}
