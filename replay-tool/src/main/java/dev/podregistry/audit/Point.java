package dev.podregistry.audit;

import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where in a history an answer is true: right after one event.
 *
 * @param sequence the sequence of that event, 0 before the first
 * @param time the time it is stamped with, or null before the first; for people to read, never for order
 * @param hash the hash of that event, which vouches for all events up to it
 */
public record Point(long sequence, @Nullable Instant time, Hash hash) {

    /** Before the first event. */
    public static final Point START = new Point(0, null, Hash.GENESIS);

    /** {@return the point right after {@code event}} */
    public static Point after(Recorded event) {
        return new Point(event.sequence(), event.time(), event.hash());
    }

    /** {@return this point as a position of the log} */
    public LogPosition position() {
        return new LogPosition(sequence, hash);
    }
}
