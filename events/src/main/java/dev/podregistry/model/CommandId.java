package dev.podregistry.model;

import java.util.UUID;

/**
 * The identity of one command, by which its repetition is recognised.
 *
 * @param value a UUID that the caller never uses for another command
 */
public record CommandId(UUID value) {

    /** {@return a fresh, random id} */
    public static CommandId random() {
        return new CommandId(UUID.randomUUID());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
