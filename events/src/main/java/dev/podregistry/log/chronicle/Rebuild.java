package dev.podregistry.log.chronicle;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import net.openhft.chronicle.bytes.Bytes;

/**
 * Puts a fresh queue with the proven transactions in the place of one that cannot be gone on with.
 *
 * <pre>
 * 1  rebuild/queue          is created
 *    rebuild/report.json    is written: what is about to be done, and which folder of the quarantine is for it
 *    rebuild/dropped.ndjson
 * 2  rebuild/queue          is filled, and read through
 * 3  quarantine/…/          is created, by a name that nothing else has there
 * 4  queue                  is moved to quarantine/…/queue
 * 5  rebuild/queue          is moved to queue
 * 6  the two reports        are moved to quarantine/…
 * </pre>
 *
 * <p>Each is on the disk before the next. Up to 4 a failure undoes what was done; after an interruption, {@link Leftover}
 * goes by what is where. To be called under the registry's lock only.
 */
final class Rebuild {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern(
                    "yyyyMMdd'T'HHmmss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final RegistryDirectory directory;
    private final RegistryDirectory fresh;
    private final Fsync fsync;

    private Rebuild(RegistryDirectory directory, Fsync fsync) {
        this.fsync = fsync;
        this.directory = directory;
        this.fresh = new RegistryDirectory(directory.rebuild());
    }

    /**
     * {@return the report of what was done, with its place}
     *
     * @throws IOException when it was not done; the queue is where and as it was
     */
    static RecoveryReport run(RegistryDirectory directory, RecoveryReport planned, Fsync fsync) throws IOException {
        return new Rebuild(directory, fsync).run(planned);
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
        Instant[] now = {Instant.now()};
        try (QueueWriter writer = new QueueWriter(fresh, () -> now[0], Fsync.LATER)) {
            open(writer);
            RawLog.Findings copied = RawLog.read(directory.queue(), (day, transaction) -> {
                now[0] = noon(day);
                append(writer, transaction);
            });
            require(copied.end().equals(planned.kept()), "another log than was inspected");
        }
        try (QueueDisk disk = new QueueDisk(fresh, fsync, () -> null)) {
            disk.sync();
        }
        try (ChronicleLogReader reader = ChronicleLogReader.open(fresh, Bookmark.of(LogPosition.START))) {
            require(reader.replay(1, event -> {}).equals(planned.kept()), "a queue that cannot be read");
        }
        require(Inspection.isSound(fresh.queue()), "a queue that cannot be gone on with");
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException("rebuilding the queue has led to " + otherwise);
        }
    }

    private static Instant noon(Path day) {
        return LocalDate.ofEpochDay(DayFiles.day(day.getFileName().toString()))
                .atTime(LocalTime.NOON)
                .toInstant(ZoneOffset.UTC);
    }

    private static void open(QueueWriter writer) throws IOException {
        try {
            writer.open();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void append(QueueWriter writer, List<RawRecord> transaction) throws IOException {
        Bytes<?> document =
                Document.write(transaction.stream().map(RawRecord::link).toList());
        try {
            writer.append(document);
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            document.releaseLast();
        }
    }
}
