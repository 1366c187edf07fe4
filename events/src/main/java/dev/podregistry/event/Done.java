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
 * @param token the token its pod had after it, or null when the pod was gone
 */
public record Done(
        CommandId command,
        long sequence,
        Event event,
        @Nullable Token token) {}
