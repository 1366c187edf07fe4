package dev.podregistry.log.chronicle.disk;

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
 * The directory that a handle was opened on; another may have been put in its place since, and is none of its business.
 *
 * @param root its path
 * @param key what tells it from other directories
 */
public record Home(Path root, Object key) {

    /** {@return the directory that stands at the path now} */
    public static Home of(RegistryDirectory directory) {
        try {
            return new Home(directory.root(), keyOf(directory.root()));
        } catch (IOException e) {
            throw new LogUnavailableException(
                    Reason.IO,
                    "cannot read the registry " + directory.root() + ": " + Reasons.of(e, directory.root()),
                    e);
        }
    }

    /** {@return what tells a file or folder from every other that is there} */
    public static Object keyOf(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? file.toRealPath() : key;
    }

    /** Throws unless the directory stands where it was opened. */
    public void require() {
        try {
            if (!keyOf(root).equals(key)) {
                throw moved(Reason.IO, null);
            }
        } catch (NoSuchFileException e) {
            throw moved(Reason.MISSING, e);
        } catch (IOException e) {
            throw moved(Reason.IO, e);
        }
    }

    private LogUnavailableException moved(Reason reason, @Nullable IOException cause) {
        return new LogUnavailableException(
                reason, root + " was moved or replaced while the log was open; close the log and open it again", cause);
    }
}
