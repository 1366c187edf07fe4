package dev.podregistry.log;

import java.time.Duration;

/** The right to append could not be had in time. Nothing was appended; trying again is safe. */
public final class LogBusyException extends LogException {

    private static final long serialVersionUID = 1L;

    /** Who held it, as far as is known, for the message. */
    private final String holder;

    /**
     * Creates the exception.
     *
     * @param log the log
     * @param holder who holds it, as far as is known
     * @param waited how long was waited
     */
    public LogBusyException(String log, String holder, Duration waited) {
        super(
                "waited " + waited.toMillis() + " ms for " + log + ", which is held by " + holder
                        + "; try again, or allow a longer wait",
                null);
        this.holder = holder;
    }

    /** {@return who held the log, as far as is known} */
    public String holder() {
        return holder;
    }
}
