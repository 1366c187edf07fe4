package dev.podregistry.log.chronicle.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.LogRepair;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The transactions of a file stand in another order: each is there, and the chain tells which is the next.
 *
 * <p>Two that were swapped cost everything between them, as reading only ever went forward.
 */
final class ShuffledLogTest {

    private static final int TRANSACTIONS = 7;
    private static final String DAY = "20260131F.cq4";

    @TempDir
    Path directory;

    private List<Recorded> all;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    @BeforeEach
    void write() {
        try (ChronicleLog log = open()) {
            for (int i = 0; i < TRANSACTIONS; i++) {
                Logs.append(log, Collections.nCopies(1 + i % 3, "pod-" + i).toArray(String[]::new));
            }
            now = now.plus(Duration.ofDays(1));
            Logs.append(log, "later");
        }
        all = Logs.read(directory).recorded();
    }

    private ChronicleLog open() {
        return ChronicleLog.open(
                directory,
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now),
                LogPosition.START);
    }

    /** Puts them into an order, with what lies behind them where it was. */
    private void order(List<Integer> numbers) throws IOException {
        Path file = directory.resolve("queue").resolve(DAY);
        byte[] bytes = Files.readAllBytes(file);
        List<RawDay.Doc> documents;
        try (RawDay day = RawDay.open(file)) {
            documents = day.documents().stream().filter(RawDay.Doc::data).toList();
        }
        byte[] ordered = bytes.clone();
        int at = (int) documents.get(0).offset();
        for (int number : numbers) {
            RawDay.Doc document = documents.get(number);
            byte[] moved = Arrays.copyOfRange(bytes, (int) document.offset(), (int) document.next());
            System.arraycopy(moved, 0, ordered, at, moved.length);
            at += moved.length;
        }
        Files.write(file, ordered);
    }

    private void assertAllIsKept(List<Integer> numbers) throws IOException {
        order(numbers);
        assertEquals(all.size(), LogRepair.plan(directory).orElseThrow().kept().sequence(), numbers::toString);
        try (ChronicleLog log = open()) {
            assertTrue(log.recovery().orElseThrow().dropped().isEmpty(), numbers::toString);
        }
        assertEquals(all, Logs.read(directory).recorded(), numbers::toString);
    }

    @Test
    void twoThatWereSwappedCostNothingBetweenThem() throws IOException {
        assertAllIsKept(List.of(0, 5, 2, 3, 4, 1, 6));
    }

    @Test
    void theLastMayStandAnywhere() throws IOException {
        assertAllIsKept(List.of(6, 0, 1, 2, 3, 4, 5));
        assertAllIsKept(List.of(0, 6, 5, 4, 3, 2, 1));
    }

    @Test
    void noOrderCostsAnything() throws IOException {
        Random random = new Random(5);
        for (int i = 0; i < 20; i++) {
            List<Integer> numbers =
                    new ArrayList<>(IntStream.range(0, TRANSACTIONS).boxed().toList());
            Collections.shuffle(numbers, random);
            assertAllIsKept(numbers);
        }
    }
}
