package dev.podregistry.event;

import dev.podregistry.model.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a history goes on from whose first events are lost: the table right after the last of them.
 *
 * @param snapshot the table, and where it stands
 * @param time when the event there was appended; null when that is lost, too
 * @param accepted when somebody ordered that the history begins there
 * @param by who ordered it
 * @param lost what is missing, in words
 */
public record Foundation(Snapshot snapshot, @Nullable Instant time, Instant accepted, Actor by, String lost) {

    /** {@return the point that the history begins after} */
    public LogPosition position() {
        return snapshot.bookmark().position();
    }

    /** {@return the sequence that the history begins after} */
    public long sequence() {
        return position().sequence();
    }

    /** {@return where the history begins, why, and who has accepted that, as a part of a sentence} */
    public String text() {
        String events = sequence() == 1 ? "event #1 is" : "events #1 to #" + sequence() + " are";
        return "history begins at #" + sequence() + ", " + events + " missing, accepted on " + accepted + " by " + by
                + " (" + lost + ")";
    }
}
