package dev.podregistry.log.chronicle;

import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
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
 *   quarantine/      0700  what recoveries and repairs have set aside, each in a folder of its own
 *   rebuild/         0700  the queue that a recovery is about to put in place of the other
 * </pre>
 *
 * @param root the directory, as a real path
 */
record RegistryDirectory(Path root) {

    private static final String SUFFIX = ".cq4";

    /** {@return the directory, created where it is missing; what is in it is for whoever holds the lock} */
    static RegistryDirectory create(Path directory, Drive drive) {
        try {
            Path root = durableDirectory(directory, drive.fsync());
            NetworkFileSystem.refuse(root, drive.types());
            RegistryDirectory created = new RegistryDirectory(root.toRealPath());
            if (Files.exists(created.queue()) && !Files.isDirectory(created.queue())) {
                throw new FileAlreadyExistsException(created.queue().toString());
            }
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
        if (!Files.exists(queue) && Files.exists(directory.resolve("rebuild"))) {
            throw new LogUnavailableException(
                    Reason.IO,
                    "a recovery of the registry " + directory + " was interrupted; opening it for writing finishes it",
                    null);
        }
        try {
            if (!Files.exists(queue.resolve("metadata.cq4t"))
                    && (!Files.exists(queue) || days(queue).isEmpty())) {
                throw new LogUnavailableException(Reason.MISSING, "there is no registry in " + directory, null);
            }
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

    Path quarantine() {
        return root.resolve("quarantine");
    }

    Path rebuild() {
        return root.resolve("rebuild");
    }

    void createQueue() throws IOException {
        privateDirectory(queue());
    }

    /** {@return what tells this queue from one that a recovery puts in its place} */
    Object identity() throws IOException {
        Object key = Files.readAttributes(table(), BasicFileAttributes.class).fileKey();
        return key == null ? table() : key;
    }

    /** {@return the files of events, oldest first} */
    List<Path> days() throws IOException {
        return days(queue());
    }

    static List<Path> days(Path queue) throws IOException {
        try (Stream<Path> files = Files.list(queue)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        }
    }

    /** A directory whose name is lost with the power would take with it whatever was synced in it. */
    private static Path durableDirectory(Path directory, Fsync fsync) throws IOException {
        List<Path> missing = new ArrayList<>();
        for (Path path = directory.toAbsolutePath(); path != null && !Files.exists(path); path = path.getParent()) {
            missing.add(path);
        }
        privateDirectory(directory);
        for (Path created : missing) {
            fsync.names(java.util.Objects.requireNonNull(created.toRealPath().getParent()));
        }
        return directory;
    }

    static Path privateDirectory(Path directory) throws IOException {
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
}
