package dev.podregistry.audit;

/**
 * A stretch of a history.
 *
 * @param first the sequence of its first event
 * @param last the sequence of its last event; {@link Long#MAX_VALUE} for the end
 */
public record Span(long first, long last) {

    /** {@return whether the event of that sequence is in it} */
    public boolean contains(long sequence) {
        return first <= sequence && sequence <= last;
    }
}
