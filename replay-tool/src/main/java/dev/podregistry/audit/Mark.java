package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Actor;
import java.time.Instant;

/**
 * An event in brief: what it was and where it stands, without what proves it.
 *
 * @param sequence its position in the log
 * @param time the writer's clock
 * @param actor who asked
 * @param event what happened
 */
public record Mark(long sequence, Instant time, Actor actor, Event event) {

    /** {@return {@code recorded} in brief} */
    public static Mark of(Recorded recorded) {
        return new Mark(recorded.sequence(), recorded.time(), recorded.origin().actor(), recorded.event());
    }
}
