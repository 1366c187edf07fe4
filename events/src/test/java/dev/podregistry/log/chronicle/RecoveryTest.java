package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.recovery.Rebuild;
import dev.podregistry.log.chronicle.recovery.Recovery;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a loss of power may leave is set aside and gone on after; what it cannot leave is refused. */
@Timeout(600)
final class RecoveryTest {

    private static final int HEADER = 14;

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    private ChronicleLog open(Durability durability) {
        return ChronicleLog.open(
                directory, ChronicleLogOptions.DEFAULT.with(durability).withClock(() -> now), LogPosition.START);
    }

    private Path day() {
        return directory.resolve("queue/20260131F.cq4");
    }

    private List<Recorded> write(Durability durability, int count) {
        try (ChronicleLog log = open(durability)) {
            for (int i = 1; i <= count; i++) {
                Logs.append(log, "pod-" + i);
            }
        }
        return Logs.read(directory).recorded();
    }

    /** {@return where the line of an event begins; its document begins {@link #HEADER} bytes earlier} */
    private static long line(Path file, int sequence) throws IOException {
        return Files.readString(file, StandardCharsets.ISO_8859_1)
                .indexOf("{\"schema\":1,\"sequence\":" + sequence + ",");
    }

    private static void zero(Path file, long from, long to) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(from);
            raw.write(new byte[(int) (to - from)]);
        }
    }

    private DamagedLogException readerReports(List<Recorded> before) {
        List<Recorded> read = new ArrayList<>();
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            DamagedLogException reported = assertThrows(DamagedLogException.class, () -> reader.replay(1, read::add));
            assertEquals(before, read);
            return reported;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWasNeverSyncedIsSetAside(boolean headerToo) throws Exception {
        List<Recorded> all = write(Durability.PAGE_CACHE, 6);
        long third = line(day(), 3);
        zero(day(), third - (headerToo ? HEADER : 0), third + 20);
        byte[] torn = Files.readAllBytes(day());
        DamagedLogException reported = readerReports(all.subList(0, 2));
        assertEquals(Kind.TORN_TAIL, reported.kind());
        assertEquals(3, reported.sequence());
        try (ChronicleLog log = open(Durability.SYNC)) {
            RecoveryReport report = log.recovery().orElseThrow();
            assertEquals(all.get(1).position(), report.kept());
            List<Long> readable = report.dropped().stream()
                    .map(RecoveryReport.Dropped::sequence)
                    .toList();
            assertEquals(List.of(4L, 5L, 6L), readable);
            Path quarantine = report.quarantine();
            assertEquals(-1, Arrays.mismatch(torn, Files.readAllBytes(quarantine.resolve("queue/20260131F.cq4"))));
            assertEquals(
                    3, Files.readAllLines(quarantine.resolve("dropped.ndjson")).size());
            assertTrue(Files.readString(quarantine.resolve("report.json")).contains("\"dropped\":[4,5,6]"));
            Logs.append(log, "new-3");
        }
        try (ChronicleLog log = open(Durability.SYNC)) {
            assertTrue(log.recovery().isEmpty());
        }
        List<Recorded> after = Logs.read(directory).recorded();
        assertEquals(all.subList(0, 2), after.subList(0, 2));
        assertEquals(List.of("pod-1", "pod-2", "new-3"), Logs.read(directory).pods());
        assertFalse(Files.exists(directory.resolve("rebuild")));
    }

    @Test
    void whatWasSyncedIsDamage() throws Exception {
        List<Recorded> all = write(Durability.SYNC, 6);
        long third = line(day(), 3);
        zero(day(), third - HEADER, third + 20);
        byte[] damaged = Files.readAllBytes(day());
        assertEquals(Kind.DAMAGE, readerReports(all.subList(0, 2)).kind());
        DamagedLogException refused = assertThrows(DamagedLogException.class, () -> open(Durability.SYNC));
        assertEquals(3, refused.sequence());
        assertEquals(day().toString(), refused.file());
        assertTrue(refused.getMessage().contains("run pod-registry repair"), refused.getMessage());
        assertEquals(-1, Arrays.mismatch(damaged, Files.readAllBytes(day())));
        assertFalse(Files.exists(directory.resolve("quarantine")));
    }

    /** A snapshot is written only when its events are on the disk: no loss of power has taken them. */
    @Test
    void whatASnapshotKnowsIsDamage() throws Exception {
        List<Recorded> all = write(Durability.PAGE_CACHE, 3);
        long second = line(day(), 2);
        zero(day(), second - HEADER, second + 20);
        TableSnapshot table = new TableSnapshot(3, false, List.of(), List.of());
        SnapshotFiles.in(directory, warning -> {})
                .save(new Snapshot(Bookmark.of(all.get(2).position()), table));
        DamagedLogException reported = readerReports(all.subList(0, 1));
        assertEquals(Kind.DAMAGE, reported.kind());
        assertTrue(reported.defect().contains(", though the snapshot of #3 in "), reported::defect);
        assertThrows(DamagedLogException.class, () -> open(Durability.SYNC));
        assertFalse(Files.exists(directory.resolve("quarantine")));
    }

    /** The last event of a careful writer: nothing behind it can speak for it, but a changed byte is no lost page. */
    @Test
    void aChangedByteAtTheEndIsDamage() throws Exception {
        write(Durability.SYNC, 3);
        long last = line(day(), 3);
        try (RandomAccessFile raw = new RandomAccessFile(day().toFile(), "rw")) {
            raw.seek(last + 70);
            raw.write('q');
        }
        assertEquals(
                Kind.DAMAGE,
                assertThrows(DamagedLogException.class, () -> open(Durability.SYNC))
                        .kind());
    }

    @Test
    void aTornDayBeforeAWholeOneIsATornTail() throws Exception {
        write(Durability.PAGE_CACHE, 3);
        now = now.plus(Duration.ofDays(1));
        List<Recorded> all = write(Durability.PAGE_CACHE, 3);
        long second = line(day(), 2);
        zero(day(), second - HEADER, second + 20);
        assertEquals(Kind.TORN_TAIL, readerReports(all.subList(0, 1)).kind());
        try (ChronicleLog log = open(Durability.SYNC)) {
            assertEquals(4, log.recovery().orElseThrow().dropped().size());
            Logs.append(log, "after");
        }
        assertEquals(List.of("pod-1", "after"), Logs.read(directory).pods());
    }

    @Test
    void chroniclesOwnFilesAreMadeAnew() throws Exception {
        List<Recorded> all = write(Durability.SYNC, 5);
        byte[] sound = Files.readAllBytes(day());
        byte[] table = Files.readAllBytes(directory.resolve("queue/metadata.cq4t"));
        Files.write(directory.resolve("queue/metadata.cq4t"), new byte[table.length]);
        goesOnWith(all);
        Files.write(day(), sound);
        Files.delete(directory.resolve("queue/metadata.cq4t"));
        goesOnWith(all);
        for (int page = 0; page < 17; page++) {
            Files.write(day(), sound);
            zero(day(), page * 4096L, page * 4096L + (page == 16 ? 272 : 4096));
            goesOnWith(all);
        }
    }

    private void goesOnWith(List<Recorded> all) {
        try (ChronicleLog log = open(Durability.SYNC)) {
            Logs.append(log, "after");
        }
        assertEquals(all, Logs.read(directory).recorded().subList(0, all.size()));
    }

    /**
     * A writer died, or the power failed, before Chronicle's pointer moved on from a great transaction to the small one
     * behind it. The next writer looked at the small one only, took a small block, and could not step over the great one.
     */
    @Test
    void thePointerMayLagBehindAGreatTransaction() throws Exception {
        String[] many = Collections.nCopies(1_000, "pod").toArray(String[]::new);
        byte[] lagging;
        try (ChronicleLog log = open(Durability.SYNC)) {
            Logs.append(log, many);
            lagging = Arrays.copyOf(Files.readAllBytes(day()), 0x50);
            Logs.append(log, "small");
        }
        List<Recorded> all = Logs.read(directory).recorded();
        try (RandomAccessFile raw = new RandomAccessFile(day().toFile(), "rw")) {
            raw.write(lagging);
        }
        goesOnWith(all);
        assertEquals(1_002, Logs.read(directory).recorded().size());
    }

    @Test
    void otherHandlesNoticeAndGoOn() throws Exception {
        write(Durability.PAGE_CACHE, 2);
        try (ChronicleLog other = open(Durability.SYNC);
                ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            Transcript seen = new Transcript(LogPosition.START);
            Transcript read = new Transcript(LogPosition.START);
            Logs.append(other, seen, "pod-3");
            reader.catchUp(read);
            RegistryDirectory registry = RegistryDirectory.existing(directory);
            Rebuild.run(
                    registry,
                    Recovery.report(RawLog.read(registry.queue(), (day, all) -> {}), registry.queue(), null),
                    Fsync.SYSTEM);
            assertTrue(Files.exists(directory.resolve("quarantine")));
            Logs.append(other, seen, "pod-4");
            reader.catchUp(read);
            assertEquals(List.of("pod-1", "pod-2", "pod-3", "pod-4"), read.pods());
            assertEquals(read.recorded(), Logs.read(directory).recorded());
            assertEquals(read.recorded(), seen.recorded());
        }
    }

    @Test
    void aHandleThatSawWhatWasDroppedRefusesToGoOn() throws Exception {
        write(Durability.PAGE_CACHE, 4);
        try (ChronicleLog other = open(Durability.PAGE_CACHE)) {
            other.catchUp(event -> {});
            long third = line(day(), 3);
            zero(day(), third - HEADER, third + 20);
            try (ChronicleLog log = open(Durability.SYNC)) {
                assertEquals(2, log.recovery().orElseThrow().kept().sequence());
            }
            assertThrows(LogException.class, () -> Logs.append(other, "never"));
        }
        assertEquals(List.of("pod-1", "pod-2"), Logs.read(directory).pods());
    }
}
