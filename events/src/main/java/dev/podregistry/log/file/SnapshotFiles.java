package dev.podregistry.log.file;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.SnapshotStore;
import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.FreeSpace;
import dev.podregistry.log.place.NewFiles;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.log.place.Trust;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots of a registry as files, each named after the sequence that it is of.
 *
 * <pre>
 * &lt;registry&gt;/snapshots/                             0700
 *   snapshot-00000000000000012345.json              0600  see {@link SnapshotFile}
 *   snapshot-00000000000000012345.json.&lt;uuid&gt;.tmp   0600  one that is being written, or whose writer died
 * </pre>
 *
 * <p>The newest three are kept. Those ahead of the one just saved, which another process has just written or the log
 * has lost, count for themselves: they must not drive out the good ones.
 */
public final class SnapshotFiles implements SnapshotStore {

    /** How many are kept. */
    public static final int KEPT = 3;

    /** Free disk that a snapshot leaves to the log, which has the first claim on it. */
    public static final long LEFT_TO_THE_LOG = 64 << 20;

    /** What a line takes on the disk, generously. */
    private static final long LINE = 1 << 10;

    private static final String TEMPORARY = ".tmp";
    private static final Duration ABANDONED = Duration.ofMinutes(10);

    private final Path folder;
    private final Consumer<String> warnings;
    private final Room room;

    SnapshotFiles(Path folder, Consumer<String> warnings, Room room) {
        this.folder = folder;
        this.warnings = warnings;
        this.room = room;
    }

    /** Tells how many bytes are free on the disk of a folder. */
    @FunctionalInterface
    interface Room {
        long bytes(Path folder) throws IOException;
    }

    /**
     * {@return the snapshots below a registry directory; nothing is created before one is saved}
     *
     * @param warnings takes a line for each snapshot that is passed over
     */
    public static SnapshotFiles in(Path registryDirectory, Consumer<String> warnings) {
        return new SnapshotFiles(
                registryDirectory.resolve("snapshots"),
                warnings,
                folder -> FreeSpace.of(folder).bytes());
    }

    @Override
    public @Nullable Snapshot newest(Predicate<Bookmark> isInLog) {
        return newestUpTo(Long.MAX_VALUE, snapshot -> isInLog.test(snapshot.bookmark()) ? snapshot : null);
    }

    /**
     * {@return what {@code use} makes of the snapshot that {@link #newest} would return of those up to a sequence, or null}
     *
     * @param use makes something of a snapshot that is whole, or null when the log does not hold what its bookmark tells of
     */
    public <T> @Nullable T newestUpTo(long sequence, Function<Snapshot, @Nullable T> use) {
        for (SnapshotFile file : newestFirst()) {
            T used = file.sequence() <= sequence ? used(file, use) : null;
            if (used != null) {
                return used;
            }
        }
        return null;
    }

    /** {@return the snapshots as they are, the newest first; nothing is passed over} */
    public List<SnapshotCondition> conditions() {
        return newestFirst().stream()
                .map(SnapshotFiles::condition)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable SnapshotCondition condition(SnapshotFile file) {
        try {
            long bytes = Files.size(file.path());
            try {
                return new SnapshotCondition(
                        file.path(), file.sequence(), bytes, whole(file).bookmark(), null);
            } catch (IllegalArgumentException e) {
                return new SnapshotCondition(file.path(), file.sequence(), bytes, null, String.valueOf(e.getMessage()));
            }
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            return new SnapshotCondition(file.path(), file.sequence(), 0, null, e.toString());
        }
    }

    private static Snapshot whole(SnapshotFile file) throws IOException {
        Snapshot snapshot = file.read();
        long sequence = snapshot.table().sequence();
        if (sequence != file.sequence()) {
            throw new IllegalArgumentException("it is of sequence " + sequence);
        }
        return snapshot;
    }

    private <T> @Nullable T used(SnapshotFile file, Function<Snapshot, @Nullable T> use) {
        try {
            T used = use.apply(whole(file));
            if (used == null) {
                passOver(file, "the log does not hold event " + file.sequence() + " with its hash where it says");
            }
            return used;
        } catch (NoSuchFileException e) {
            // Another process has just removed it, as there are newer ones.
            return null;
        } catch (IOException e) {
            passOver(file, e.toString());
            return null;
        } catch (IllegalArgumentException e) {
            passOver(file, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void passOver(SnapshotFile file, String reason) {
        warnings.accept("passing over the snapshot " + file.path() + ": " + reason);
    }

    @Override
    public long newestUpTo(long sequence) {
        return newestFirst().stream()
                .mapToLong(SnapshotFile::sequence)
                .filter(found -> found <= sequence)
                .findFirst()
                .orElse(0);
    }

    /** {@return what sequences the snapshots that are there say they are of by their names, whole or not, in order} */
    public List<Long> sequences() {
        return newestFirst().stream().map(SnapshotFile::sequence).sorted().toList();
    }

    /** {@return the file of the snapshot of a sequence, there or not} */
    public Path file(long sequence) {
        return SnapshotFile.in(folder, sequence).path();
    }

    /**
     * {@return the snapshot whose name says that it is of {@code sequence}, or null when there is none (any more)}
     *
     * <p>Whether the log leads to it is not asked.
     *
     * @throws IllegalArgumentException naming the defect, when it is not what was written
     */
    public @Nullable Snapshot read(long sequence) throws IOException {
        try {
            requireOwn();
            return SnapshotFile.in(folder, sequence).read();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    private List<SnapshotFile> newestFirst() {
        try (Stream<Path> files = ownFiles()) {
            return files.map(SnapshotFile::of)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.comparingLong(SnapshotFile::sequence).reversed())
                    .toList();
        } catch (IOException e) {
            warnings.accept("cannot look for snapshots in " + folder + ": " + Reasons.of(e, folder));
            return List.of();
        }
    }

    /** {@return the files in the folder; none when there is no folder, or whoever can write there is a stranger} */
    private Stream<Path> ownFiles() throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return Stream.of();
        }
        requireOwn();
        return Files.list(folder);
    }

    private void requireOwn() throws IOException {
        String defect = Trust.in(folder.resolveSibling(".")).defect(folder, FileFacts.Type.FOLDER);
        if (defect != null) {
            throw new IOException(defect);
        }
    }

    @Override
    public void save(Snapshot snapshot) throws IOException {
        createFolder();
        requireOwn();
        removeAbandoned();
        requireRoom(snapshot);
        SnapshotFile kept = SnapshotFile.in(folder, snapshot.table().sequence());
        Path temporary = folder.resolve(kept.path().getFileName() + "." + UUID.randomUUID() + TEMPORARY);
        try {
            SnapshotFile.write(snapshot, temporary);
            Files.move(temporary, kept.path(), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncNames(folder);
        removeOld(kept.sequence());
    }

    private void createFolder() throws IOException {
        try {
            NewFiles.createFolder(folder);
            syncNames(folder.resolveSibling("."));
        } catch (FileAlreadyExistsException e) {
            // Another has made it; whose it is, is looked at next.
        }
    }

    private static void syncNames(Path directory) throws IOException {
        try (FileChannel names = FileChannel.open(directory, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    private void requireRoom(Snapshot snapshot) throws IOException {
        long rows = snapshot.table().allocations().size();
        long commands = snapshot.table().recentCommands().size();
        long needed = LEFT_TO_THE_LOG + (rows + commands) * LINE;
        long free = room.bytes(folder);
        if (free < needed) {
            throw new IOException("the disk has " + free + " free bytes, fewer than " + needed);
        }
    }

    private void removeAbandoned() throws IOException {
        Instant abandoned = Instant.now().minus(ABANDONED);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(SnapshotFiles::isTemporary).toList()) {
                if (lastWritten(file).isBefore(abandoned)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    private static Instant lastWritten(Path file) throws IOException {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (NoSuchFileException e) {
            // Its writer has just renamed it.
            return Instant.MAX;
        }
    }

    private static boolean isTemporary(Path file) {
        String name = file.getFileName().toString();
        return name.startsWith("snapshot-") && name.endsWith(TEMPORARY);
    }

    private void removeOld(long saved) throws IOException {
        List<SnapshotFile> all = newestFirst();
        Stream<SnapshotFile> ahead = all.stream().filter(file -> file.sequence() > saved);
        Stream<SnapshotFile> upToHere = all.stream().filter(file -> file.sequence() <= saved);
        for (SnapshotFile old :
                Stream.concat(ahead.skip(KEPT), upToHere.skip(KEPT)).toList()) {
            Files.deleteIfExists(old.path());
        }
    }
}
