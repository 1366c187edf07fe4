package dev.podregistry.log.chronicle;

import dev.podregistry.log.place.NoInodesException;
import java.io.IOException;

/** There is no room for what was to be written, and nothing of it was written. */
final class NoRoomException extends IOException {

    private static final long serialVersionUID = 1L;

    /** {@return what kept something from being written, which is not always the number of its bytes} */
    static NoRoomException of(String what, IOException cause) {
        String message = cause instanceof NoInodesException ? String.valueOf(cause.getMessage()) : what + ": " + cause;
        return new NoRoomException(message, cause);
    }

    NoRoomException(String message, IOException cause) {
        super(message, cause);
    }
}
