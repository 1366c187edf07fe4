package dev.podregistry.log.json;

import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import java.time.Instant;

/**
 * What one line of a log says.
 *
 * @param sequence the position in the log, from 1
 * @param synced the greatest sequence known to be on the disk when it was appended, 0 when none was
 * @param time when it was appended, by the writer's clock
 * @param origin who and which command it comes from
 * @param event what happened
 */
public record EventLine(long sequence, long synced, Instant time, Origin origin, Event event) {

    /** {@return this as the log keeps it} */
    public Recorded recorded(String stored, Hash previous, Hash hash) {
        return new Recorded(sequence, synced, time, origin, event, stored, previous, hash);
    }
}
