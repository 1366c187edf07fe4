package dev.podregistry.api;

import java.util.concurrent.atomic.AtomicBoolean;

/** Says once, each time it begins, that processes cannot be observed, as pods of dead ones stay then. Thread-safe. */
final class Shortage {

    private static final System.Logger LOG = System.getLogger("dev.podregistry");

    private final AtomicBoolean reported = new AtomicBoolean();

    void report(long pid, String reason) {
        if (reported.compareAndSet(false, true)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "cannot tell whether the process with pid {0} lives: {1}; if it is dead, its pods keep what they hold"
                            + " until it can be told (see what this process has open, and its limit: ulimit -n)",
                    Long.toString(pid),
                    reason);
        }
    }

    void isOver() {
        if (reported.getPlain()) {
            reported.set(false);
        }
    }
}
