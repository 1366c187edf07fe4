package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process dies in the middle of an append: with both locks, and half a document written. */
@Timeout(60)
final class DeadWriterTest {

    @TempDir
    Path directory;

    /** Dies in the middle of an append, some days ahead of us. */
    static final class Dying {

        private Dying() {}

        public static void main(String[] arguments) throws Exception {
            RegistryDirectory registry = RegistryDirectory.create(Path.of(arguments[0]), Fsync.SYSTEM);
            RegistryLock.open(registry.lock()).acquire(Deadline.in(Duration.ofSeconds(5)));
            long ahead = Duration.ofDays(Long.parseLong(arguments[1])).toMillis();
            SingleChronicleQueue queue =
                    Queues.writing(registry.queue(), Queues.SMALL_BLOCK, () -> System.currentTimeMillis() + ahead);
            DocumentContext document = queue.createAppender().writingDocument();
            document.wire().write("record").text("half a");
            Runtime.getRuntime().halt(9);
        }
    }

    /** The file of the next day was being created when its creator died. */
    @Test
    void anUnfinishedFileHoldsNothingUp() throws Exception {
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "before");
        }
        Path tomorrow = directory
                .resolve("queue")
                .resolve(LocalDate.now(ZoneOffset.UTC).plusDays(1).format(DateTimeFormatter.BASIC_ISO_DATE) + "F.cq4");
        byte[] unfinished = new byte[70_000];
        unfinished[3] = (byte) 0x80;
        for (byte[] content : new byte[][] {new byte[0], unfinished}) {
            Files.write(tomorrow, content);
            int read = Logs.read(directory).pods().size();
            assertTimeout(Duration.ofSeconds(1), () -> {
                try (ChronicleLog log = Logs.open(directory)) {
                    Logs.append(log, "after");
                }
            });
            assertEquals(read + 1, Logs.read(directory).pods().size());
            Files.deleteIfExists(tomorrow);
            assertEquals(1, Logs.read(directory).pods().size());
        }
    }

    private void die(int daysAhead) throws Exception {
        try (ChildJvm child = ChildJvm.start(Dying.class, directory, daysAhead)) {
            assertEquals(9, child.exit());
        }
    }

    @Test
    void theNextWriterGoesOnAtOnce() throws Exception {
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "before");
            die(0);
            assertEquals(List.of("before"), Logs.read(directory).pods());
            assertTimeout(Duration.ofSeconds(1), () -> Logs.append(log, "after"));
            die(0);
            assertTimeout(Duration.ofSeconds(1), () -> {
                try (ChronicleLog second = Logs.open(directory)) {
                    Logs.append(second, "second", "third");
                }
            });
            Logs.append(log, "last");
        }
        assertEquals(
                List.of("before", "after", "second", "third", "last"),
                Logs.read(directory).pods());
    }

    @Test
    void theFirstDocumentMayBeTheHalfOne() throws Exception {
        die(0);
        assertEquals(List.of(), Logs.read(directory).pods());
        try (ChronicleLog log = Logs.open(directory)) {
            assertTimeout(Duration.ofSeconds(1), () -> Logs.append(log, "first"));
        }
        assertEquals(List.of("first"), Logs.read(directory).pods());
    }

    @Test
    void theFirstDocumentOfADayMayBeTheHalfOne() throws Exception {
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "before");
            for (int day = 1; day <= 2; day++) {
                die(day);
                assertEquals(day, Logs.read(directory).pods().size());
                assertTimeout(Duration.ofSeconds(1), () -> Logs.append(log, "after"));
            }
        }
        assertEquals(List.of("before", "after", "after"), Logs.read(directory).pods());
    }
}
