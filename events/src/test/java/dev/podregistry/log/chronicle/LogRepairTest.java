package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.lock.Deadline;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.log.chronicle.raw.MissingDays;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** A repair is ordered, keeps the longest proven history, and says what it gives up. */
@Timeout(600)
final class LogRepairTest {

    private static final Duration WAIT = Duration.ofSeconds(5);

    @TempDir
    Path directory;

    private List<Recorded> damageAtThree() throws IOException {
        try (ChronicleLog log = Logs.open(directory, Durability.SYNC)) {
            for (int i = 1; i <= 5; i++) {
                Logs.append(log, "pod-" + i);
            }
        }
        List<Recorded> all = Logs.read(directory).recorded();
        Path day = RegistryDirectory.existing(directory).days().get(0);
        int third = Files.readString(day, StandardCharsets.ISO_8859_1).indexOf("pod-3");
        try (RandomAccessFile raw = new RandomAccessFile(day.toFile(), "rw")) {
            raw.seek(third);
            raw.write('q');
        }
        assertThrows(DamagedLogException.class, () -> Logs.open(directory));
        return all;
    }

    @Test
    void aPlanNamesWhatARepairWouldDropAndChangesNothing() throws Exception {
        List<Recorded> all = damageAtThree();
        Path day = RegistryDirectory.existing(directory).days().get(0);
        byte[] before = Files.readAllBytes(day);
        RecoveryReport plan = LogRepair.plan(directory).orElseThrow();
        assertEquals(all.get(1).position(), plan.kept());
        assertEquals(List.of(4L, 5L), sequences(plan));
        assertEquals(day, plan.file());
        assertTrue(plan.summary().contains("after sequence 2"), plan.summary());
        assertTrue(plan.summary().contains("2 readable events from sequence 4 on were dropped"), plan.summary());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(day)));
        assertFalse(Files.exists(directory.resolve("quarantine")));
        Files.delete(directory.resolve("lock"));
        assertEquals(plan.kept(), LogRepair.plan(directory).orElseThrow().kept());
        assertFalse(Files.exists(directory.resolve("lock")));
    }

    @Test
    void aRepairKeepsTheProvenEventsAndTheOldBytes() throws Exception {
        List<Recorded> all = damageAtThree();
        Path day = RegistryDirectory.existing(directory).days().get(0);
        byte[] before = Files.readAllBytes(day);
        RecoveryReport report = LogRepair.run(directory, WAIT).orElseThrow();
        assertEquals(List.of(4L, 5L), sequences(report));
        Path kept = report.quarantine().resolve("queue").resolve(day.getFileName());
        assertEquals(-1, Arrays.mismatch(before, Files.readAllBytes(kept)));
        List<String> dropped = Files.readAllLines(report.quarantine().resolve("dropped.ndjson"));
        assertTrue(dropped.get(0).startsWith("{\"sequence\":4,\"stored\":\"{\\\"schema\\\":1,"), dropped.get(0));
        assertEquals(all.subList(0, 2), Logs.read(directory).recorded());
        assertTrue(LogRepair.run(directory, WAIT).isEmpty());
        try (ChronicleLog log = Logs.open(directory)) {
            assertTrue(log.recovery().isEmpty());
            Logs.append(log, "after");
        }
        assertEquals(List.of("pod-1", "pod-2", "after"), Logs.read(directory).pods());
    }

    @Test
    void whoHasSearchedBeforeFindsNothingThatWasDropped() throws Exception {
        List<Recorded> all = damageAtThree();
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            assertEquals(all.get(4), reader.find(5));
            LogRepair.run(directory, WAIT);
            assertNull(reader.find(5));
        }
    }

    @Test
    void aSoundLogIsLeftAlone() {
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "a");
            assertTrue(LogRepair.plan(directory).isEmpty());
            assertTrue(LogRepair.run(directory, WAIT).isEmpty());
            Logs.append(log, "b");
        }
        assertEquals(List.of("a", "b"), Logs.read(directory).pods());
        assertFalse(Files.exists(directory.resolve("quarantine")));
    }

    @Test
    void itNeedsALogAndTheLock() throws Exception {
        assertThrows(LogUnavailableException.class, () -> LogRepair.plan(directory.resolve("none")));
        damageAtThree();
        try (RegistryLock lock = RegistryLock.open(directory.resolve("lock"))) {
            CountDownLatch held = new CountDownLatch(1);
            CountDownLatch enough = new CountDownLatch(1);
            Thread holder = new Thread(() -> {
                try (RegistryLock.Held right = lock.acquire(Deadline.in(WAIT))) {
                    assertTrue(right.isValid());
                    held.countDown();
                    enough.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            holder.start();
            held.await();
            assertThrows(LogBusyException.class, () -> LogRepair.run(directory, Duration.ofMillis(50)));
            enough.countDown();
            holder.join();
        }
    }

    @Test
    void whyThereIsNoRepairIsSaidInWords() throws Exception {
        damageAtThree();
        Files.writeString(directory.resolve("quarantine"), "in the way");
        LogUnavailableException told =
                assertThrows(LogUnavailableException.class, () -> LogRepair.run(directory, WAIT));
        assertTrue(told.getMessage().endsWith("quarantine: it is there already; move it away"), told::getMessage);
        assertFalse(told.getMessage().contains("Exception"), told::getMessage);
    }

    private ChronicleLog open(Instant now, Bookmark after) {
        return ChronicleLog.open(directory, ChronicleLogOptions.DEFAULT.withClock(() -> now), () -> after);
    }

    /** {@return the place behind the last event of each of four days, the last after a gap} */
    private List<Bookmark> writeDays() {
        List<Bookmark> ends = new ArrayList<>();
        for (int day : new int[] {0, 1, 2, 5}) {
            LogPosition[] end = {LogPosition.START};
            try (ChronicleLog log = open(
                    Instant.parse("2026-01-31T12:00:00Z").plus(Duration.ofDays(day)), Bookmark.of(LogPosition.START))) {
                for (int i = 0; i < 3; i++) {
                    Logs.append(log, event -> end[0] = event.position(), "pod-" + i);
                }
                ends.add(new Bookmark(end[0], log.hint()));
            }
        }
        return ends;
    }

    /** Without its first files a log cannot be proven from its beginning, and a repair kept nothing of it. */
    @Test
    void firstDaysThatAreMissingAreNamed() throws Exception {
        List<Bookmark> ends = writeDays();
        Bookmark third = ends.get(2);
        SnapshotFiles.in(directory, warning -> {})
                .save(new Snapshot(third, new TableSnapshot(third.position().sequence(), false, List.of(), List.of())));
        Files.delete(directory.resolve("queue/20260131F.cq4"));
        Files.delete(directory.resolve("queue/20260201F.cq4"));
        String missing = "events #1 to #6 are missing, and so are the files of the days before 20260202F.cq4; ";
        RecoveryReport plan = LogRepair.plan(directory).orElseThrow();
        assertEquals(0, plan.kept().sequence());
        assertTrue(plan.defect().contains(missing), plan::defect);
        assertThrows(DamagedLogException.class, () -> Logs.read(directory));
        LogUnavailableException refused = assertThrows(
                LogUnavailableException.class,
                () -> LogRepair.run(directory, WAIT, Set.of(), SnapshotFiles.in(directory, warning -> {})));
        assertTrue(refused.getMessage().contains(missing), refused.getMessage());
        assertTrue(refused.getMessage().contains("the snapshot of #9 is whole"), refused.getMessage());
        try (ChronicleLog log = open(Instant.parse("2026-02-05T13:00:00Z"), third)) {
            Logs.append(log, "goes on");
        }
        Moments.delete(directory.resolve("snapshots"));
        assertEquals(0, LogRepair.run(directory, WAIT).orElseThrow().kept().sequence());
    }

    /** A repair kept nothing of a log whose first file was emptied or written over, although a snapshot told of its events. */
    @Test
    void eventsThatASnapshotProvesAreNotGivenUpUnasked() throws Exception {
        Bookmark third = writeDays().get(2);
        SnapshotFiles snapshots = SnapshotFiles.in(directory, warning -> {});
        snapshots.save(
                new Snapshot(third, new TableSnapshot(third.position().sequence(), false, List.of(), List.of())));
        Path last = directory.resolve("queue/20260205F.cq4");
        byte[] behind = Files.readAllBytes(last);
        Files.write(last, new byte[0]);
        assertEquals(
                9, LogRepair.plan(directory, snapshots).orElseThrow().kept().sequence());
        Files.write(last, behind);
        Path first = directory.resolve("queue/20260131F.cq4");
        Path second = directory.resolve("queue/20260201F.cq4");
        byte[] whole = Files.readAllBytes(first);
        Files.write(first, new byte[0]);
        assertRefused("A repair would keep no event, but the snapshot of #9 is whole", snapshots);
        byte[] random = new byte[whole.length];
        new Random(7).nextBytes(random);
        Files.write(first, random);
        assertRefused("A repair would keep no event, but the snapshot of #9 is whole", snapshots);
        Files.write(first, whole);
        Files.write(second, new byte[0]);
        assertRefused("A repair would keep events up to #3 only, but the snapshot of #9 is whole", snapshots);
        Moments.delete(directory.resolve("snapshots"));
        assertEquals(
                3, LogRepair.plan(directory, snapshots).orElseThrow().kept().sequence());
        assertEquals(
                3,
                LogRepair.run(directory, WAIT, Set.of(), snapshots)
                        .orElseThrow()
                        .kept()
                        .sequence());
    }

    /** A last file of zeros is like one unborn, but for a snapshot; that goes with the events when somebody gives them up. */
    @Test
    void snapshotsOfEventsThatAreGivenUpGoWithThem() throws Exception {
        List<Bookmark> ends = writeDays();
        SnapshotFiles snapshots = SnapshotFiles.in(directory, warning -> {});
        for (Bookmark end : ends) {
            long sequence = end.position().sequence();
            snapshots.save(new Snapshot(end, new TableSnapshot(sequence, false, List.of(), List.of())));
        }
        Path last = directory.resolve("queue/20260205F.cq4");
        Files.write(last, new byte[(int) Files.size(last)]);
        for (Executable use : List.<Executable>of(
                () -> open(Instant.parse("2026-02-05T13:00:00Z"), ends.get(2)), () -> Logs.read(directory))) {
            DamagedLogException damage = assertThrows(DamagedLogException.class, use);
            assertEquals(DamagedLogException.Kind.DAMAGE, damage.kind());
            assertEquals(last.toString(), damage.file());
            assertEquals(10, damage.sequence());
            assertTrue(damage.defect().contains("the snapshot of #12 "), damage::defect);
        }
        assertRefused("A repair would keep events up to #9 only, but the snapshot of #12 is whole", snapshots);
        RecoveryReport report = LogRepair.run(directory, WAIT).orElseThrow();
        assertEquals(9, report.kept().sequence());
        assertEquals(List.of(6L, 9L), snapshots.sequences());
        assertEquals(
                List.of(12L),
                SnapshotFiles.in(report.quarantine(), warning -> {}).sequences());
        try (ChronicleLog log = open(Instant.parse("2026-02-05T13:00:00Z"), Bookmark.of(LogPosition.START))) {
            assertTrue(log.recovery().isEmpty());
        }
    }

    private void assertRefused(String reason, SnapshotFiles snapshots) {
        for (Executable repair : List.<Executable>of(
                () -> LogRepair.plan(directory, snapshots),
                () -> LogRepair.run(directory, WAIT, Set.of(), snapshots))) {
            LogUnavailableException refused = assertThrows(LogUnavailableException.class, repair);
            assertTrue(refused.getMessage().contains(reason), refused.getMessage());
            assertTrue(refused.getMessage().contains("away first"), refused.getMessage());
        }
        assertFalse(Files.exists(directory.resolve("quarantine")));
    }

    @Test
    void daysThatAreMissingInBetweenAreNamedToo() throws Exception {
        writeDays();
        Files.delete(directory.resolve("queue/20260202F.cq4"));
        RecoveryReport plan = LogRepair.plan(directory).orElseThrow();
        assertEquals(6, plan.kept().sequence());
        assertTrue(
                plan.defect()
                        .contains("events #7 to #9 are missing, and so are files of the days from 20260202F.cq4 to"
                                + " 20260204F.cq4; "),
                plan::defect);
    }

    /** It was told as files of the days from that day to the same. */
    @Test
    void oneDayThatIsMissingIsNamedAlone() {
        List<Path> days = List.of(Path.of("20260201F.cq4"), Path.of("20260203F.cq4"));
        assertEquals(", and so is the file of the day 20260202F.cq4", MissingDays.before(days, 1));
    }

    /** One letter of a day's first event was changed, and the event was called missing, with the days before it. */
    @Test
    void whatIsDamagedIsNotCalledMissing() throws Exception {
        writeDays();
        Path last = directory.resolve("queue/20260205F.cq4");
        byte[] bytes = Files.readAllBytes(last);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("pod-0")] = 'q';
        Files.write(last, bytes);
        RecoveryReport plan = LogRepair.plan(directory).orElseThrow();
        assertEquals(9, plan.kept().sequence());
        assertEquals("event 10 is lost: its hash is not the hash of what is stored", plan.defect());
    }

    @Test
    void aSingleEventThatIsMissingIsToldAsOne() throws Exception {
        for (int day : new int[] {0, 1}) {
            try (ChronicleLog log = open(
                    Instant.parse("2026-01-31T12:00:00Z").plus(Duration.ofDays(day)), Bookmark.of(LogPosition.START))) {
                Logs.append(log, "pod");
            }
        }
        Files.delete(directory.resolve("queue/20260131F.cq4"));
        String defect = LogRepair.plan(directory).orElseThrow().defect();
        assertTrue(
                defect.contains(": event #1 is missing, and so are the files of the days before 20260201F.cq4; "),
                defect);
    }

    private static List<Long> sequences(RecoveryReport report) {
        return report.dropped().stream().map(RecoveryReport.Dropped::sequence).toList();
    }
}
