package dev.podregistry.log.chronicle;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Epochs;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.SnapshotStore;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.lock.Deadline;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.log.chronicle.queue.MarkWriter;
import dev.podregistry.log.chronicle.raw.FoundationSearch;
import dev.podregistry.log.chronicle.raw.Reach;
import dev.podregistry.log.chronicle.raw.Verdict;
import dev.podregistry.log.chronicle.raw.Witness;
import dev.podregistry.log.chronicle.recovery.Leftover;
import dev.podregistry.log.chronicle.recovery.Rebuild;
import dev.podregistry.log.chronicle.recovery.Recovery;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes on from the last proven event of a damaged log, and only when told to: what comes after it is given up.
 *
 * <p>Events are kept as long as each is the next link of the chain of hashes, byte for byte. The queue as it was found is
 * moved into the registry's quarantine, with a report and the lines of every dropped event that is still readable.
 *
 * <p>A dropped event may have been acknowledged: whoever orders a repair must look at the report, and end or register
 * again the pods it speaks of. Processes that have folded a dropped event fail at their next call and must be restarted.
 */
public final class LogRepair {

    private LogRepair() {}

    /**
     * {@return what a repair would keep and drop; empty when there is nothing to repair}
     *
     * <p>Nothing is changed, and no lock is taken. Others may append meanwhile.
     *
     * @param registryDirectory the directory
     * @throws LogUnavailableException when there is no log, or it cannot be read
     */
    public static Optional<RecoveryReport> plan(Path registryDirectory) {
        return plan(registryDirectory, null);
    }

    /**
     * As {@link #plan(Path)}, but refused as {@link #run(Path, Duration, Set, SnapshotStore)} is.
     *
     * @param registryDirectory the directory
     * @param snapshots what has to be kept; null for none
     * @throws LogUnavailableException also when a repair would keep fewer events than a snapshot that is whole, or no event of a
     *     log that is marked as begun
     */
    public static Optional<RecoveryReport> plan(Path registryDirectory, @Nullable SnapshotStore snapshots) {
        ChronicleRuntime.require();
        RegistryDirectory directory = RegistryDirectory.existing(registryDirectory);
        try {
            Optional<RecoveryReport> found = planned(directory, Verdict.of(directory));
            if (found.isPresent()) {
                requireWhatIsProven(directory, found.get(), snapshots);
            }
            return found;
        } catch (IOException e) {
            throw unavailable(registryDirectory, e);
        }
    }

    /**
     * {@return what was kept and dropped; empty when there was nothing to repair}
     *
     * @param registryDirectory the directory
     * @param lockTimeout how long to wait for the right to append
     * @param acceptedFileSystems as in {@link ChronicleLogOptions}
     * @param snapshots when one is whole and holds more events than a repair would keep, the repair is refused, and when none would be
     *     left of a log that is marked as begun; null for none of this
     * @throws LogUnavailableException when there is no log, or it cannot be read or replaced; nothing was changed
     * @throws LogBusyException when the right to append could not be had in time
     */
    public static Optional<RecoveryReport> run(
            Path registryDirectory,
            Duration lockTimeout,
            Set<String> acceptedFileSystems,
            @Nullable SnapshotStore snapshots) {
        return locked(registryDirectory, lockTimeout, acceptedFileSystems, directory -> {
            RecoveryReport finished = new Leftover(directory, Fsync.SYSTEM).finish();
            Verdict verdict = Verdict.of(directory);
            Optional<RecoveryReport> planned = planned(directory, verdict);
            if (planned.isPresent()) {
                requireWhatIsProven(directory, planned.get(), snapshots);
                if (verdict.findings().isDamage()) {
                    demandEpoch(directory, planned.get());
                }
                RecoveryReport done = Rebuild.run(directory, planned.get(), Fsync.SYSTEM);
                long kept = done.kept().sequence();
                Witness.of(directory.queue())
                        .follow(done.quarantine(), kept, sequence -> sequence > kept, new Moves(Fsync.SYSTEM));
                return Optional.of(done);
            }
            return Optional.ofNullable(finished);
        });
    }

    /** As {@link #run(Path, Duration, Set, SnapshotStore)}, whatever snapshots and mark tell: what is of later events goes with them. */
    public static Optional<RecoveryReport> run(
            Path registryDirectory, Duration lockTimeout, Set<String> acceptedFileSystems) {
        return run(registryDirectory, lockTimeout, acceptedFileSystems, null);
    }

    /** As {@link #run(Path, Duration, Set)}, on no file system but those that are known to do. */
    public static Optional<RecoveryReport> run(Path registryDirectory, Duration lockTimeout) {
        return run(registryDirectory, lockTimeout, Set.of());
    }

    /** No token of an event that is given up may be given again. */
    private static void demandEpoch(RegistryDirectory directory, RecoveryReport planned) throws IOException {
        Reach known = Reach.of(directory.root());
        long least = Epochs.after(planned.kept().sequence(), known.epoch(), known.last());
        MarkWriter.demand(directory, Fsync.SYSTEM, Epochs.begin(planned.time(), least));
    }

    private static Optional<RecoveryReport> planned(RegistryDirectory directory, Verdict verdict) throws IOException {
        Path misled = verdict.misled();
        return verdict.isSound() && isReadable(directory)
                ? Optional.empty()
                : Optional.of(Recovery.report(verdict.findings(), misled == null ? directory.queue() : misled, null));
    }

    /** What snapshots and the mark are of was on the disk: whoever gives it up must say so by moving them away. */
    private static void requireWhatIsProven(
            RegistryDirectory directory, RecoveryReport planned, @Nullable SnapshotStore snapshots) throws IOException {
        Snapshot snapshot = snapshots == null ? null : snapshots.newest(bookmark -> true);
        if (snapshot == null || snapshot.table().sequence() <= planned.kept().sequence()) {
            if (snapshots != null
                    && planned.kept().sequence() == 0
                    && directory.mark().isThere()) {
                throw marked(directory, planned);
            }
            return;
        }
        long kept = planned.kept().sequence();
        String offer = FoundationSearch.offer(directory.queue());
        throw new LogUnavailableException(
                Reason.UNSUITABLE,
                "nothing was repaired: " + planned.defect() + ". A repair would keep "
                        + (kept == 0 ? "no event" : "events up to #" + kept + " only") + ", but the snapshot of #"
                        + snapshot.table().sequence() + " is whole: put the file back or restore a backup. "
                        + (offer == null ? "" : offer + ". ")
                        + "To give everything " + (kept == 0 ? "" : "behind #" + kept + " ") + "up, or when the"
                        + " snapshots are of another log, move "
                        + directory.root().resolve("snapshots")
                        + " away first",
                null);
    }

    private static LogUnavailableException marked(RegistryDirectory directory, RecoveryReport planned)
            throws IOException {
        return new LogUnavailableException(
                Reason.UNSUITABLE,
                "nothing was repaired: " + planned.defect() + ". A repair would keep no event, but "
                        + directory.mark().evidence()
                        + ": put the file back or restore a backup. To give everything up,"
                        + " end all processes that use the registry, and move "
                        + directory.mark().file() + " away first",
                null);
    }

    /** {@return whether Chronicle finds its way, too} */
    private static boolean isReadable(RegistryDirectory directory) {
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, Bookmark.of(LogPosition.START))) {
            reader.replay(1, event -> {});
            return true;
        } catch (DamagedLogException e) {
            return false;
        } catch (LogException e) {
            return true;
        }
    }

    /** What is done under the lock. */
    interface Action {
        Optional<RecoveryReport> on(RegistryDirectory directory) throws IOException;
    }

    static Optional<RecoveryReport> locked(
            Path registryDirectory, Duration lockTimeout, Set<String> acceptedFileSystems, Action action) {
        ChronicleRuntime.require();
        RegistryDirectory directory = RegistryDirectory.toRepair(registryDirectory, Drive.SYSTEM, acceptedFileSystems);
        try (RegistryLock lock = RegistryLock.open(directory.lock());
                RegistryLock.Held held = lock.acquire(Deadline.in(lockTimeout))) {
            if (held == null || !held.isValid()) {
                throw new IOException(directory.lock() + " was replaced while it was locked");
            }
            return action.on(directory);
        } catch (LogException e) {
            throw e;
        } catch (IOException | RuntimeException | InternalError e) {
            throw unavailable(registryDirectory, e);
        }
    }

    static LogUnavailableException unavailable(Path registryDirectory, Throwable e) {
        return new LogUnavailableException(
                Reason.IO, "cannot repair the registry " + registryDirectory + ": " + Reasons.of(e), e);
    }
}
