package dev.podregistry.log.chronicle;

import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry keeps its files.
 *
 * <pre>
 * &lt;root&gt;/            0700
 *   lock             0600  whoever holds this file's lock may append
 *   queue/           0700  the Chronicle queue
 *     metadata.cq4t  0600  Chronicle's own table
 *     20260131F.cq4  0600  the events of one day, UTC
 * </pre>
 *
 * @param root the directory, as a real path
 */
record RegistryDirectory(Path root) {

    private static final String SUFFIX = ".cq4";

    /** {@return the directory with what a log needs, created where it is missing} */
    static RegistryDirectory create(Path directory) {
        try {
            Path root = privateDirectory(directory);
            NetworkFileSystem.refuse(root);
            RegistryDirectory created = new RegistryDirectory(root.toRealPath());
            privateDirectory(created.queue());
            return created;
        } catch (FileAlreadyExistsException e) {
            throw noDirectory(directory, e);
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot create the registry " + directory + ": " + e, e);
        }
    }

    /** {@return the directory of a log that exists} */
    static RegistryDirectory existing(Path directory) {
        Path queue = directory.resolve("queue");
        for (Path folder : List.of(directory, queue)) {
            if (Files.exists(folder) && !Files.isDirectory(folder)) {
                throw noDirectory(folder, null);
            }
        }
        if (!Files.exists(queue.resolve("metadata.cq4t"))) {
            throw new LogUnavailableException(Reason.MISSING, "there is no registry in " + directory, null);
        }
        try {
            return new RegistryDirectory(directory.toRealPath());
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot read the registry " + directory + ": " + e, e);
        }
    }

    private static LogUnavailableException noDirectory(Path path, @Nullable Throwable cause) {
        return new LogUnavailableException(
                Reason.UNSUITABLE, path + " is not a directory; a registry needs one for itself", cause);
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path queue() {
        return root.resolve("queue");
    }

    Path table() {
        return queue().resolve("metadata.cq4t");
    }

    /** {@return the files of events, oldest first} */
    List<Path> days() throws IOException {
        try (Stream<Path> files = Files.list(queue())) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    private static Path privateDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, onlyOwner(directory, "rwx------"));
        }
        return directory;
    }

    static FileAttribute<?>[] onlyOwner(Path near, String permissions) {
        boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Takes everybody else's rights to a file that Chronicle has created away. */
    static void makePrivate(Path file) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null) {
            view.setPermissions(PosixFilePermissions.fromString("rw-------"));
        }
    }
}
