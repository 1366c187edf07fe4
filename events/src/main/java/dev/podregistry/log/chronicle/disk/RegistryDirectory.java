package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.NewFiles;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry keeps its files.
 *
 * <pre>
 * &lt;root&gt;/            0700
 *   lock             0600  whoever holds this file's lock may append
 *   manifest.json    0600  there once the log has begun
 *   queue/           0700  the Chronicle queue
 *     metadata.cq4t  0600  Chronicle's own table
 *     20260131F.cq4  0600  the events of one day, UTC
 *   quarantine/      0700  what recoveries and repairs have set aside, each in a folder of its own
 *   rebuild/         0700  the queue that a recovery is about to put in place of the other
 * </pre>
 *
 * @param root the directory, as a real path
 */
public record RegistryDirectory(Path root) {

    public static final String TABLE = "metadata.cq4t";

    /** How the names of all files end that Chronicle takes for files of events. */
    private static final String SUFFIX = ".cq4";

    /**
     * {@return the directory, created where it is missing; what is in it is for whoever holds the lock}
     *
     * @param accepted types of file systems that are taken besides those that are known to do
     */
    public static RegistryDirectory create(Path directory, Drive drive, Set<String> accepted) {
        try {
            Path real = Entrance.real(directory);
            if (real != null && !Files.isDirectory(real)) {
                throw noDirectory(directory, null);
            }
            KnownFileSystems.require(directory, real == null ? nearest(directory) : real, drive.types(), accepted);
            if (real == null) {
                requireNoRestore(directory);
                real = durableDirectory(directory, drive.fsync()).toRealPath();
            }
            Entrance.requireOwn(real);
            return new RegistryDirectory(real);
        } catch (FileAlreadyExistsException e) {
            throw noDirectory(directory, e);
        } catch (AccessDeniedException e) {
            throw Entrance.unreadable(directory, e);
        } catch (IOException e) {
            throw new LogUnavailableException(
                    Reason.IO,
                    "cannot " + (Files.exists(directory) ? "open" : "create") + " the registry " + directory + ": "
                            + Reasons.of(e),
                    e);
        }
    }

    /** {@return the directory of a log that exists, to be read} */
    public static RegistryDirectory existing(Path directory) {
        try {
            Path real = Entrance.real(directory);
            if (real != null && !Files.isDirectory(real)) {
                throw noDirectory(directory, null);
            }
            if (real == null) {
                requireNoRestore(directory);
            }
            RegistryDirectory existing = real == null ? null : new RegistryDirectory(real);
            if (existing == null) {
                throw missing(directory);
            }
            if (existing.isBetweenQueues()) {
                throw new LogUnavailableException(
                        Reason.IO,
                        "a recovery of the registry " + real
                                + " was interrupted; opening it for writing finishes it,"
                                + " or says what is in the way",
                        null);
            }
            Entrance.requireFiles(existing.root());
            if (!existing.hasLog()) {
                Remains.requireNone(existing);
                throw missing(directory);
            }
            return existing;
        } catch (AccessDeniedException e) {
            throw Entrance.unreadable(directory, e);
        } catch (IOException e) {
            throw new LogUnavailableException(
                    Reason.IO, "cannot read the registry " + directory + ": " + Reasons.of(e), e);
        }
    }

    /**
     * {@return the directory of a log that exists, or that an interrupted recovery is about to put in place}
     *
     * @param accepted types of file systems that are taken besides those that are known to do
     */
    public static RegistryDirectory toRepair(Path directory, Drive drive, Set<String> accepted) {
        try {
            Path real = Entrance.real(directory);
            RegistryDirectory begun = new RegistryDirectory(real == null ? directory : real);
            boolean halfWay = FileFacts.of(begun.queue()) == null
                    && FileFacts.of(begun.rebuild().resolve("queue")) != null;
            RegistryDirectory registry = halfWay ? begun : existing(directory);
            KnownFileSystems.require(directory, registry.root(), drive.types(), accepted);
            Entrance.requireOwn(registry.root());
            return registry;
        } catch (AccessDeniedException e) {
            throw Entrance.unreadable(directory, e);
        } catch (IOException e) {
            throw new LogUnavailableException(
                    Reason.IO, "cannot read the registry " + directory + ": " + Reasons.of(e), e);
        }
    }

    private static LogUnavailableException missing(Path directory) {
        return new LogUnavailableException(Reason.MISSING, "there is no registry in " + directory, null);
    }

    /** Refuses a place that a restore has emptied and not filled yet: a registry that was begun there would know of no pod. */
    private static void requireNoRestore(Path missing) throws IOException {
        Path place = Entrance.destination(missing).normalize();
        Path folder = place.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return;
        }
        Path restoring = Sibling.names(place).restoring();
        if (Moves.isThere(restoring)) {
            throw new LogUnavailableException(
                    Reason.IO,
                    "a restore of the registry " + missing + " is under way, or was interrupted, as " + restoring
                            + " tells; try again in a moment, and if that stays, run the same restore again, which finishes it",
                    null);
        }
    }

    /** {@return whether there is a queue with anything of a log in it, or what is no folder in its place} */
    public boolean hasLog() throws IOException {
        FileFacts facts = FileFacts.of(queue());
        return facts != null
                && (facts.type() != FileFacts.Type.FOLDER
                        || FileFacts.of(table()) != null
                        || !days(queue()).isEmpty());
    }

    /** {@return whether an interrupted recovery is about to put a queue where there is none} */
    public boolean isBetweenQueues() throws IOException {
        return !hasLog() && FileFacts.of(rebuild().resolve("queue")) != null;
    }

    private static Path nearest(Path directory) {
        Path path = directory.toAbsolutePath();
        for (Path around = path; around != null; around = around.getParent()) {
            if (Files.exists(around)) {
                return around;
            }
        }
        return path;
    }

    private static LogUnavailableException noDirectory(Path path, @Nullable Throwable cause) {
        return new LogUnavailableException(
                Reason.UNSUITABLE, path + " is not a directory; a registry needs one for itself", cause);
    }

    public Path lock() {
        return root.resolve("lock");
    }

    public Mark mark() {
        return new Mark(root);
    }

    public Path queue() {
        return root.resolve("queue");
    }

    public Path table() {
        return queue().resolve(TABLE);
    }

    public Path quarantine() {
        return root.resolve("quarantine");
    }

    public Path rebuild() {
        return root.resolve("rebuild");
    }

    public void createQueue() throws IOException {
        NewFiles.createFolders(queue());
    }

    /** {@return what tells this queue from one that a recovery puts in its place} */
    public Object identity() throws IOException {
        Object key = Files.readAttributes(table(), BasicFileAttributes.class).fileKey();
        return key == null ? table() : key;
    }

    /** {@return the files of events, oldest first} */
    public List<Path> days() throws IOException {
        return days(queue());
    }

    public static List<Path> days(Path queue) throws IOException {
        try (Stream<Path> files = Files.list(queue)) {
            return files.filter(DayNames::isOne).sorted().toList();
        }
    }

    /** {@return the files that Chronicle takes for files of events, though they are named after no day that may be} */
    static List<Path> misnamed(Path queue) throws IOException {
        try (Stream<Path> files = Files.list(queue)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX) && !DayNames.isOne(file))
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
        NewFiles.createPlace(directory);
        for (Path created : missing) {
            fsync.names(java.util.Objects.requireNonNull(created.toRealPath().getParent()));
        }
        return directory;
    }
}
