package dev.podregistry.api;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import java.nio.file.Path;

/** Where processes are observed. Thread-safe. */
interface ProcessSource {

    /** {@return the identity of this process} */
    ProcessIdentity current();

    /**
     * {@return the identity of the running process with the id {@code pid}}
     *
     * @throws IllegalArgumentException when no such process is running or it cannot be observed
     */
    ProcessIdentity observe(long pid);

    /** {@return the verdict on {@code process}, as of now} */
    Verdict verdict(ProcessIdentity process);

    /** {@return the source for the system this JVM runs on} */
    static ProcessSource system() {
        return Here.FOUND;
    }

    /** Finds out once, on first use. */
    final class Here {

        private static final ProcessSource FOUND = find();

        private Here() {}

        private static ProcessSource find() {
            ProcessSource linux = LinuxProcesses.open(Path.of("/proc"), Path.of("/"));
            return linux == null ? PortableProcesses.open() : linux;
        }
    }
}
