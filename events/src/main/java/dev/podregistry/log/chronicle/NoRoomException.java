package dev.podregistry.log.chronicle;

import java.io.IOException;

/** There is no room for what was to be written, and nothing of it was written. */
final class NoRoomException extends IOException {

    private static final long serialVersionUID = 1L;

    NoRoomException(String message, IOException cause) {
        super(message, cause);
    }
}
