package dev.podregistry.model;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * The id of the session log that a pod writes; at most one live pod per segment.
 *
 * @param value the segment's UUID
 */
public record SegmentId(UUID value) {

    /** Java takes shorter and oddly dashed forms too, and makes another UUID of them. */
    private static final Pattern CANONICAL =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}");

    /**
     * {@return the segment named by {@code text}, a UUID in its 36-character form}
     *
     * @throws IllegalArgumentException when {@code text} is not a UUID in that form
     */
    public static SegmentId of(String text) {
        if (!CANONICAL.matcher(text).matches()) {
            throw new IllegalArgumentException("segment " + Quoted.text(text) + " is not a UUID of 36 characters");
        }
        return new SegmentId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
