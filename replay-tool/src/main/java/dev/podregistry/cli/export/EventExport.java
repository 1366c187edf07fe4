package dev.podregistry.cli.export;

import dev.podregistry.audit.Moved;
import dev.podregistry.audit.Point;
import dev.podregistry.event.Recorded;
import java.io.IOException;

/**
 * Writes events in another form, one after another; it keeps no more than the live pods in memory.
 *
 * <p>Within a form, keys and columns are only ever added.
 */
public interface EventExport {

    /**
     * Takes the next event of the log, in order.
     *
     * @param event the event
     * @param moved whom it moved up
     * @param selected whether it is to be written; those that are not say where the history stands
     */
    void event(Recorded event, Moved moved, boolean selected) throws IOException;

    /** Ends the export. */
    void end(Extent extent) throws IOException;

    /**
     * How much of a log an export holds.
     *
     * @param events how many events were written
     * @param first the sequence that the history begins after
     * @param at the last event that could have been
     */
    record Extent(long events, long first, Point at) {

        /** {@return how many events could have been written} */
        public long all() {
            return at.sequence() - first;
        }

        /** {@return whether it holds every event, so that the chain of hashes can be checked in it} */
        public boolean isWhole() {
            return events == all();
        }
    }
}
