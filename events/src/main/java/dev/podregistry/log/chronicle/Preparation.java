package dev.podregistry.log.chronicle;

import dev.podregistry.log.LogException;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import dev.podregistry.log.place.Reasons;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/**
 * Gets a log ready for a handle that is being opened: recovered if need be, open for writing, and marked if it has begun.
 *
 * @param directory where it is
 * @param space what is left on the disk
 * @param writer is opened, and closed when that fails
 * @param mark marks it
 * @param fsync how things get to the disk
 */
record Preparation(RegistryDirectory directory, DiskSpace space, QueueWriter writer, MarkWriter mark, Fsync fsync) {

    /**
     * {@return what had to be done so that the writer can go on, null when nothing}
     *
     * @param extent how far back the log is inspected
     * @param held the right to append, which is given back
     */
    @Nullable
    RecoveryReport run(Inspection.Extent extent, RegistryLock.Held held) {
        try {
            if (!Files.exists(directory.table())) {
                space.require(Queues.NEW_FILES);
            }
            RecoveryReport report = open(extent);
            mark.adopt();
            return report;
        } catch (LogException e) {
            writer.close();
            throw e;
        } catch (Exception | InternalError | AssertionError e) {
            writer.close();
            throw new LogUnavailableException(
                    Reason.IO,
                    "cannot open the queue " + directory.queue() + ": " + Reasons.of(e, directory.queue()),
                    e);
        } finally {
            held.close();
        }
    }

    private @Nullable RecoveryReport open(Inspection.Extent extent) throws Exception {
        RecoveryReport report = Recovery.run(directory, extent, fsync);
        boolean begun = Inspection.isBorn(directory.table());
        try {
            writer.open();
            return report;
        } catch (LogException e) {
            throw e;
        } catch (UnwrittenException e) {
            writer.close();
            if (begun && space.isShort()) {
                // It can be read, and each append tries again.
                return report;
            }
            throw Recovery.unopened(directory, e);
        } catch (Exception | InternalError | AssertionError e) {
            writer.close();
            report = Recovery.ofUnopened(directory, e, fsync);
            writer.open();
            return report;
        }
    }
}
