package dev.podregistry.log.chronicle.queue;

import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A file that is open, to be told from whatever stands at its path later; a look is one call of the system.
 *
 * @param path its path
 * @param key what tells it from other files
 */
record OpenFile(Path path, Object key) {

    /** {@return the file that stands at the path now; a link is a file of its own} */
    static OpenFile at(Path path) throws IOException {
        return new OpenFile(path, key(path, attributes(path)));
    }

    /**
     * {@return the file that stands at the path now}
     *
     * @throws LogUnavailableException when there is none
     */
    static OpenFile existing(Path path) {
        try {
            return at(path);
        } catch (NoSuchFileException e) {
            throw removed(path, e);
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot look at " + path + ": " + Reasons.of(e, path), e);
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    private static Object key(Path path, BasicFileAttributes is) {
        Object key = is.fileKey();
        return key == null ? path : key;
    }

    /** {@return whether it stands at its path, with at least that many bytes} */
    boolean isInPlace(long bytes) {
        try {
            BasicFileAttributes is = attributes(path);
            return is.size() >= bytes && key(path, is).equals(key);
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Throws unless it stands at its path.
     *
     * @param bytes how far it has been read, so that it must be that long at least
     * @throws LogUnavailableException naming the file, what happened to it, and what to do
     */
    void requireInPlace(long bytes) {
        try {
            BasicFileAttributes is = attributes(path);
            if (!key(path, is).equals(key)) {
                throw lost(path, "was replaced", Reason.IO, null);
            }
            if (is.size() < bytes) {
                throw lost(
                        path, "was cut off at byte " + is.size() + ", before the end of its events,", Reason.IO, null);
            }
        } catch (NoSuchFileException e) {
            throw removed(path, e);
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot look at " + path + ": " + Reasons.of(e, path), e);
        }
    }

    /** {@return what to tell who has a file open that was removed} */
    static LogUnavailableException removed(Path path, NoSuchFileException cause) {
        return lost(path, "was removed", Reason.MISSING, cause);
    }

    private static LogUnavailableException lost(Path path, String what, Reason reason, @Nullable IOException cause) {
        return new LogUnavailableException(
                reason,
                path + " " + what + " while the log was open; nothing was appended. Put the file back if you can, close"
                        + " every registry that this process has open there, and open it again",
                cause);
    }
}
