package dev.podregistry.log.json;

import dev.podregistry.model.Quoted;
import org.jspecify.annotations.Nullable;

/**
 * A line is no event of a schema that this version knows; the message names the field and the defect.
 *
 * <p>The line may be anybody's, so of what it says the message shows nothing that acts on a terminal.
 */
public final class UnreadableEventException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whether a newer version wrote it. */
    private final boolean newer;

    private UnreadableEventException(String message, boolean newer, @Nullable Throwable cause) {
        super(message, cause);
        this.newer = newer;
    }

    static UnreadableEventException at(String field, String defect, @Nullable Throwable cause) {
        return new UnreadableEventException(Quoted.message(field + " " + defect), false, cause);
    }

    static UnreadableEventException newerThan(int known, long schema) {
        return new UnreadableEventException(
                "schema " + schema + " was written by a newer version; this one reads up to schema " + known
                        + ": upgrade it",
                true,
                null);
    }

    /** {@return whether the line is not damaged but was written by a newer version} */
    public boolean newer() {
        return newer;
    }
}
