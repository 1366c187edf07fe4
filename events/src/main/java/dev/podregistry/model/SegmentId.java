package dev.podregistry.model;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        UUID uuid = text.length() == 36 ? parsed(text) : null;
        if (uuid == null || !uuid.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("segment " + Quoted.text(text) + " is not a UUID of 36 characters");
        }
        return new SegmentId(uuid);
    }

    private static @Nullable UUID parsed(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
