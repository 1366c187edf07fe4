package dev.podregistry.api;

import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.ProcessIdentity;
import java.util.Optional;

/** Tells the identity of processes that are running. Thread-safe. */
public final class LiveProcess {

    private LiveProcess() {}

    /**
     * {@return the identity of this JVM's process}
     *
     * @throws LogUnavailableException when there are too few descriptors to find out; it goes on once there are more
     */
    public static ProcessIdentity current() {
        return ProcessSource.system().current();
    }

    /**
     * {@return the identity of the process with the id {@code pid}, or nothing when no such process is running here}
     *
     * <p>For whoever speaks for another process: a tool that exits at once names its owner's, an orchestrator its
     * child's. A child may end at any moment, so whoever has just started one uses this form.
     *
     * @throws IllegalArgumentException when it is running but cannot be observed, or {@code pid} is that of a thread; the
     *     message then names the process
     */
    public static Optional<ProcessIdentity> find(long pid) {
        return ProcessSource.system().find(pid);
    }

    /**
     * {@return the identity of the running process with the id {@code pid}}
     *
     * @throws IllegalArgumentException when no such process is running here, or for the reasons of {@link #find}
     */
    public static ProcessIdentity of(long pid) {
        return find(pid)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no process with pid " + pid + " is running; give the pid of one that is, or ask by find"));
    }
}
