package dev.podregistry.api;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.log.place.SpareDescriptors;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import dev.podregistry.model.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where processes are observed. Thread-safe. */
interface ProcessSource {

    /** {@return the identity of this process} */
    ProcessIdentity current();

    /**
     * {@return the identity of the process with the id {@code pid}, or nothing when no such process is running}
     *
     * @throws IllegalArgumentException when it is no process but a thread, or cannot be observed
     */
    Optional<ProcessIdentity> find(long pid);

    /** {@return the verdict on {@code process}, as of now, and why; see {@link Liveness#explain}} */
    Judgement explain(ProcessIdentity process, Supplier<@Nullable Instant> recorded);

    /** {@return the refusal to name a process that may be running} */
    static IllegalArgumentException unobservable(long pid, @Nullable String reason) {
        return new IllegalArgumentException("the process with pid " + pid + " cannot be observed: " + reason);
    }

    /**
     * {@return the source for the system this JVM runs on}
     *
     * @throws LogUnavailableException when there are too few descriptors to find out
     */
    static ProcessSource system() {
        ProcessSource found = Here.found;
        return found == null ? Here.look() : found;
    }

    /** Finds out once, on first use. */
    final class Here {

        private static volatile @Nullable ProcessSource found;

        private Here() {}

        private static synchronized ProcessSource look() {
            ProcessSource here = found;
            if (here == null) {
                try {
                    SpareDescriptors.require();
                } catch (IOException e) {
                    throw new LogUnavailableException(
                            Reason.IO, "cannot find out which process this is: " + Reasons.of(e), e);
                }
                here = find();
                found = here;
            }
            return here;
        }

        private static ProcessSource find() {
            ProcessSource linux = LinuxProcesses.open(Path.of("/proc"), Path.of("/"));
            return linux == null ? PortableProcesses.open() : linux;
        }
    }
}
