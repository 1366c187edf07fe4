package dev.podregistry.log.chronicle.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.LogBackup;
import dev.podregistry.log.chronicle.LogRepair;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.log.chronicle.Moments;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.doctor.Diagnosis;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log.Condition;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log that others append to is read without Chronicle: what was not there a moment ago is no damage.
 *
 * <p>{@code -Dgrowing.reads=N} reads more often beside a process that appends.
 */
@Tag("slow")
@Timeout(600)
final class GrowingLogTest {

    private static final int READS = Integer.getInteger("growing.reads", 500);
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final int BLOCK = 256 << 10;

    @TempDir
    Path temporary;

    private Instant now = NOON;

    private Path directory() {
        return temporary.resolve("registry");
    }

    private Path day(int number) {
        return directory()
                .resolve("queue/" + List.of("20260131F.cq4", "20260201F.cq4").get(number));
    }

    private ChronicleLog open() {
        return ChronicleLog.open(
                directory(),
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now),
                LogPosition.START);
    }

    private static void append(ChronicleLog log, int transactions) {
        String[] pods = Collections.nCopies(20, "pod").toArray(String[]::new);
        for (int i = 0; i < transactions; i++) {
            Logs.append(log, pods);
        }
    }

    private void appendUpTo(ChronicleLog log, long offset) throws IOException {
        do {
            append(log, 1);
        } while (end() < offset);
    }

    /** {@return where the last document of the first day ends} */
    private long end() throws IOException {
        try (RawDay day = RawDay.open(day(0))) {
            List<RawDay.Doc> documents = day.documents();
            return documents.get(documents.size() - 1).next();
        }
    }

    private interface Growth {
        void grow() throws IOException;
    }

    /** {@return what a reading finds, in the middle of which the log grows: when it has come to that event} */
    private RawLog.Findings readWhile(long sequence, Growth growth) throws IOException {
        return RawLog.read(directory().resolve("queue"), (day, transaction) -> {
            if (transaction.get(transaction.size() - 1).sequence() == sequence) {
                growth.grow();
            }
        });
    }

    private long last() {
        return Logs.read(directory()).recorded().size();
    }

    private void assertAllIsThere(RawLog.Findings found) {
        assertTrue(found.isWhole(), found.toString());
        assertEquals(last(), found.end().sequence());
    }

    /** The place was free when it was read, and what is behind it was written later. */
    @Test
    void whatIsPublishedBehindAPlaceThatWasFreeIsRead() throws Exception {
        try (ChronicleLog log = open()) {
            appendUpTo(log, BLOCK - 20_000);
            assertAllIsThere(readWhile(last(), () -> appendUpTo(log, BLOCK + 40_000)));
        }
    }

    @Test
    void aFileThatGrowsIsNotCutOff() throws Exception {
        try (ChronicleLog log = open()) {
            appendUpTo(log, BLOCK + 10_000);
            assertAllIsThere(readWhile(20, () -> appendUpTo(log, 3 * BLOCK)));
        }
    }

    /** The day went on after it was read, and the next one, which goes on from there, began after that. */
    @Test
    void aDayThatWentOnBeforeTheNextBeganIsReadOn() throws Exception {
        try (ChronicleLog log = open()) {
            append(log, 3);
            Files.write(day(1), new byte[Queues.LEAST]);
            assertAllIsThere(readWhile(last(), () -> {
                append(log, 2);
                now = now.plus(Duration.ofDays(1));
                append(log, 2);
            }));
        }
    }

    @Test
    void aPointerThatMovesOnLeadsWhereItShould() throws Exception {
        try (ChronicleLog log = open()) {
            appendUpTo(log, BLOCK + 10_000);
            try (RawDay day = RawDay.open(day(0))) {
                List<RawDay.Doc> documents = day.documents();
                append(log, 5);
                assertTrue(Pointers.lead(day, documents));
            }
        }
    }

    /** A new file has its description first and its index then. */
    @Test
    void aFileThatIsBeingCreatedIsWaitedFor() throws Exception {
        try (ChronicleLog log = open()) {
            append(log, 1);
        }
        byte[] whole = Files.readAllBytes(day(0));
        int description;
        try (RawDay day = RawDay.open(day(0))) {
            description = (int) day.documents().get(0).next();
        }
        byte[] half = Arrays.copyOf(Arrays.copyOf(whole, description), whole.length);
        Files.write(day(0), half);
        RegistryDirectory directory = new RegistryDirectory(directory());
        assertEquals(day(0), HalfMade.in(directory));
        assertNull(HalfMade.in(directory, () -> write(day(0), whole)));
        assertEquals(20, last());
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a log after the other, each of some days, as fast as it can. */
    static final class Growing {

        static final int EVENTS = 400;

        private Growing() {}

        public static void main(String[] arguments) {
            Path folder = Path.of(arguments[0]);
            for (int round = 0; true; round++) {
                Instant[] now = {NOON};
                ChronicleLogOptions options =
                        ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now[0]);
                try (ChronicleLog log = Logs.open(
                        folder.resolve("registry-" + round), options, LogPosition.START, new Drive(Fsync.LATER, 0))) {
                    System.out.println("begun");
                    for (int i = 0; i < EVENTS; i++) {
                        Logs.append(log, "pod-" + i);
                        now[0] = i % 40 == 39 ? now[0].plus(Duration.ofDays(1)) : now[0];
                    }
                }
            }
        }
    }

    @Test
    void nothingIsWrongWithALogThatAnotherProcessWrites() throws Exception {
        try (ChildJvm child = ChildJvm.start(Growing.class, temporary)) {
            int reads = 0;
            int amid = 0;
            for (int round = 0; reads < READS; round++) {
                assertEquals("begun", child.line());
                Path root = temporary.resolve("registry-" + round);
                RegistryDirectory directory = new RegistryDirectory(root);
                LogPosition end = LogPosition.START;
                while (end.sequence() < Growing.EVENTS) {
                    RawLog.Findings found = look(directory, reads++);
                    assertTrue(found.end().sequence() >= end.sequence(), found.toString());
                    amid += found.end().sequence() < Growing.EVENTS ? 1 : 0;
                    end = found.end();
                }
                Moments.delete(root);
            }
            assertTrue(amid > READS / 4, amid + " of " + reads);
        }
    }

    private RawLog.Findings look(RegistryDirectory directory, int number) throws IOException {
        if (number % 8 == 0) {
            assertEquals(Optional.empty(), LogRepair.plan(directory.root()));
        }
        if (number % 8 == 4) {
            Diagnosis.Log log = LogDoctor.of(directory.root()).log();
            assertEquals(Condition.SOUND, log.condition(), log.toString());
        }
        if (number % 64 == 2) {
            Path copy = temporary.resolve("copy");
            LogPosition copied = LogBackup.run(directory.root(), copy);
            assertEquals(copied.sequence(), Logs.read(copy).recorded().size());
            Moments.delete(copy);
        }
        if (number % 2 == 1) {
            Verdict verdict = Verdict.of(directory);
            assertTrue(verdict.isSound(), verdict.toString());
            return verdict.findings();
        }
        assertNull(Inspection.fault(directory.queue(), Inspection.Extent.FILES));
        RawLog.Findings found = RawLog.read(directory.queue(), (day, transaction) -> {});
        assertTrue(found.isWhole(), found.toString());
        return found;
    }
}
