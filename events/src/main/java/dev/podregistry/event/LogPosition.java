package dev.podregistry.event;

/**
 * A point between events: everything up to a sequence has happened, proven by a hash.
 *
 * @param sequence the sequence of the last event, 0 before the first
 * @param hash the hash of that event, {@link Hash#GENESIS} before the first
 */
public record LogPosition(long sequence, Hash hash) {

    /** Before the first event. */
    public static final LogPosition START = new LogPosition(0, Hash.GENESIS);

    public LogPosition {
        if (sequence < 0 || (sequence == 0) != hash.equals(Hash.GENESIS)) {
            throw new IllegalArgumentException("no log stands at sequence " + sequence + " with hash " + hash);
        }
    }
}
