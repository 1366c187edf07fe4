package dev.podregistry.log.chronicle.recovery;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.DiskSpace;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.log.chronicle.queue.MarkWriter;
import dev.podregistry.log.chronicle.queue.QueueWriter;
import dev.podregistry.log.chronicle.queue.UnwrittenException;
import dev.podregistry.log.chronicle.raw.Inspection;
import dev.podregistry.log.chronicle.raw.ReadFailures;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.nio.file.Files;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gets a log ready for a handle that is being opened: recovered if need be, open for writing, and marked if it has begun.
 *
 * @param directory where it is
 * @param space what is left on the disk
 * @param writer is opened, and undone when that fails
 * @param mark marks it
 * @param fsync how things get to the disk
 */
public record Preparation(
        RegistryDirectory directory, DiskSpace space, QueueWriter writer, MarkWriter mark, Fsync fsync) {

    /**
     * {@return what had to be done so that the writer can go on, null when nothing}
     *
     * @param extent how far back the log is inspected
     * @param after where it will be read from
     * @param held the right to append, which is given back
     */
    @Nullable
    public RecoveryReport run(Inspection.Extent extent, Supplier<Bookmark> after, RegistryLock.Held held) {
        try {
            if (!Files.exists(directory.table())) {
                space.require(Queues.NEW_FILES);
            }
            RecoveryReport report = open(extent, after);
            mark.adopt();
            return report;
        } catch (LogException e) {
            writer.undo(e);
            throw e;
        } catch (Exception | InternalError | AssertionError e) {
            writer.undo(e);
            throw new LogUnavailableException(
                    Reason.IO,
                    "cannot open the queue " + directory.queue() + ": " + Reasons.of(e, directory.queue()),
                    e);
        } finally {
            held.close();
        }
    }

    private @Nullable RecoveryReport open(Inspection.Extent extent, Supplier<Bookmark> after) throws Exception {
        RecoveryReport report = Recovery.run(directory, extent, fsync);
        if (!ReadFailures.begins(directory) && after.get().position().equals(LogPosition.START)) {
            ReadFailures.requireNoDamage(directory);
        }
        boolean begun = Inspection.isBorn(directory.table());
        try {
            writer.open();
            return report;
        } catch (LogException e) {
            throw e;
        } catch (UnwrittenException e) {
            writer.undo(e);
            if (begun && space.isShort()) {
                // It can be read, and each append tries again.
                return report;
            }
            throw Recovery.unopened(directory, e);
        } catch (Exception | InternalError | AssertionError e) {
            writer.undo(e);
            report = Recovery.ofUnopened(directory, e, fsync);
            writer.open();
            return report;
        }
    }
}
