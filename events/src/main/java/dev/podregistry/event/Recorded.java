package dev.podregistry.event;

import java.time.Instant;

/**
 * An event as the log keeps it.
 *
 * @param sequence its position in the log: 1, 2, 3 … without gaps
 * @param synced the greatest sequence known to be on the disk when it was appended, 0 when none was; what comes after it
 *     may be lost with the power, what comes up to it not
 * @param time the writer's clock when it was appended; for people to read, never for order
 * @param origin who and which command it comes from
 * @param event what happened
 * @param stored the exact text that the log stores for all of the above, and that {@code hash} covers
 * @param previous the hash of the event before, {@link Hash#GENESIS} for the first
 * @param hash SHA-256 of {@code previous} and the UTF-8 bytes of {@code stored}
 */
public record Recorded(
        long sequence, long synced, Instant time, Origin origin, Event event, String stored, Hash previous, Hash hash) {

    public Recorded {
        if (sequence < 1) {
            throw new IllegalArgumentException("sequence " + sequence + " is less than 1");
        }
        if (synced < 0 || synced >= sequence) {
            throw new IllegalArgumentException("event " + sequence + " cannot know that " + synced + " is synced");
        }
    }

    /** {@return where the log stands once it holds this event} */
    public LogPosition position() {
        return new LogPosition(sequence, hash);
    }
}
