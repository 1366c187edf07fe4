package dev.podregistry.log.json;

import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import java.time.Instant;

/**
 * What tells a registry whose log has begun from one that has never had an event.
 *
 * @param began when its first event was appended, by the writer's clock
 * @param first the hash of its first event
 * @param epoch the greatest epoch of tokens that a restore is known to have begun here, 0 for none
 */
public record Manifest(Instant began, Hash first, long epoch) {

    /**
     * Checks the epoch.
     *
     * @throws IllegalArgumentException when there is no such epoch
     */
    public Manifest {
        if (epoch < 0 || epoch > Event.Restored.GREATEST) {
            throw new IllegalArgumentException("epoch " + epoch + " is not from 0 to " + Event.Restored.GREATEST);
        }
    }
}
