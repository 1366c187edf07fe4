package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.Transcript;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log can be read on from its middle; a hint that is wrong costs time and changes nothing. */
@Timeout(600)
final class BookmarkTest {

    private static final int DAYS = 3;
    private static final int TRANSACTIONS = 5;

    @TempDir
    Path parent;

    private Path directory;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private List<Recorded> history;

    /** The hint that the log gave once it had been read up to a sequence. */
    private final Map<Long, Long> hints = new HashMap<>();

    @BeforeEach
    void fill() {
        directory = parent.resolve("registry");
        try (ChronicleLog log = open(directory, Bookmark.of(LogPosition.START))) {
            assertEquals(Bookmark.NO_HINT, log.hint());
            for (int i = 0; i < DAYS * TRANSACTIONS; i++) {
                String[] pods = new String[1 + i % 3];
                for (int j = 0; j < pods.length; j++) {
                    pods[j] = "pod-" + i + "-" + j;
                }
                Transcript seen = new Transcript(end(log));
                Logs.append(log, seen, pods);
                seen.recorded().forEach(event -> hints.put(event.sequence(), log.hint()));
                now = i % TRANSACTIONS == TRANSACTIONS - 1 ? now.plus(Duration.ofDays(1)) : now;
            }
        }
        history = Logs.read(directory).recorded();
    }

    private static LogPosition end(ChronicleLog log) {
        return log.catchUp(event -> {});
    }

    private ChronicleLog open(Path where, Bookmark after) {
        return ChronicleLog.open(
                where, ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now), () -> after);
    }

    private Bookmark bookmark(Recorded event) {
        return new Bookmark(event.position(), hints.get(event.sequence()));
    }

    private void readsOn(Bookmark after) {
        Transcript rest = new Transcript(after.position());
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, after)) {
            reader.catchUp(rest);
            assertEquals(hints.get((long) history.size()), reader.hint());
        }
        int from = Math.toIntExact(after.position().sequence());
        assertEquals(history.subList(from, history.size()), rest.recorded());
    }

    @Test
    void everyEventIsFoundByItsHintAlsoInTheMiddleOfATransaction() {
        for (Recorded event : history) {
            assertTrue(ChronicleLogReader.leadsTo(directory, bookmark(event)), event::toString);
            readsOn(bookmark(event));
        }
    }

    @Test
    void aHintOfAnEarlierTransactionWillDo() {
        Recorded last = history.get(history.size() - 1);
        for (long hint : hints.values()) {
            Bookmark bookmark = new Bookmark(last.position(), hint);
            assertTrue(ChronicleLogReader.leadsTo(directory, bookmark));
            readsOn(bookmark);
        }
    }

    @Test
    void aWrongHintLeadsNowhereAndIsMadeUpFor() {
        Recorded event = history.get(12);
        long right = hints.get(event.sequence());
        List<Long> wrong = new ArrayList<>(
                List.of(0L, 1L, -2L, Long.MAX_VALUE, Long.MIN_VALUE, Bookmark.NO_HINT, right + 1, right + (1L << 32)));
        wrong.addAll(List.of(right + 1000, right + (1L << 31), right | 0xFFFF_FFFFL, right ^ 1L << 40));
        new Random(1).longs(30).forEach(wrong::add);
        for (long hint : wrong) {
            Bookmark bookmark = new Bookmark(event.position(), hint);
            assertFalse(ChronicleLogReader.leadsTo(directory, bookmark), () -> "hint " + hint);
            readsOn(bookmark);
        }
    }

    @Test
    void anotherPositionIsNeverTakenForTheRightOne() {
        Recorded event = history.get(12);
        LogPosition otherHash =
                new LogPosition(event.sequence(), history.get(11).hash());
        LogPosition otherSequence = new LogPosition(event.sequence() + 1, event.hash());
        LogPosition beyond = new LogPosition(
                history.size() + 1L, history.get(history.size() - 1).hash());
        for (LogPosition never : List.of(otherHash, otherSequence, beyond)) {
            for (long hint : hints.values()) {
                assertFalse(ChronicleLogReader.leadsTo(directory, new Bookmark(never, hint)));
            }
            Bookmark wrong = new Bookmark(never, hints.get(event.sequence()));
            assertThrows(DamagedLogException.class, () -> ChronicleLogReader.open(directory, wrong));
            assertThrows(DamagedLogException.class, () -> open(directory, wrong));
        }
    }

    @Test
    void aBookmarkOfAnotherLogLeadsNowhere() {
        Path other = parent.resolve("other");
        assertFalse(ChronicleLogReader.leadsTo(other, bookmark(history.get(0))));
        assertFalse(Files.exists(other));
        now = Instant.parse("2026-01-31T12:00:00Z");
        try (ChronicleLog log = open(other, Bookmark.of(LogPosition.START))) {
            for (int i = 0; i < 20; i++) {
                Logs.append(log, "pod-" + i);
            }
        }
        for (Recorded event : history) {
            assertFalse(ChronicleLogReader.leadsTo(other, bookmark(event)));
        }
    }

    @Test
    void singleEventsAreFoundOnEveryDay() {
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            history.forEach(event -> assertEquals(event, reader.find(event.sequence())));
            assertNull(reader.find(history.size() + 1L));
        }
    }

    /** An event that is asked for is never taken for another one, and damage to it is told. */
    @Test
    void anEventIsFoundBesideDamageAndNotInIt() throws Exception {
        spoil("20260201F.cq4", "pod-7-0");
        long spoilt = history.stream()
                .filter(event -> event.stored().contains("pod-7-0"))
                .findFirst()
                .orElseThrow()
                .sequence();
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            assertEquals(history.get(0), reader.find(1));
            assertEquals(history.get(history.size() - 1), reader.find(history.size()));
            DamagedLogException found = assertThrows(DamagedLogException.class, () -> reader.find(spoilt));
            assertEquals(spoilt, found.sequence());
        }
    }

    private void spoil(String day, String text) throws IOException {
        Path file = directory.resolve("queue").resolve(day);
        int at = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).indexOf(text);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(at);
            bytes.write('q');
        }
    }

    /** This is what a bookmark is for; it also shows that nothing before it is read. */
    @Test
    void whatComesBeforeTheBookmarkIsNotRead() throws Exception {
        Recorded event = history.get(history.size() - 1);
        spoil("20260131F.cq4", "pod-0-0");
        assertTrue(ChronicleLogReader.leadsTo(directory, bookmark(event)));
        readsOn(bookmark(event));
        readsOn(bookmark(history.get(9)));
        assertThrows(
                DamagedLogException.class, () -> ChronicleLogReader.open(directory, Bookmark.of(event.position())));
    }

    @Test
    void aHandleThatBeganInTheMiddleAppends() {
        Recorded event = history.get(12);
        try (ChronicleLog one = open(directory, bookmark(event));
                ChronicleLog two = open(directory, bookmark(event))) {
            Transcript first = new Transcript(event.position());
            Transcript second = new Transcript(event.position());
            Logs.append(one, first, "one");
            Logs.append(two, second, "two");
            one.catchUp(first);
            assertEquals(first.recorded(), second.recorded());
            one.sync(first.end().sequence());
        }
        Transcript all = Logs.read(directory);
        assertEquals(history, all.recorded().subList(0, history.size()));
        assertEquals(List.of("one", "two"), all.pods().subList(history.size(), history.size() + 2));
    }
}
