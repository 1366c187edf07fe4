package dev.podregistry.model;

/**
 * The log holds an event that no registry could have decided, so the table after it is not known.
 *
 * <p>The registry answers nothing any more: every command and query throws this. The log was left as it is.
 */
public final class UnusableRegistryException extends RegistryException {

    private static final long serialVersionUID = 1L;

    /** The sequence of the event. */
    private final long sequence;

    /**
     * Creates the exception.
     *
     * @param sequence the sequence of the first event that cannot be applied
     * @param cause why it cannot
     */
    public UnusableRegistryException(long sequence, Throwable cause) {
        super(
                cause.getMessage() + "; the registry stops at #" + (sequence - 1)
                        + ". Keep a copy of its directory and run pod-registry verify",
                cause);
        this.sequence = sequence;
    }

    /** {@return the sequence of the first event that cannot be applied} */
    public long sequence() {
        return sequence;
    }
}
