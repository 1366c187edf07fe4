package dev.podregistry.model;

import org.jspecify.annotations.Nullable;

/** Events could not be appended. */
public final class AppendFailedException extends LogException {

    private static final long serialVersionUID = 1L;

    /** What is known. */
    private final Outcome outcome;

    /** What is known of the events after a failed append. */
    public enum Outcome {
        /** They are not in the log and never will be. */
        REFUSED,
        /** They may be in the log or not; repeating the command with the same id tells. */
        UNKNOWN
    }

    /**
     * Creates the exception.
     *
     * @param outcome what is known of the events
     * @param message what went wrong, with what, and what to do
     * @param cause the cause, if there is one
     */
    public AppendFailedException(Outcome outcome, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.outcome = outcome;
    }

    /** {@return what is known of the events} */
    public Outcome outcome() {
        return outcome;
    }
}
