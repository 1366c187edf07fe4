package dev.podregistry.log.json;

import dev.podregistry.event.Hash;
import java.time.Instant;

/**
 * What tells a registry whose log has begun from one that has never had an event.
 *
 * @param began when its first event was appended, by the writer's clock
 * @param first the hash of its first event
 */
public record Manifest(Instant began, Hash first) {}
