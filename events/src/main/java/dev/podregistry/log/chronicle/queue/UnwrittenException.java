package dev.podregistry.log.chronicle.queue;

import dev.podregistry.log.place.NoInodesException;
import dev.podregistry.log.place.Reasons;
import java.io.IOException;
import java.nio.file.Path;

/** Something cannot be written, and nothing of it was written. */
public final class UnwrittenException extends IOException {

    private static final long serialVersionUID = 1L;

    private UnwrittenException(String message, IOException cause) {
        super(message, cause);
    }

    /**
     * {@return what kept a file from being written, which is not always a lack of room}
     *
     * @param what what was to be written, for people
     * @param file where
     */
    static UnwrittenException of(String what, Path file, IOException cause) {
        if (cause instanceof NoInodesException) {
            return new UnwrittenException(String.valueOf(cause.getMessage()), cause);
        }
        String refused = Reasons.isNoRoom(cause) ? "there is no room for " + what : "cannot write to " + file;
        return new UnwrittenException(refused + ": " + Reasons.of(cause, file), cause);
    }
}
