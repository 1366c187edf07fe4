package dev.podregistry.model;

import org.jspecify.annotations.Nullable;

/** A log cannot be opened or read for a reason outside its contents: missing, not permitted, wrong place, JVM flags, old library. */
public final class LogUnavailableException extends LogException {

    private static final long serialVersionUID = 1L;

    /** The reason. */
    private final Reason reason;

    /** Why a log is unavailable. */
    public enum Reason {
        /** There is no log at that place. */
        MISSING,
        /** The JVM was started without flags that the log needs. */
        JVM_FLAGS,
        /** A library on the class path is older than the log needs. */
        LIBRARY,
        /** The place cannot hold a log: a file, a network file system, a newer format. */
        UNSUITABLE,
        /** Reading or writing failed. */
        IO
    }

    /**
     * Creates the exception.
     *
     * @param reason the kind of reason
     * @param message what is wrong, with what, and what to do
     * @param cause the cause, if there is one
     */
    public LogUnavailableException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** {@return the kind of reason} */
    public Reason reason() {
        return reason;
    }
}
