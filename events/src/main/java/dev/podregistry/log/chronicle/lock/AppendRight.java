package dev.podregistry.log.chronicle.lock;

import dev.podregistry.log.chronicle.disk.Home;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;

/**
 * The right to append to the log of one directory, which goes with whatever file is {@code lock} there at the moment.
 *
 * <p>When that file is removed or replaced, a call that had locked the old one appends nothing any more, and the next call
 * locks the new one. That is right as long as it is the same directory; a handle whose directory was moved away, or into
 * whose place another was moved, never gets the right again.
 *
 * <p>One call at a time, except for {@link #busy}.
 */
public final class AppendRight implements AutoCloseable {

    private static final int ATTEMPTS = 3;

    private final RegistryDirectory directory;
    private final Home home;
    private volatile RegistryLock lock;

    private AppendRight(RegistryDirectory directory) throws IOException {
        this.directory = directory;
        this.home = Home.of(directory);
        this.lock = RegistryLock.open(directory.lock());
    }

    public static AppendRight of(RegistryDirectory directory) throws IOException {
        return new AppendRight(directory);
    }

    /**
     * {@return the right, to be closed by the same thread}
     *
     * @throws LogBusyException when it was not had in time
     * @throws LogUnavailableException when the directory is another one
     */
    public RegistryLock.Held acquire(Deadline deadline) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            RegistryLock.Held held = lock.acquire(deadline);
            if (held != null) {
                return held;
            }
            renew();
        }
        throw new LogUnavailableException(
                Reason.IO, directory.lock() + " is being replaced again and again; stop whoever does that", null);
    }

    private void renew() {
        home.require();
        try {
            RegistryLock old = lock;
            lock = RegistryLock.open(directory.lock());
            old.close();
        } catch (IOException e) {
            home.require();
            throw new LogUnavailableException(
                    Reason.IO, "cannot lock " + directory.lock() + ": " + Reasons.of(e, directory.lock()), e);
        }
    }

    /** {@return what to tell who has waited in vain for a call that waits for the right itself} */
    public LogBusyException busy(Deadline deadline) {
        return lock.busy(deadline);
    }

    @Override
    public void close() {
        lock.close();
    }
}
