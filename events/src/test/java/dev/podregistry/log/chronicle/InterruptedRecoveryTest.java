package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.recovery.ReportFiles;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recovery is killed at any of its steps; whoever comes next finishes it, whatever else is there by then, keeps the files
 * as they were found, and deletes nothing that the recovery has not made.
 */
@Tag("attack")
@Timeout(600)
final class InterruptedRecoveryTest {

    private static final String DAY = Moments.DAY;

    @TempDir
    static Path temporary;

    private static Moments moments;

    @BeforeAll
    static void recover() throws IOException {
        moments = Moments.of(temporary);
    }

    private static List<Path> quarantines(Path directory) throws IOException {
        try (Stream<Path> folders = Files.list(directory.resolve("quarantine"))) {
            return folders.toList();
        }
    }

    private static void assertRecovered(Path moment, RecoveryReport report) throws IOException {
        assertEquals(moments.kept().get(1).position(), report.kept(), moment::toString);
        assertTrue(report.summary().contains(" event 3 is lost: "), report::summary);
        assertEquals(
                List.of(4L),
                report.dropped().stream().map(RecoveryReport.Dropped::sequence).toList(),
                moment::toString);
        assertEquals(
                -1,
                Arrays.mismatch(
                        moments.torn(), Files.readAllBytes(report.quarantine().resolve("queue/" + DAY))));
        assertReported(moment, report.quarantine());
    }

    private static void assertReported(Path moment, Path quarantine) throws IOException {
        assertEquals(List.of(quarantine), quarantines(moment), moment::toString);
        assertEquals(
                List.of("dropped.ndjson", "queue", "report.json"),
                Moments.content(quarantine).keySet().stream()
                        .filter(name -> !name.isEmpty() && !name.contains("/"))
                        .toList(),
                moment::toString);
        assertFalse(Files.exists(moment.resolve("rebuild")), moment::toString);
    }

    private static void assertGoesOn(Path moment) {
        try (ChronicleLog log = Moments.open(moment)) {
            Logs.append(log, "after");
        } catch (RuntimeException e) {
            throw new AssertionError(moment + ": " + e, e);
        }
        assertEquals(List.of("a", "b", "after"), Logs.read(moment).pods(), moment::toString);
        assertEquals(moments.kept(), Logs.read(moment).recorded().subList(0, 2));
    }

    /** With the second move on the disk and the first one not, the files as they were found would be gone. */
    @Test
    void theFirstMoveIsOnTheDiskBeforeTheSecond() throws IOException {
        List<Path> copies = moments.copies();
        assertTrue(copies.stream().anyMatch(Moments::isBetweenTheMoves), copies::toString);
        assertTrue(copies.size() > 10, copies::toString);
    }

    @Test
    void openingFinishesIt() throws IOException {
        for (Path moment : moments.copies()) {
            boolean told = Files.exists(moment.resolve("queue"))
                    && Files.exists(moment.resolve("rebuild"))
                    && Moments.content(moment.resolve("rebuild")).size() == 1
                    && Files.exists(moment.resolve("quarantine"));
            try (ChronicleLog log = Moments.open(moment)) {
                Optional<RecoveryReport> report = log.recovery();
                if (report.isPresent()) {
                    assertRecovered(moment, report.get());
                } else {
                    assertTrue(told || !Files.exists(moment.resolve("rebuild")), moment::toString);
                    assertReported(moment, quarantines(moment).get(0));
                }
            }
            try (ChronicleLog log = Moments.open(moment)) {
                assertTrue(log.recovery().isEmpty(), moment::toString);
            }
            assertGoesOn(moment);
        }
    }

    @Test
    void aRepairFinishesItToo() throws IOException {
        for (Path moment : moments.copies()) {
            LogRepair.run(moment, Duration.ofSeconds(5));
            assertFalse(Files.exists(moment.resolve("rebuild")), moment::toString);
            assertEquals(1, quarantines(moment).size(), moment::toString);
            assertEquals(moments.kept(), Logs.read(moment).recorded(), moment::toString);
        }
    }

    /** The docs allow it; and the one event that was readable is told of nevertheless, as nobody has heard of it yet. */
    @Test
    void theQuarantineMayBeEmptied() throws IOException {
        for (Path moment : moments.copies()) {
            boolean original = true;
            if (Files.exists(moment.resolve("quarantine"))) {
                for (Path folder : quarantines(moment)) {
                    original &= !Files.exists(folder.resolve("queue"));
                    Moments.delete(folder);
                }
            }
            boolean between = Moments.isBetweenTheMoves(moment);
            try (ChronicleLog log = Moments.open(moment)) {
                assertTrue(!between || log.recovery().orElseThrow().dropped().size() == 1, moment::toString);
                if (log.recovery().isPresent()) {
                    String told = log.recovery().get().summary();
                    assertEquals(original, told.contains("as they were found are in "), told);
                }
            }
            assertGoesOn(moment);
        }
    }

    /** Names and times of what lies there say nothing: the clock may have gone back, and anybody may put anything there. */
    @Test
    void whatElseIsInTheQuarantineStays() throws IOException {
        Map<String, String> foreign = new TreeMap<>(Map.of(
                "quarantine/notes.txt",
                "notes",
                "quarantine/99991231T000000.000000Z-3/report.json",
                "{}",
                "quarantine/99991231T000000.000000Z-3/queue/" + DAY,
                "not a file of events",
                "quarantine/zzz/empty/file",
                "",
                "quarantine/00000000T000000.000000Z-1/notes.txt",
                "notes"));
        for (Path moment : moments.copies()) {
            for (Map.Entry<String, String> file : foreign.entrySet()) {
                Path path = moment.resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.writeString(path, file.getValue());
            }
            Files.createDirectory(moment.resolve("quarantine/zzzz"));
            assertGoesOn(moment);
            TreeMap<String, String> after = Moments.content(moment);
            foreign.forEach((name, content) -> assertEquals(content, after.get(name), moment + " " + name));
            assertTrue(after.containsKey("quarantine/zzzz"), moment::toString);
            assertTrue(after.containsValue(new String(moments.torn(), StandardCharsets.ISO_8859_1)), moment::toString);
        }
    }

    @Test
    void aQuarantineThatIsNoFolderKeepsNothingFromBeingMovedIn() throws IOException {
        for (Path moment : moments.copies()) {
            if (Files.exists(moment.resolve("quarantine"))) {
                Files.move(moment.resolve("quarantine"), moment.resolveSibling(moment.getFileName() + "-quarantine"));
            }
            Files.writeString(moment.resolve("quarantine"), "in the way");
            boolean torn = Files.exists(moment.resolve("queue"))
                    && Arrays.equals(moments.torn(), Files.readAllBytes(moment.resolve("queue/" + DAY)));
            if (torn) {
                assertThrows(LogUnavailableException.class, () -> Moments.open(moment), moment::toString);
                assertEquals(-1, Arrays.mismatch(moments.torn(), Files.readAllBytes(moment.resolve("queue/" + DAY))));
                assertFalse(Files.exists(moment.resolve("rebuild")), moment::toString);
                Files.delete(moment.resolve("quarantine"));
            }
            assertGoesOn(moment);
            assertTrue(torn || Files.readString(moment.resolve("quarantine")).equals("in the way"), moment::toString);
        }
    }

    /** It died while it wrote, or a loss of power took part of what it had written. */
    @Test
    void halfAQueueIsMadeAnew() throws IOException {
        for (Path moment : moments.copies()) {
            Path half = moment.resolve("rebuild/queue/" + DAY);
            if (Files.exists(moment.resolve("queue")) && Files.exists(half)) {
                Files.write(half, Arrays.copyOf(Files.readAllBytes(half), 5_000));
                assertGoesOn(moment);
                assertEquals(1, quarantines(moment).size(), moment::toString);
            }
        }
    }

    /** All that can be read of it is in the queue in place, too. */
    @Test
    void aRebuiltQueueThatWasDamagedIsMadeAnew() throws IOException {
        int damaged = 0;
        for (Path moment : moments.copies()) {
            Path day = moment.resolve("rebuild/queue/" + DAY);
            if (Files.exists(moment.resolve("queue"))
                    && Files.exists(day)
                    && Files.readString(day, StandardCharsets.ISO_8859_1).contains("\"b\"")) {
                spoil(day, "\"a\"");
                damaged++;
                assertGoesOn(moment);
                assertEquals(1, quarantines(moment).size(), moment::toString);
            }
        }
        assertTrue(damaged > 0);
    }

    @Test
    void anEmptyFolderIsNoQueue() throws IOException {
        Path moment = moments.betweenTheMoves();
        Files.createDirectory(moment.resolve("queue"));
        assertGoesOn(moment);
    }

    /** Whose queue is to count, nobody but their owner can say. */
    @Test
    void aQueueThatSomebodyPutInBetweenIsNotTaken() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        try (ChronicleLog log = Moments.open(other)) {
            Logs.append(log, "other");
        }
        Path moment = moments.betweenTheMoves();
        Moments.copy(other.resolve("queue"), moment.resolve("queue"));
        assertRefused(moment, "queue away to go on with that, or ");
        Files.move(moment.resolve("queue"), moment.resolve("elsewhere"));
        assertGoesOn(moment);
    }

    @Test
    void aQueueWithoutAnEventGivesWayToTheRebuiltOne() throws IOException {
        Path fresh = Files.createDirectory(temporary.resolve("fresh"));
        Moments.open(fresh).close();
        Path notes = Files.createDirectories(temporary.resolve("notes/queue"));
        Files.writeString(notes.resolve("notes.txt"), "notes");
        for (Path from : List.of(fresh, notes.getParent())) {
            Path moment = moments.betweenTheMoves();
            Moments.copy(from.resolve("queue"), moment.resolve("queue"));
            assertGoesOn(moment);
            assertTrue(Moments.content(quarantines(moment).get(0).resolve("queue-1"))
                    .equals(Moments.content(from.resolve("queue"))));
        }
    }

    /**
     * It was deleted when the last of its events was anywhere in the queue in place, though that began behind the first, or could
     * not be read up to there: all of the history was gone that nobody had a copy of.
     */
    @Test
    void aRebuiltQueueGoesOnlyWhenTheOneInPlaceCanBeReadFromItsBeginning() throws IOException {
        int replaced = 0;
        for (Path moment : moments.copies()) {
            Path day = moment.resolve("queue").resolve(DAY);
            if (!Files.exists(day)
                    || !Files.exists(moment.resolve("rebuild/queue").resolve(DAY))) {
                continue;
            }
            spoil(day, "\"a\"");
            String spoiled = Moments.content(moment).get("queue/" + DAY);
            TreeMap<String, String> rebuilt = Moments.content(moment.resolve("rebuild"));
            try (ChronicleLog log = Moments.open(moment)) {
                assertTrue(log.recovery().isPresent(), moment::toString);
                assertTrue(Moments.content(moment.resolve("quarantine")).containsValue(spoiled), moment::toString);
                replaced++;
            } catch (LogUnavailableException e) {
                assertTrue(e.getMessage().contains(" but had not written whole; move "), e.getMessage());
                assertEquals(rebuilt, Moments.content(moment.resolve("rebuild")));
                continue;
            } catch (DamagedLogException e) {
                assertFalse(rebuilt.toString().contains("\"schema\""), moment::toString);
                continue;
            }
            assertGoesOn(moment);
        }
        assertTrue(replaced > 0);
    }

    private static void spoil(Path day, String what) throws IOException {
        byte[] bytes = Files.readAllBytes(day);
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf(what) + 1] = 'q';
        Files.write(day, bytes);
    }

    /** Somebody puts part of the history back between the two moves of a recovery, and empties the quarantine. */
    @Test
    void aPartOfTheHistoryGivesWayToTheRebuiltOne() throws IOException {
        Path whole = twoDays("whole");
        List<Recorded> all = Logs.read(whole).recorded();
        String first = "queue/" + DAY;
        String second = "queue/20260201F.cq4";
        for (String gone : List.of(first, second, "queue/metadata.cq4t", first + " queue/metadata.cq4t", "")) {
            Path moment = betweenTheMoves(whole, all.get(2).position());
            Moments.copy(whole.resolve("queue"), moment.resolve("queue"));
            for (String file : gone.isEmpty() ? new String[0] : gone.split(" ")) {
                Files.delete(moment.resolve(file));
            }
            if (gone.isEmpty()) {
                spoil(moment.resolve(first), "\"a\"");
            }
            TreeMap<String, String> stood = Moments.content(moment.resolve("queue"));
            try (ChronicleLog log = open(moment, 1)) {
                assertEquals(!gone.equals("queue/metadata.cq4t"), log.recovery().isPresent(), gone);
                if (log.recovery().isPresent()) {
                    assertEquals(
                            stood,
                            Moments.content(log.recovery().get().quarantine().resolve("queue")));
                }
            }
            assertEquals(all, Logs.read(moment).recorded(), gone);
        }
    }

    @Test
    void aDamagedQueueThatHasLaterEventsIsForItsOwnerToDecideOn() throws IOException {
        Path whole = twoDays("later");
        List<Recorded> all = Logs.read(whole).recorded();
        Path moment = betweenTheMoves(whole, all.get(2).position());
        try (ChronicleLog log = open(whole, 1)) {
            Logs.append(log, "later");
        }
        Moments.copy(whole.resolve("queue"), moment.resolve("queue"));
        Files.delete(moment.resolve("queue").resolve(DAY));
        assertRefused(moment, ", but holds events that are not there; move ");
        Files.move(moment.resolve("queue"), moment.resolve("elsewhere"));
        try (ChronicleLog log = open(moment, 1)) {
            assertTrue(log.recovery().isPresent());
        }
        assertEquals(all, Logs.read(moment).recorded());
    }

    private static ChronicleLog open(Path directory, int day) {
        Instant now = Instant.parse("2026-01-31T12:00:00Z").plus(Duration.ofDays(day));
        return ChronicleLog.open(
                directory, ChronicleLogOptions.DEFAULT.withClock(() -> now), LogPosition.START, Drive.SYSTEM);
    }

    private static Path twoDays(String name) throws IOException {
        Path directory = Files.createDirectory(temporary.resolve(name));
        try (ChronicleLog log = open(directory, 0)) {
            Logs.append(log, "a");
            Logs.append(log, "b");
        }
        try (ChronicleLog log = open(directory, 1)) {
            Logs.append(log, "c");
        }
        return directory;
    }

    /** {@return a registry with a rebuilt queue and no other, the quarantine being emptied} */
    private static Path betweenTheMoves(Path whole, LogPosition end) throws IOException {
        Path moment = Files.createTempDirectory(temporary, "between");
        Files.copy(whole.resolve("manifest.json"), moment.resolve("manifest.json"));
        Files.createDirectory(moment.resolve("rebuild"));
        Moments.copy(whole.resolve("queue"), moment.resolve("rebuild/queue"));
        Path place = moment.resolve("quarantine/20260201T120000.000000Z-4");
        RecoveryReport report = new RecoveryReport(
                Instant.EPOCH,
                end,
                "event 4 is lost: it is no transaction",
                moment.resolve("queue"),
                0,
                List.of(),
                place);
        ReportFiles.write(report, moment.resolve("rebuild"), Fsync.SYSTEM);
        return moment;
    }

    @Test
    void aRebuiltQueueThatIsNotWholeIsNotMovedIn() throws IOException {
        Path moment = moments.betweenTheMoves();
        Path day = moment.resolve("rebuild/queue/" + DAY);
        spoil(day, "\"b\"");
        assertRefused(moment, " is not whole: it ends after sequence 1; move ");
        Files.move(moment.resolve("rebuild"), moment.resolve("elsewhere"));
        Files.move(quarantines(moment).get(0).resolve("queue"), moment.resolve("queue"));
        assertGoesOn(moment);
    }

    private static void assertRefused(Path moment, String message) throws IOException {
        TreeMap<String, String> before = Moments.content(moment);
        LogUnavailableException refused = assertThrows(LogUnavailableException.class, () -> Moments.open(moment));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
        assertEquals(before, Moments.content(moment));
    }

    /** It wrote no report before it began, and neither may its queue be lost. */
    @Test
    void whatAnOlderVersionHadBegunIsFinishedToo() throws IOException {
        for (Path moment : moments.copies()) {
            Files.deleteIfExists(moment.resolve("rebuild/report.json"));
            Files.deleteIfExists(moment.resolve("rebuild/dropped.ndjson"));
            assertGoesOn(moment);
            assertFalse(Files.exists(moment.resolve("rebuild")), moment::toString);
        }
    }

    /** It said that Chronicle's pointers had led astray, and named a place in the quarantine where nothing was. */
    @Test
    void whatNobodyKnowsIsNotTold() throws IOException {
        Path moment = moments.betweenTheMoves();
        Moments.delete(moment.resolve("quarantine"));
        Files.delete(moment.resolve("rebuild/report.json"));
        Files.delete(moment.resolve("rebuild/dropped.ndjson"));
        try (ChronicleLog log = Moments.open(moment)) {
            String told = log.recovery().orElseThrow().summary();
            assertTrue(told.contains("its report is lost, so that nobody can tell what was wrong"), told);
            assertTrue(told.endsWith("without the files as they were found"), told);
            assertFalse(told.contains("astray") || told.contains("no readable event"), told);
        }
        assertGoesOn(moment);
    }

    @Test
    void whatIsNoRecoverysIsKept() throws IOException {
        for (Path moment : moments.copies()) {
            if (Files.exists(moment.resolve("rebuild"))) {
                Files.writeString(moment.resolve("rebuild/notes.txt"), "foreign");
                Files.createDirectories(moment.resolve("rebuild/queue"));
                if (Files.exists(moment.resolve("queue"))) {
                    Files.writeString(moment.resolve("rebuild/queue/notes.txt"), "foreign too");
                }
                boolean queue = Files.exists(moment.resolve("queue"));
                assertGoesOn(moment);
                assertTrue(Moments.content(moment).containsValue("foreign"), moment::toString);
                assertTrue(!queue || Moments.content(moment).containsValue("foreign too"), moment::toString);
            }
        }
    }
}
