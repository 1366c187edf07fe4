package dev.podregistry.model;

import java.util.UUID;

/**
 * The id of the session log that a pod writes; at most one live pod per segment.
 *
 * @param value the segment's UUID
 */
public record SegmentId(UUID value) {

    /**
     * {@return the segment named by {@code text}, a UUID in its 36-character form}
     *
     * @throws IllegalArgumentException when {@code text} is not a UUID in that form
     */
    public static SegmentId of(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("segment \"" + text + "\" is not a UUID of 36 characters");
        }
        return new SegmentId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
