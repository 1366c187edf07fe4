package dev.podregistry.api;

import dev.podregistry.table.ImpossibleHistoryException;

/**
 * The log holds an event that no registry could have decided, so the table after it is not known.
 *
 * <p>The registry answers nothing any more: every command and query throws this. The log was left as it is.
 */
public final class UnusableRegistryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The sequence of the event. */
    private final long sequence;

    UnusableRegistryException(ImpossibleHistoryException impossible) {
        super(
                impossible.getMessage() + "; the registry stops at #" + (impossible.sequence() - 1)
                        + ". Keep a copy of its directory and run pod-registry verify",
                impossible);
        this.sequence = impossible.sequence();
    }

    /** {@return the sequence of the first event that cannot be applied} */
    public long sequence() {
        return sequence;
    }
}
