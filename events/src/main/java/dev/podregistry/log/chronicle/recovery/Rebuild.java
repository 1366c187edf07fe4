package dev.podregistry.log.chronicle.recovery;

import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.RawLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Puts a fresh queue with the proven transactions in the place of one that cannot be gone on with.
 *
 * <pre>
 * 1  rebuild/queue          is created
 *    rebuild/report.json    is written: what is about to be done, and which folder of the quarantine is for it
 *    rebuild/dropped.ndjson
 * 2  rebuild/queue          gets the foundation of the history if it has one, is filled, and read through
 * 3  quarantine/…/          is created, by a name that nothing else has there
 * 4  queue                  is moved to quarantine/…/queue
 * 5  rebuild/queue          is moved to queue
 * 6  the two reports        are moved to quarantine/…
 * </pre>
 *
 * <p>Each is on the disk before the next. Up to 4 a failure undoes what was done; after an interruption, {@link Leftover}
 * goes by what is where. To be called under the registry's lock only.
 */
public final class Rebuild {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "yyyyMMdd'T'HHmmss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RegistryDirectory directory;
    private final RegistryDirectory fresh;
    private final Fsync fsync;

    private final Groundwork groundwork;

    private Rebuild(RegistryDirectory directory, Fsync fsync, Groundwork groundwork) {
        this.groundwork = groundwork;
        this.fsync = fsync;
        this.directory = directory;
        this.fresh = new RegistryDirectory(directory.rebuild());
    }

    /**
     * {@return the report of what was done, with its place}
     *
     * @throws IOException when it was not done; the queue is where and as it was
     */
    public static RecoveryReport run(RegistryDirectory directory, RecoveryReport planned, Fsync fsync)
            throws IOException {
        return run(directory, planned, fsync, queue -> {});
    }

    /** As {@link #run(RegistryDirectory, RecoveryReport, Fsync)}, with a new foundation for the history. */
    public static RecoveryReport run(
            RegistryDirectory directory, RecoveryReport planned, Fsync fsync, Groundwork groundwork)
            throws IOException {
        return new Rebuild(directory, fsync, groundwork).run(planned);
    }

    /** Puts a foundation into the folder of the fresh queue. */
    @FunctionalInterface
    public interface Groundwork {
        void in(Path queue) throws IOException;
    }

    private RecoveryReport run(RecoveryReport planned) throws IOException {
        String name = STAMP.format(planned.time()) + "-" + (planned.kept().sequence() + 1);
        Path quarantine = Moves.unused(directory.quarantine().resolve(name));
        RecoveryReport report = Recovery.placed(planned, quarantine);
        Moves moves = new Moves(fsync);
        moves.create(directory.rebuild());
        Leftover leftover = new Leftover(directory, fsync);
        try {
            // Before the report, so that with a report and no queue it is known that the queue has been moved.
            moves.create(fresh.queue());
            ReportFiles.write(report, directory.rebuild(), fsync);
            write(planned);
            if (!Files.isDirectory(directory.quarantine())) {
                moves.create(directory.quarantine());
            }
            moves.create(quarantine);
            moves.move(directory.queue(), quarantine.resolve("queue"));
        } catch (IOException | RuntimeException | Error e) {
            leftover.undoAfter(e);
            throw e;
        }
        return leftover.moveIn(report);
    }

    private void write(RecoveryReport planned) throws IOException {
        groundwork.in(fresh.queue());
        RawLog.Findings copied = FreshQueue.write(directory.queue(), fresh, fsync);
        if (!copied.end().equals(planned.kept())) {
            throw new IOException("rebuilding the queue has led to another log than was inspected");
        }
    }
}
