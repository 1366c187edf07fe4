package dev.podregistry.api;

import dev.podregistry.model.ProcessIdentity;

/** Tells the identity of processes that are running. Thread-safe. */
public final class LiveProcess {

    private LiveProcess() {}

    /** {@return the identity of this JVM's process} */
    public static ProcessIdentity current() {
        return ProcessSource.system().current();
    }

    /**
     * {@return the identity of the running process with the id {@code pid}}
     *
     * <p>For whoever speaks for another process: a tool that exits at once names its owner's.
     *
     * @throws IllegalArgumentException when no such process is running here, or it cannot be observed
     */
    public static ProcessIdentity of(long pid) {
        return ProcessSource.system().observe(pid);
    }
}
