package dev.podregistry.event;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.Token;
import org.jspecify.annotations.Nullable;

/**
 * What a command that was carried out has led to.
 *
 * @param command the command
 * @param sequence the sequence of its own event, the last one it appended
 * @param event that event
 * @param token the token that its answer rests on: its pod's after it; of a release, the one given up; of a take-back, the
 *     parent's. Null for an import of several events, and for a release or take-back in a snapshot of an earlier version
 */
public record Done(
        CommandId command,
        long sequence,
        Event event,
        @Nullable Token token) {}
