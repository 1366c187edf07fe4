package dev.podregistry.log.chronicle;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.log.json.Manifest;
import dev.podregistry.model.Actor;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A log whose first events are lost goes on from a snapshot of them, when somebody says so. */
@Timeout(600)
final class LogFoundationTest {

    private static final Duration WAIT = Duration.ofSeconds(5);
    private static final Actor OPS = new Actor("ops");
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofDays(9));

    @TempDir
    Path temporary;

    private Path directory;
    private Path first;
    private List<Recorded> all;

    /** Three days of three events each; the snapshots are of the second day's middle and its end. */
    @BeforeEach
    void write() throws IOException {
        directory = temporary.resolve("registry");
        first = directory.resolve("queue/20260131F.cq4");
        for (int day = 0; day < 3; day++) {
            try (ChronicleLog log = open(NOON.plus(Duration.ofDays(day)))) {
                for (int i = 1; i <= 3; i++) {
                    LogPosition[] end = {LogPosition.START};
                    Logs.append(log, event -> end[0] = event.position(), "pod-" + (3 * day + i));
                    if (day == 1 && i > 1) {
                        save(new Bookmark(end[0], log.hint()));
                    }
                }
            }
        }
        all = read();
    }

    private ChronicleLog open(Instant now) {
        return ChronicleLog.open(
                directory, ChronicleLogOptions.DEFAULT.withClock(() -> now), () -> Bookmark.of(LogPosition.START));
    }

    private void openAndRead() {
        try (ChronicleLog log = open(LATER)) {
            log.catchUp(event -> {});
        }
    }

    private List<Recorded> read() {
        List<Recorded> read = new ArrayList<>();
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            reader.replay(1, read::add);
        }
        return read;
    }

    private List<String> pods() {
        return read().stream().map(event -> event.event().pod().value()).toList();
    }

    private void save(Bookmark at) throws IOException {
        long sequence = at.position().sequence();
        snapshots().save(new Snapshot(at, new TableSnapshot(sequence, false, List.of(), List.of())));
    }

    private SnapshotFiles snapshots() {
        return SnapshotFiles.in(directory, warning -> {});
    }

    private Optional<LogFoundation.Outcome> plan() {
        return LogFoundation.plan(directory, OPS, LATER);
    }

    private LogFoundation.Outcome apply() {
        return LogFoundation.run(directory, WAIT, Set.of(), OPS, LATER).orElseThrow();
    }

    private String damage() {
        return assertThrows(DamagedLogException.class, this::read).getMessage();
    }

    @Test
    void itIsOfferedOnlyWhereItIsPossible() throws IOException {
        String offer = "go on from the snapshot of #5, which is whole";
        byte[] bytes = Files.readAllBytes(first);
        Files.delete(first);
        assertTrue(damage().contains(offer), damage());
        String refused = assertThrows(LogUnavailableException.class, () -> LogRepair.plan(directory, snapshots()))
                .getMessage();
        assertTrue(refused.contains(offer), refused);
        DamagedLogException opening = assertThrows(DamagedLogException.class, this::openAndRead);
        assertTrue(opening.getMessage().contains(offer), opening::getMessage);

        Path last = directory.resolve("queue/20260202F.cq4");
        byte[] end = Files.readAllBytes(last);
        Files.write(last, flipped(end, "pod-8"));
        assertFalse(damage().contains("--from-snapshot"), damage());
        assertThrows(LogUnavailableException.class, this::plan);
        assertThrows(LogUnavailableException.class, this::apply);
        Files.write(last, end);

        Moments.delete(directory.resolve("snapshots"));
        assertFalse(damage().contains("--from-snapshot"), damage());
        assertThrows(LogUnavailableException.class, this::plan);

        Files.write(first, bytes);
        assertEquals(Optional.empty(), plan());
        assertEquals(Optional.empty(), LogFoundation.run(directory, WAIT, Set.of(), OPS, LATER));
    }

    private static byte[] flipped(byte[] bytes, String text) {
        byte[] flipped = bytes.clone();
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        flipped[at] ^= 1;
        return flipped;
    }

    @Test
    void aPlanSaysWhatIsLostAndChangesNothing() throws IOException {
        Files.delete(first);
        Map<String, String> before = Moments.content(directory);
        LogFoundation.Outcome plan = plan().orElseThrow();
        assertEquals(before, Moments.content(directory));
        assertEquals(all.get(4).position(), plan.foundation().position());
        assertEquals(all.get(4).time(), plan.foundation().time());
        assertEquals(all.get(8).position(), plan.end());
        assertEquals("#4 to #5", plan.apart());
        assertTrue(plan.foundation().lost().startsWith("#1 to #3 are lost, as in 20260201F.cq4: "), plan::toString);
        assertNull(plan.report().quarantine());
    }

    @Test
    void theLogGoesOnFromTheSnapshot() throws IOException {
        Files.delete(first);
        byte[] snapshot = Files.readAllBytes(snapshots().file(5));
        Map<String, String> found = Moments.content(directory.resolve("queue"));
        LogFoundation.Outcome done = apply();
        Path quarantine = done.report().quarantine();
        assertEquals(found, Moments.content(quarantine.resolve("queue")), "nothing is deleted");
        assertEquals(List.of(6L), snapshots().sequences());
        assertTrue(Files.exists(
                quarantine.resolve("snapshots").resolve(snapshots().file(5).getFileName())));
        assertEquals(
                new String(snapshot),
                Files.readString(
                        directory.resolve("queue").resolve(snapshots().file(5).getFileName())));
        assertReadsFromSix();
        assertEquals(Optional.empty(), plan());
        assertTrue(LogRepair.plan(directory, snapshots()).isEmpty());

        Moments.delete(directory.resolve("snapshots"));
        try (ChronicleLog log = open(LATER)) {
            assertTrue(log.recovery().isEmpty());
            assertEquals(5, log.first().sequence());
            Logs.append(log, "goes on");
            assertNull(log.find(3));
            assertEquals(all.get(6), log.find(7));
        }
        assertEquals(List.of("pod-6", "pod-7", "pod-8", "pod-9", "goes on"), pods());
    }

    private void assertReadsFromSix() {
        assertEquals(all.subList(5, 9), read());
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            assertEquals(all.get(4).position(), reader.first());
            Foundation foundation = requireNonNull(reader.foundation());
            assertEquals(OPS, foundation.by());
            assertEquals(LATER, foundation.accepted());
            assertEquals(5, foundation.snapshot().table().sequence());
            List<Recorded> delivered = new ArrayList<>();
            reader.replay(3, delivered::add);
            assertEquals(all.subList(5, 9), delivered);
            delivered.clear();
            reader.catchUp(delivered::add);
            assertEquals(all.subList(5, 9), delivered);
            assertNull(reader.find(5));
            assertEquals(all.get(5), reader.find(6));
        }
    }

    @Test
    void whoHasItOpenGoesOn() throws IOException {
        try (ChronicleLog log = open(LATER)) {
            List<Recorded> folded = new ArrayList<>();
            log.catchUp(folded::add);
            Files.delete(first);
            apply();
            Logs.append(log, folded::add, "goes on");
            assertEquals(10, folded.size());
        }
        assertEquals(List.of("pod-6", "pod-7", "pod-8", "pod-9", "goes on"), pods());
    }

    /**
     * What a loss of power leaves between any two syncs is the log as it was, or the one that goes on. Of an interruption just after
     * the foundation was written, neither could be told when the event before was lost, and nobody could open the log.
     */
    @ParameterizedTest
    @CsvSource({"3, false", "5, false", "5, true"})
    void interruptedItIsDoneOrNot(int last, boolean orderedAgain) throws IOException {
        Moments.delete(directory.resolve("snapshots"));
        save(Bookmark.of(all.get(last - 1).position()));
        Files.delete(first);
        List<Path> moments = new ArrayList<>();
        LogFoundation.apply(RegistryDirectory.existing(directory), OPS, LATER, new Fsync() {
            @Override
            public void file(Path path, FileDescriptor open) throws IOException {
                names(path);
            }

            @Override
            public void names(Path folder) throws IOException {
                Path moment = temporary.resolve("moment-" + moments.size());
                Moments.copy(directory, moment);
                moments.add(moment);
            }
        });
        int undone = 0;
        for (Path moment : moments) {
            directory = moment;
            tearFoundation();
            if (orderedAgain) {
                undone +=
                        LogFoundation.run(directory, WAIT, Set.of(), OPS, LATER).isPresent() ? 1 : 0;
            } else {
                try {
                    openAndRead();
                } catch (DamagedLogException e) {
                    undone++;
                    assertEquals(1, e.sequence());
                    apply();
                }
            }
            assertEquals(all.subList(last, 9), read());
            assertTrue(LogRepair.plan(directory, snapshots()).isEmpty());
        }
        assertTrue(undone > 3 && undone < moments.size() - 3, undone + " of " + moments.size());
    }

    /** A rebuild is interrupted that had come no further, and then the queue that it copied this from loses it. */
    @Test
    void aFoundationThatStandsInARebuildOnlyIsKept() throws IOException {
        Files.delete(first);
        Path report = apply().report().quarantine().resolve("report.json");
        Path queue = directory.resolve("queue");
        Path begun = Files.createDirectories(directory.resolve("rebuild/queue"));
        FoundationFiles.in(queue).copyTo(begun);
        Files.copy(report, directory.resolve("rebuild/report.json"));
        Map<String, String> kept = Moments.content(begun);
        for (Path file : FoundationFiles.in(queue).files()) {
            Files.delete(file);
        }
        assertThrows(DamagedLogException.class, this::openAndRead);
        assertEquals(kept, Moments.content(directory.resolve("quarantine/rebuild/queue")));
    }

    /** What was not synced yet may be lost in part. */
    private void tearFoundation() throws IOException {
        Path begun = directory.resolve("rebuild/queue");
        if (Files.isDirectory(begun) && RegistryDirectory.days(begun).isEmpty()) {
            for (Path file : FoundationFiles.in(begun).files()) {
                Files.write(file, new byte[0]);
            }
        }
    }

    @Test
    void aSnapshotThatIsNotWholeOrOfAnotherLogIsPassedOver() throws IOException {
        Files.delete(first);
        Path five = snapshots().file(5);
        byte[] whole = Files.readAllBytes(five);
        Files.write(five, flipped(whole, "importing"));
        assertEquals(6, plan().orElseThrow().foundation().sequence());
        Files.delete(five);
        Files.write(snapshots().file(4), whole);
        assertEquals(6, plan().orElseThrow().foundation().sequence());
        Moments.delete(directory.resolve("snapshots"));
        save(Bookmark.of(new LogPosition(5, all.get(5).hash())));
        assertThrows(LogUnavailableException.class, this::plan);
    }

    /** A torn end is left to the next opening, and told with the rest. */
    @Test
    void aTornEndIsNoDamage() throws IOException {
        Path last = directory.resolve("queue/20260202F.cq4");
        byte[] bytes = Files.readAllBytes(last);
        int line = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("{\"schema\":1,\"sequence\":9,");
        Arrays.fill(bytes, line, line + 20, (byte) 0);
        Files.write(last, bytes);
        assertEquals(Optional.empty(), plan());
        assertEquals(Optional.empty(), LogFoundation.run(directory, WAIT, Set.of(), OPS, LATER));

        Files.delete(first);
        LogFoundation.Outcome plan = plan().orElseThrow();
        assertEquals(all.get(7).position(), plan.end());
        assertTrue(plan.report().defect().contains("; event 9 is lost: it is no transaction"), plan.report()::defect);
        assertEquals(all.get(7).position(), apply().end());
        assertEquals(all.subList(5, 8), read());
    }

    @Test
    void whatIsLostIsSaidInWords() throws IOException {
        Files.delete(first);
        Files.write(snapshots().file(5), new byte[0]);
        Path second = directory.resolve("queue/20260201F.cq4");
        Files.write(second, flipped(Files.readAllBytes(second), "pod-5"));
        LogFoundation.Outcome plan = plan().orElseThrow();
        assertTrue(plan.foundation().lost().startsWith("#1 to #3, #5 are lost, as in "), plan.foundation()::lost);
        assertEquals("#4, #6", plan.apart());
        assertEquals(all.get(5).time(), plan.foundation().time());
    }

    /** The damaged foundation is given up as a damaged day is. */
    @Test
    void itCanGoOnFromALaterSnapshotOnceMore() throws IOException {
        Files.delete(first);
        apply();
        Files.write(directory.resolve("queue/foundation.json"), new byte[0]);
        assertEquals(6, apply().foundation().sequence());
        assertEquals(all.subList(6, 9), read());
    }

    /** No event may have come after the snapshot. */
    @Test
    void nothingNeedFollow() throws IOException {
        Moments.delete(directory.resolve("snapshots"));
        save(Bookmark.of(all.get(8).position()));
        Files.delete(first);
        assertEquals(all.get(8).position(), apply().end());
        assertEquals(List.of(), pods());
        try (ChronicleLog log = open(LATER)) {
            assertEquals(9, log.first().sequence());
            Logs.append(log, "goes on");
        }
        assertEquals(10, read().get(0).sequence());
    }

    /** The middle of a transaction may be where the snapshot was taken. */
    @Test
    void aTransactionMayBeCut() throws IOException {
        try (ChronicleLog log = open(NOON.plus(Duration.ofDays(2)))) {
            Logs.append(log, "x", "y", "z");
        }
        all = read();
        Moments.delete(directory.resolve("snapshots"));
        save(Bookmark.of(all.get(9).position()));
        Files.delete(first);
        assertEquals(all.get(11).position(), apply().end());
        assertEquals(List.of("y", "z"), pods());
    }

    @Test
    void aBackupAndARepairCarryIt() throws IOException {
        Files.delete(first);
        apply();
        Path copy = temporary.resolve("copy");
        LogBackup.run(directory, copy);
        Moments.delete(directory);
        Moments.copy(copy, directory);
        assertReadsFromSix();
        Path last = directory.resolve("queue/20260202F.cq4");
        Files.write(last, flipped(Files.readAllBytes(last), "pod-8"));
        assertEquals(7, LogRepair.run(directory, WAIT).orElseThrow().kept().sequence());
        assertEquals(all.subList(5, 7), read());
    }

    /** Nothing in the log itself tells of its first event any more. */
    @Test
    void itsMarkIsThatOfTheLogThatItGoesOnFrom() throws IOException {
        Mark mark = new Mark(directory);
        Manifest before = requireNonNull(mark.read()).manifest();
        Files.delete(first);
        apply();
        Path copy = temporary.resolve("copy");
        LogBackup.run(directory, copy);
        assertEquals(before, requireNonNull(new Mark(copy).read()).manifest());

        LogRestore.Done done = LogRestore.run(copy, directory, Logs.origin(), () -> LATER, WAIT);

        assertEquals(
                new Manifest(before.began(), before.first(), done.epoch()),
                requireNonNull(mark.read()).manifest());
    }

    @Test
    void aFoundationThatIsNotWhatWasWrittenIsToldByName() throws IOException {
        Files.delete(first);
        apply();
        Path queue = directory.resolve("queue");
        for (Path file :
                List.of(queue.resolve("foundation.json"), queue.resolve("snapshot-00000000000000000005.json"))) {
            byte[] bytes = Files.readAllBytes(file);
            byte[] bad = bytes.clone();
            bad[bytes.length - 10] ^= 1;
            for (byte[] content : List.of(bad, new byte[0])) {
                Files.write(file, content);
                DamagedLogException damage =
                        assertThrows(DamagedLogException.class, () -> ChronicleLogReader.foundation(directory));
                assertEquals(file.toString(), damage.file());
            }
            Files.write(file, bytes);
        }
        Files.write(queue.resolve("foundation.json"), new byte[0]);
        assertTrue(damage().contains("foundation.json"), damage());
        assertThrows(DamagedLogException.class, this::openAndRead);
        assertThrows(DamagedLogException.class, () -> LogRepair.run(directory, WAIT));
        assertThrows(DamagedLogException.class, () -> LogBackup.run(directory, temporary.resolve("copy")));
    }
}
