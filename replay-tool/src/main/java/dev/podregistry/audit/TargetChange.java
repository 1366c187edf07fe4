package dev.podregistry.audit;

import dev.podregistry.model.ScopePath;
import dev.podregistry.table.Holders;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a target of rules and what is below it, from an event on.
 *
 * @param target the target
 * @param sequence the event
 * @param holders who holds it; null when no live rule is about it any more
 */
public record TargetChange(
        ScopePath target, long sequence, @Nullable Holders holders) {}
