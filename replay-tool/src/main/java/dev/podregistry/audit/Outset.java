package dev.podregistry.audit;

import dev.podregistry.event.Foundation;
import dev.podregistry.table.AllocationTable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a history begins: with nothing, or, if its first events are lost, with the table that was there after them.
 *
 * @param at the point
 * @param table the table there
 * @param foundation what is known of the events before, or null when there are none
 */
public record Outset(
        Point at, AllocationTable table, @Nullable Foundation foundation) {

    /** Before the first event. */
    public static final Outset NOTHING = new Outset(Point.START, AllocationTable.EMPTY, null);

    /** {@return where the history begins that goes on from a foundation, if there is one} */
    public static Outset of(@Nullable Foundation foundation) {
        return foundation == null
                ? NOTHING
                : new Outset(
                        new Point(
                                foundation.sequence(),
                                foundation.time(),
                                foundation.position().hash()),
                        AllocationTable.of(foundation.snapshot().table()),
                        foundation);
    }

    /**
     * {@return whether a time may be one of events that are lost}
     *
     * @param time the time
     * @param before the sequence of the last event of the history that is stamped earlier
     */
    public boolean isAfter(Instant time, long before) {
        Instant known = at.time();
        return foundation != null && (known == null ? before <= sequence() : time.isBefore(known));
    }

    /** {@return the sequence of the last event that is no part of the history, 0 for none} */
    public long sequence() {
        return at.sequence();
    }
}
