package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.lock.Deadline;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process dies in the middle of an append: with both locks, and half a document written. */
@Tag("attack")
@Timeout(600)
final class DeadWriterTest {

    /** Chronicle by itself waits ten seconds for the dead. */
    private static final Duration AT_ONCE = Duration.ofSeconds(9);

    @TempDir
    Path directory;

    /** Dies in the middle of an append, some days ahead of us. */
    static final class Dying {

        private Dying() {}

        public static void main(String[] arguments) throws Exception {
            ChronicleRuntime.require();
            RegistryDirectory registry =
                    RegistryDirectory.create(Path.of(arguments[0]), Drive.SYSTEM, java.util.Set.of());
            RegistryLock.open(registry.lock()).acquire(Deadline.in(Duration.ofSeconds(5)));
            long ahead = Duration.ofDays(Long.parseLong(arguments[1])).toMillis();
            SingleChronicleQueue queue =
                    Queues.writing(registry.queue(), Queues.SMALL_BLOCK, () -> System.currentTimeMillis() + ahead);
            DocumentContext document = queue.createAppender().writingDocument();
            document.wire().write("record").text("half a");
            Runtime.getRuntime().halt(9);
        }
    }

    /** Begins a file with every other transaction, and says which pod it has appended. */
    static final class Rolling {

        private Rolling() {}

        public static void main(String[] arguments) {
            AtomicLong half = new AtomicLong(2 * Long.parseLong(arguments[1]));
            ChronicleLogOptions options = ChronicleLogOptions.DEFAULT
                    .with(Durability.PAGE_CACHE)
                    .withClock(() -> Instant.EPOCH.plus(Duration.ofHours(12 * half.getAndIncrement())));
            try (ChronicleLog log = ChronicleLog.open(Path.of(arguments[0]), options, LogPosition.START)) {
                while (true) {
                    String pod = "pod-" + half.get();
                    Logs.append(log, pod);
                    System.out.println(pod);
                }
            }
        }
    }

    /** One in some hundred appends begins a file; here every other one does, and the writer dies anywhere in it. */
    @Test
    void aWriterThatDiesBetweenTwoFilesLeavesASoundLog() throws Exception {
        Random random = new Random();
        List<String> said = new ArrayList<>();
        for (int day = 20_000, kill = 0; kill < 8; kill++, day += 500) {
            try (ChildJvm child = ChildJvm.start(Rolling.class, directory, day)) {
                said.add(child.line());
                LockSupport.parkNanos(random.nextInt(40_000_000));
                child.kill();
                said.addAll(child.rest());
            }
            try (ChronicleLog log = Logs.open(directory)) {
                assertTrue(log.recovery().isEmpty(), () -> log.recovery().toString());
                List<String> pods = Logs.read(directory).pods();
                said.addAll(pods.subList(said.size(), Math.min(said.size() + 1, pods.size())));
                assertEquals(said, pods);
            }
        }
    }

    /** The file of the next day was being created when its creator died, whoever had the log open. */
    @Test
    void anUnfinishedFileHoldsNothingUp() throws Exception {
        byte[] unfinished = new byte[70_000];
        unfinished[3] = (byte) 0x80;
        int ahead = 1;
        List<String> all = new ArrayList<>();
        for (byte[] content : new byte[][] {new byte[0], unfinished}) {
            try (ChronicleLog log = Logs.open(directory)) {
                append(log, all, "before");
                leave(ahead++, content);
                assertEquals(all, Logs.read(directory).pods());
                append(log, all, "held open");
            }
            leave(ahead++, content);
            try (ChronicleLog log = Logs.open(directory)) {
                append(log, all, "opened");
            }
            assertEquals(all, Logs.read(directory).pods());
        }
    }

    private void leave(int daysAhead, byte[] content) throws IOException {
        String day = LocalDate.now(ZoneOffset.UTC).plusDays(daysAhead).format(DateTimeFormatter.BASIC_ISO_DATE);
        Files.write(directory.resolve("queue").resolve(day + "F.cq4"), content);
    }

    private static void append(ChronicleLog log, List<String> all, String pod) {
        assertTimeout(AT_ONCE, () -> Logs.append(log, pod));
        all.add(pod);
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
            assertTimeout(AT_ONCE, () -> Logs.append(log, "after"));
            die(0);
            assertTimeout(AT_ONCE, () -> {
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
            assertTimeout(AT_ONCE, () -> Logs.append(log, "first"));
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
                assertTimeout(AT_ONCE, () -> Logs.append(log, "after"));
            }
        }
        assertEquals(List.of("before", "after", "after"), Logs.read(directory).pods());
    }
}
