package dev.podregistry.log.chronicle;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Epochs;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.Entrance;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.disk.Remains;
import dev.podregistry.log.chronicle.disk.Sibling;
import dev.podregistry.log.chronicle.lock.Deadline;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.log.chronicle.queue.MarkWriter;
import dev.podregistry.log.chronicle.queue.QueueDisk;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.Reach;
import dev.podregistry.log.chronicle.recovery.FreshQueue;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a log back from a backup, beginning a new epoch of tokens; what stands in its place is set aside, never deleted.
 *
 * <pre>
 * 1  NAME.restoring       the backup, copied, with the event that begins the epoch, is written and synced
 * 2  NAME                 is moved to NAME.replaced-TIME
 * 3  NAME.restoring       is moved to NAME
 * </pre>
 *
 * <p>Interrupted before 2, nothing has happened; after it, nobody opens the place until the same restore again has finished it.
 * What stands in the place is locked meanwhile, and whoever has it open is refused from 2 on. Restores to one place take turns,
 * by the lock of a file {@code NAME.restoring.lock} that the last one removes.
 */
public final class LogRestore {

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final Fsync FSYNC = Fsync.SYSTEM;

    private final RegistryDirectory backup;
    private final Sibling.Names names;
    private final Origin origin;
    private final InstantSource clock;

    private LogRestore(RegistryDirectory backup, Sibling.Names names, Origin origin, InstantSource clock) {
        this.backup = backup;
        this.names = names;
        this.origin = origin;
        this.clock = clock;
    }

    /** How a restore came to be done. */
    public enum Course {
        /** It was done now. */
        DONE,
        /** An earlier one was interrupted, and was finished now. */
        FINISHED,
        /** It was done before, and nothing has been appended since; nothing was changed. */
        FOUND
    }

    /**
     * What was done.
     *
     * @param course how
     * @param position where the log stands
     * @param epoch the epoch of tokens that has begun
     * @param setAside where this restore has put the registry that stood there; null for none
     */
    public record Done(
            Course course,
            LogPosition position,
            long epoch,
            @Nullable Path setAside) {}

    /**
     * {@return what was done}
     *
     * <p>A place that holds the backup and the beginning of its epoch, and nothing else, is left as it is.
     *
     * @param backup the directory of the backup; nothing in it is changed
     * @param target the directory of the registry: a registry, an empty folder, or missing, in a folder that exists
     * @param origin who restores
     * @param clock stamps the event and gives the epoch, unless a greater one is known
     * @param lockTimeout how long to wait for the right to append to the registry that is there
     * @throws LogUnavailableException when there is no backup, or the place cannot take it; nothing has happened
     * @throws DamagedLogException when the backup is damaged
     * @throws LogBusyException when the right to append could not be had in time
     */
    public static Done run(Path backup, Path target, Origin origin, InstantSource clock, Duration lockTimeout) {
        ChronicleRuntime.require();
        RegistryDirectory source = RegistryDirectory.existing(backup);
        try {
            Path real = Entrance.real(target);
            Path place = real == null ? Entrance.destination(target) : real;
            LogRestore restore = new LogRestore(source, Sibling.names(place), origin, clock);
            return restore.run(Deadline.in(lockTimeout));
        } catch (LogException e) {
            throw e;
        } catch (IOException | RuntimeException | InternalError e) {
            throw new LogUnavailableException(
                    Reason.IO, "cannot restore " + backup + " to " + target + ": " + Reasons.of(e), e);
        }
    }

    private Done run(Deadline deadline) throws IOException {
        if (names.isWithin(backup.root()) || backup.root().startsWith(names.place())) {
            throw unsuitable(names.place() + " and the backup " + backup.root()
                    + " are one inside the other; copy the backup elsewhere first");
        }
        Done done = null;
        while (done == null) {
            try (RegistryLock turns = RegistryLock.open(names.turns());
                    RegistryLock.Held turn = turns.acquire(deadline)) {
                // Null when the one before has removed the file.
                done = turn == null ? null : inTurn(deadline, turn);
            }
        }
        return done;
    }

    private Done inTurn(Deadline deadline, RegistryLock.Held turn) throws IOException {
        try {
            return run(names.place(), deadline);
        } finally {
            if (turn.isValid()) {
                Files.delete(names.turns());
            }
        }
    }

    private Done run(Path place, Deadline deadline) throws IOException {
        if (!Moves.isThere(place)) {
            Done finished = finish();
            return finished == null ? putInPlace(null) : finished;
        }
        if (!Sibling.isFree(place) && !isRegistry(place)) {
            throw unsuitable(place + " is neither a registry nor an empty folder; give another place");
        }
        Entrance.requireOwn(place);
        if (Sibling.isFree(place)) {
            return putInPlace(null);
        }
        try (RegistryLock lock = RegistryLock.open(place.resolve("lock"));
                RegistryLock.Held held = lock.acquire(deadline)) {
            if (held == null || !held.isValid()) {
                throw new IOException(place.resolve("lock") + " was replaced while it was locked");
            }
            Done found = restored(place, Course.FOUND);
            return found == null ? putInPlace(names.free(".replaced-" + STAMP.format(clock.instant()))) : found;
        }
    }

    private static boolean isRegistry(Path place) throws IOException {
        return Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)
                && (Stream.of("queue", "rebuild").anyMatch(name -> Files.isDirectory(place.resolve(name)))
                        || Remains.evidence(new RegistryDirectory(place)) != null);
    }

    /** {@return what an interrupted restore of this backup has come to, which is done now; null when there was none} */
    private @Nullable Done finish() throws IOException {
        Path ready = names.restoring();
        Done finished = Moves.isThere(ready) ? restored(ready, Course.FINISHED) : null;
        if (finished != null) {
            try (QueueDisk disk = new QueueDisk(new RegistryDirectory(ready), FSYNC, () -> null)) {
                disk.sync();
            }
            MarkWriter.mark(
                    new RegistryDirectory(ready),
                    FSYNC,
                    finished.epoch(),
                    backup.mark().read());
            FSYNC.names(ready);
            moveIn();
        }
        return finished;
    }

    /** {@return what a directory is that holds this backup and the beginning of an epoch that still is one, else null} */
    private @Nullable Done restored(Path directory, Course course) throws IOException {
        try (ChronicleLogReader kept = ChronicleLogReader.open(backup, Bookmark.of(LogPosition.START));
                ChronicleLogReader there = ChronicleLogReader.open(directory, LogPosition.START)) {
            LogPosition end = kept.replay(1, event -> {});
            Recorded begun = there.find(end.sequence() + 1);
            return begun != null
                            && begun.event() instanceof Event.Restored restored
                            && begun.previous().equals(end.hash())
                            && there.find(end.sequence() + 2) == null
                            && restored.epoch() >= leastEpoch(end.sequence(), directory)
                            && restored.epoch() >= Reach.of(directory).epoch()
                    ? new Done(course, begun.position(), restored.epoch(), null)
                    : null;
        } catch (LogException e) {
            return null;
        }
    }

    private Done putInPlace(@Nullable Path aside) throws IOException {
        Path fresh = names.restoring();
        if (Moves.isThere(fresh)) {
            Sibling.move(fresh, names.free(".restoring-interrupted"));
        }
        Sibling.create(fresh);
        boolean moved = false;
        try {
            Done done = write(aside);
            if (Moves.isThere(names.place())) {
                giveToOwnerOf(names.place());
            }
            if (aside != null) {
                Sibling.move(names.place(), aside);
                moved = true;
                FSYNC.names(names.parent());
            }
            moveIn();
            return done;
        } catch (IOException | RuntimeException | Error e) {
            if (moved && aside != null && !Files.exists(names.place())) {
                Sibling.move(aside, names.place());
            }
            FreshQueue.delete(fresh);
            throw e;
        }
    }

    private void moveIn() throws IOException {
        Sibling.move(names.restoring(), names.place());
        FSYNC.names(names.parent());
    }

    private Done write(@Nullable Path aside) throws IOException {
        RegistryDirectory fresh = new RegistryDirectory(names.restoring());
        RawLog.Findings copied = FreshQueue.write(backup.queue(), fresh, FSYNC);
        if (copied.isDamage()) {
            throw copied.exception(null);
        }
        long epoch = epoch(copied.end().sequence());
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(clock);
        LogPosition end;
        try (ChronicleLog log = ChronicleLog.open(fresh.root(), options, copied.end())) {
            log.transact(origin, event -> {}, () -> new Proposal<>(List.of(new Event.Restored(epoch)), ""));
            end = log.catchUp(event -> {});
        }
        MarkWriter.mark(fresh, FSYNC, epoch, backup.mark().read());
        FSYNC.names(fresh.root());
        return new Done(Course.DONE, end, epoch, aside);
    }

    private long epoch(long restored) throws IOException {
        return Epochs.begin(clock.instant(), leastEpoch(restored, names.restoring()));
    }

    /**
     * {@return the least epoch whose tokens are greater than any that the backup, the registry in its place or an earlier one
     * there knows}
     *
     * @param but a directory that does not count
     */
    private long leastEpoch(long restored, Path but) throws IOException {
        Reach known = Reach.of(backup.root());
        try (Stream<Path> beside = Files.list(names.parent())) {
            for (Path other : beside.filter(names::isOfPlace).toList()) {
                known = other.equals(but) ? known : known.and(Reach.of(other));
            }
        }
        return Epochs.after(restored, known.epoch(), known.last());
    }

    /** A registry stays its owner's, also when root restores it. */
    private void giveToOwnerOf(Path place) throws IOException {
        UserPrincipal owner = Files.getOwner(place);
        try (Stream<Path> files = Files.walk(names.restoring())) {
            for (Path file : files.toList()) {
                if (!Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
                    PosixFileAttributeView posix = Files.getFileAttributeView(file, PosixFileAttributeView.class);
                    if (posix != null) {
                        posix.setGroup(Files.readAttributes(place, PosixFileAttributes.class)
                                .group());
                    }
                    Files.setOwner(file, owner);
                }
            }
        }
    }

    private static LogUnavailableException unsuitable(String message) {
        return new LogUnavailableException(Reason.UNSUITABLE, message, null);
    }
}
