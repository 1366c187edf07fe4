package dev.podregistry.model;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The right to append could not be had in time. Nothing was appended; trying again is safe. */
public final class LogBusyException extends LogException {

    private static final long serialVersionUID = 1L;

    /** Who held it, as far as is known, for the message. */
    private final String holder;

    /** The pid of its process. */
    private final @Nullable Long pid;

    /** For how long. */
    private final @Nullable Duration held;

    /**
     * Creates the exception.
     *
     * @param log the log
     * @param holder who holds it, as far as is known
     * @param pid the pid of the holder's process, or null when it is not known
     * @param held for how long, or null when that is not known
     * @param waited how long was waited
     */
    public LogBusyException(String log, String holder, @Nullable Long pid, @Nullable Duration held, Duration waited) {
        super(
                "waited " + waited.toMillis() + " ms for " + log + ", which is held by " + holder
                        + (held == null ? "" : " for " + held.toMillis() + " ms")
                        + "; try again, allow a longer wait, or see whether that process is stopped",
                null);
        this.holder = holder;
        this.pid = pid;
        this.held = held;
    }

    /** {@return who held the log, as far as is known} */
    public String holder() {
        return holder;
    }

    /** {@return the pid of the process that held the log, in the pid namespace that it runs in itself} */
    public OptionalLong pid() {
        return pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    /** {@return for how long it had been held, by the system's clock} */
    public Optional<Duration> held() {
        return Optional.ofNullable(held);
    }
}
