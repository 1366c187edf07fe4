package dev.podregistry.api;

import dev.podregistry.model.Refusal;

/** A command was refused, and the caller had asked for an exception then. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The facts. */
    private final transient Refusal refusal;

    /** The sequence at which the table stood. */
    private final long sequence;

    RefusedException(Refusal refusal, long sequence) {
        super(refusal.message());
        this.refusal = refusal;
        this.sequence = sequence;
    }

    /** {@return why it was refused} */
    public Refusal refusal() {
        return refusal;
    }

    /** {@return the sequence at which the table stood} */
    public long sequence() {
        return sequence;
    }
}
