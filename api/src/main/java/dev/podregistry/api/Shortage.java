package dev.podregistry.api;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A descriptor that is kept for when there is no other, so that processes can be looked at even then. Thread-safe.
 *
 * <p>Another thread may be faster and take it. What could not be read for that reason is told as soon as something can be
 * read again: to log it at once would take descriptors, too, and a JVM that lacks them then may never log again.
 */
final class Shortage {

    private static final System.Logger LOG = System.getLogger("dev.podregistry");

    private final Path file;
    private @Nullable InputStream spare;
    private @Nullable String untold;

    /**
     * Keeps a descriptor.
     *
     * @param file a file that can be opened whenever a descriptor is left
     */
    Shortage(Path file) {
        this.file = file;
        keep();
    }

    /** Reads something. */
    @FunctionalInterface
    interface Reading<T> {

        T read() throws IOException;
    }

    /** {@return whether no descriptor is left to a reader} */
    synchronized boolean isNow() {
        try {
            new FileInputStream(file.toFile()).close();
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * {@return what is read with the descriptor that was kept}
     *
     * @param other gives up another descriptor in case that one is gone
     */
    synchronized <T> T spend(Reading<T> reading, Runnable other) throws IOException {
        InputStream kept = spare;
        spare = null;
        if (kept == null) {
            other.run();
        } else {
            kept.close();
        }
        try {
            return reading.read();
        } finally {
            keep();
        }
    }

    private void keep() {
        try {
            spare = new FileInputStream(file.toFile());
        } catch (IOException e) {
            spare = null;
        }
    }

    /** Notes that a process could not be looked at. */
    synchronized void hid(long pid, String reason) {
        untold = "it could not be told whether the process with pid " + pid + " lives (" + reason
                + "); until it can be, the pods of dead processes keep what they hold. See what this process has open, and"
                + " its limit (ulimit -n)";
    }

    /** Notes that processes can be looked at again. */
    void isOver() {
        String told;
        synchronized (this) {
            told = untold;
            untold = null;
            if (spare == null) {
                keep();
            }
        }
        if (told != null) {
            LOG.log(System.Logger.Level.WARNING, "{0}", told);
        }
    }
}
