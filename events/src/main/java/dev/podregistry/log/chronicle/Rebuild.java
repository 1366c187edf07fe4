package dev.podregistry.log.chronicle;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Puts a fresh queue with the proven transactions in the place of one that cannot be gone on with.
 *
 * <pre>
 * 1  rebuild/queue     is written and synced
 * 2  quarantine/…/     is created, with the report, and synced
 * 3  queue             is moved to quarantine/…/queue
 * 4  rebuild/queue     is moved to queue
 * </pre>
 *
 * <p>Each move is synced before the next. Whoever comes after an interruption undoes 1 and 2, for {@code queue} is as it
 * was, and finishes what has come to 3, for the fresh queue is complete. To be called under the registry's lock only.
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

    /** {@return the report of a rebuild that an earlier process had begun and this finished, or null} */
    static @Nullable RecoveryReport finish(RegistryDirectory directory, Fsync fsync) throws IOException {
        return new Rebuild(directory, fsync).finish();
    }

    /** {@return the report of what was done, with its place} */
    static RecoveryReport run(RegistryDirectory directory, RecoveryReport planned, Fsync fsync) throws IOException {
        return new Rebuild(directory, fsync).run(planned);
    }

    private @Nullable RecoveryReport finish() throws IOException {
        if (!Files.exists(directory.rebuild())) {
            return null;
        }
        Path newest = newestQuarantine();
        boolean begun = Files.exists(fresh.queue());
        if (newest != null && Files.exists(newest.resolve("queue"))) {
            if (begun && isMissing(directory.queue())) {
                fsync.names(newest, directory.root());
                moveIn();
                return report(newest);
            }
            if (!begun) {
                delete(directory.rebuild());
                return report(newest);
            }
        } else if (newest != null) {
            delete(newest);
        }
        delete(directory.rebuild());
        return null;
    }

    private static RecoveryReport report(Path quarantine) throws IOException {
        return Recovery.report(
                RawLog.read(quarantine.resolve("queue"), (day, transaction) -> {}), quarantine, quarantine);
    }

    private static boolean isMissing(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private @Nullable Path newestQuarantine() throws IOException {
        if (!Files.exists(directory.quarantine())) {
            return null;
        }
        try (Stream<Path> folders = Files.list(directory.quarantine())) {
            return folders.max(Comparator.naturalOrder()).orElse(null);
        }
    }

    private RecoveryReport run(RecoveryReport planned) throws IOException {
        try {
            write(planned);
        } catch (IOException | RuntimeException | Error e) {
            delete(directory.rebuild());
            throw e;
        }
        Path quarantine = directory
                .quarantine()
                .resolve(STAMP.format(planned.time()) + "-" + (planned.kept().sequence() + 1));
        RecoveryReport report = Recovery.placed(planned, quarantine);
        RegistryDirectory.privateDirectory(directory.quarantine());
        Files.createDirectory(quarantine, RegistryDirectory.onlyOwner(quarantine, "rwx------"));
        ReportFiles.write(report, quarantine, fsync);
        fsync.names(quarantine, directory.quarantine(), directory.root());
        move(directory.queue(), quarantine.resolve("queue"));
        fsync.names(quarantine, directory.root());
        moveIn();
        return report;
    }

    private void moveIn() throws IOException {
        move(fresh.queue(), directory.queue());
        fsync.names(directory.rebuild(), directory.root());
        delete(directory.rebuild());
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(RecoveryReport planned) throws IOException {
        delete(directory.rebuild());
        RegistryDirectory.privateDirectory(fresh.queue());
        Instant[] now = {Instant.now()};
        try (QueueWriter writer = new QueueWriter(fresh, () -> now[0])) {
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

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
