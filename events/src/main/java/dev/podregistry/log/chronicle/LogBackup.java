package dev.podregistry.log.chronicle;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.disk.Sibling;
import dev.podregistry.log.chronicle.queue.MarkWriter;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.recovery.FreshQueue;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Copies a log into a directory of its own, while others go on writing it.
 *
 * <p>The copy holds every event that was there when it began, byte for byte in the same transactions, and of what came
 * meanwhile as much as was read. It is a registry's directory itself, for any tool to read.
 */
public final class LogBackup {

    private LogBackup() {}

    /**
     * {@return where the copy ends; it was verified and is on the disk}
     *
     * <p>Nothing is changed in the registry, and no lock is taken. The copy is made beside {@code target} and renamed, so
     * what stands there is whole.
     *
     * @param registryDirectory the directory of the log
     * @param target the directory of the copy: missing or empty, in a folder that exists
     * @throws LogUnavailableException when there is no log, or the copy cannot be made there
     * @throws DamagedLogException when the log is damaged
     */
    public static LogPosition run(Path registryDirectory, Path target) {
        ChronicleRuntime.require();
        RegistryDirectory source = RegistryDirectory.existing(registryDirectory);
        try {
            Sibling.Names names = Sibling.names(target);
            if (names.isWithin(source.root())) {
                throw unsuitable(
                        target + " is inside the registry " + registryDirectory + "; give a folder outside of it");
            }
            if (!Sibling.isFree(names.place())) {
                throw unsuitable(target + " is there and not empty; give a new one");
            }
            if (Moves.isThere(names.partial())) {
                throw unsuitable(names.partial() + " is of a backup that is under way or was interrupted; if none is"
                        + " under way, remove it");
            }
            return copy(source, names, Seen.of(source));
        } catch (LogException e) {
            throw e;
        } catch (IOException | RuntimeException | InternalError e) {
            throw new LogUnavailableException(
                    Reason.IO,
                    "cannot back up the registry " + registryDirectory + " to " + target + ": " + Reasons.of(e),
                    e);
        }
    }

    /**
     * What a log held before it was copied.
     *
     * @param end where it ended
     * @param epoch the greatest epoch of tokens that it, or its mark, knows
     * @param mark what its mark said, read first: a mark that comes later may be of events that come later
     */
    record Seen(LogPosition end, long epoch, Mark.@Nullable Reading mark) {

        static Seen of(RegistryDirectory source) throws IOException {
            Mark.Reading mark = source.mark().read();
            long[] epoch = {Mark.epoch(mark)};
            try (ChronicleLogReader reader = ChronicleLogReader.open(source, Bookmark.of(LogPosition.START))) {
                LogPosition end = reader.replay(1, event -> epoch[0] = Math.max(epoch[0], epoch(event)));
                return new Seen(end, epoch[0], mark);
            }
        }

        private static long epoch(Recorded event) {
            return event.event() instanceof Event.Restored restored ? restored.epoch() : 0;
        }
    }

    /** {@return where the copy ends, which lacks nothing of what was seen} */
    static LogPosition copy(RegistryDirectory source, Sibling.Names names, Seen seen) throws IOException {
        Path partial = Sibling.create(names.partial());
        try {
            RegistryDirectory copy = new RegistryDirectory(partial);
            RawLog.Findings copied = FreshQueue.write(source.queue(), copy, Fsync.SYSTEM);
            if (copied.end().sequence() < seen.end().sequence()) {
                throw new IOException("the log ended at #" + seen.end().sequence()
                        + ", and what could be copied of it a moment later ends at #"
                        + copied.end().sequence() + "; run pod-registry verify");
            }
            MarkWriter.mark(copy, Fsync.SYSTEM, seen.epoch(), seen.mark());
            Fsync.SYSTEM.names(partial);
            Sibling.move(partial, names.place());
            Fsync.SYSTEM.names(names.parent());
            return copied.end();
        } catch (IOException | RuntimeException | Error e) {
            FreshQueue.delete(partial);
            throw e;
        }
    }

    private static LogUnavailableException unsuitable(String message) {
        return new LogUnavailableException(Reason.UNSUITABLE, message, null);
    }
}
