package dev.podregistry.log.chronicle.recovery;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.queue.QueueDisk;
import dev.podregistry.log.chronicle.queue.QueueWriter;
import dev.podregistry.log.chronicle.queue.Tail;
import dev.podregistry.log.chronicle.raw.Document;
import dev.podregistry.log.chronicle.raw.Inspection;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.RawRecord;
import dev.podregistry.log.file.FoundationFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;

/**
 * Writes the proven transactions of a queue into a new one: the same lines, hashes, transactions and days.
 *
 * <p>Of what others append meanwhile it takes whole transactions or nothing, so the new queue is always sound.
 */
public final class FreshQueue {

    private FreshQueue() {}

    /**
     * {@return where the new queue ends; it is on the disk, but its folder's name is not}
     *
     * @param queue the queue that is read; nothing in it is changed
     * @param target has no queue yet, or an empty one, or one with a foundation and nothing else: then the new queue goes on
     *     from that, and else from the foundation that the other has, if any
     */
    public static RawLog.Findings write(Path queue, RegistryDirectory target, Fsync fsync) throws IOException {
        target.createQueue();
        FoundationFiles foundation = FoundationFiles.in(target.queue());
        boolean same = foundation.files().isEmpty();
        if (same) {
            FoundationFiles.in(queue).copyTo(target.queue());
        }
        LogPosition first = foundation.first();
        for (Path file : foundation.files()) {
            fsync.file(file);
        }
        Instant[] now = {Instant.now()};
        RawLog.Findings copied;
        try (QueueWriter writer = new QueueWriter(target, () -> now[0], Fsync.LATER)) {
            open(writer);
            RawLog.Sink sink = (day, transaction) -> {
                now[0] = noon(day);
                append(writer, transaction);
            };
            copied = same ? RawLog.read(queue, sink) : readAfter(queue, first, sink);
        }
        try (QueueDisk disk = new QueueDisk(target, fsync, () -> null)) {
            disk.sync();
        }
        try (Tail tail = Tail.open(target)) {
            require(tail.readAll(event -> {}).equals(copied.end()), "a queue that cannot be read");
        }
        require(Inspection.isSound(target.queue()), "a queue that cannot be gone on with");
        return copied;
    }

    private static RawLog.Findings readAfter(Path queue, LogPosition first, RawLog.Sink sink) throws IOException {
        RawLog.Findings read = RawLog.readAfter(queue, first, sink);
        if (read == null) {
            throw new IOException("nothing in " + queue + " goes on from #" + first.sequence());
        }
        return read;
    }

    private static void require(boolean condition, String otherwise) throws IOException {
        if (!condition) {
            throw new IOException("copying the queue has led to " + otherwise);
        }
    }

    private static Instant noon(Path day) {
        return LocalDate.ofEpochDay(DayNames.day(day.getFileName().toString()))
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

    /** Removes a folder that this process has made, and all in it. */
    public static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
