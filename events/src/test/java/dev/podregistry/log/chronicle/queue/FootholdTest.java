package dev.podregistry.log.chronicle.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever appends finds the end of a file by what was read last, and not by reading the file from its beginning. */
@Timeout(600)
final class FootholdTest {

    private static final int DAYS = 2;
    private static final int TRANSACTIONS = 4;
    private static final int FAR = 1 << 20;

    @TempDir
    Path parent;

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    @Test
    void isTheLastTransactionButOneWhereverReadingBegan() throws IOException {
        Path root = parent.resolve("registry");
        Map<LogPosition, Long> hints = fill(root);
        RegistryDirectory directory = RegistryDirectory.existing(root);
        List<Recorded> events = Logs.read(root).recorded();
        for (int i = 0; i < DAYS * TRANSACTIONS; i++) {
            LogPosition position = events.get(i).position();
            Path day = directory.days().get(i / TRANSACTIONS);
            Foothold expected = i % TRANSACTIONS == 0
                    ? null
                    : new Foothold(day, transactions(day).get(i % TRANSACTIONS - 1));
            for (long hint : List.of(Objects.requireNonNull(hints.get(position)), Bookmark.NO_HINT)) {
                try (Tail tail = Tail.openAfter(directory, new Bookmark(position, hint), event -> {})) {
                    assertEquals(expected, tail.foothold(), () -> "at " + position + " by hint " + hint);
                }
            }
        }
    }

    private Map<LogPosition, Long> fill(Path root) {
        Map<LogPosition, Long> hints = new HashMap<>();
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now);
        try (ChronicleLog log = ChronicleLog.open(root, options, LogPosition.START)) {
            for (int i = 0; i < DAYS * TRANSACTIONS; i++) {
                Logs.append(log, "pod-" + "x".repeat(i));
                hints.put(log.catchUp(event -> {}), log.hint());
                now = i % TRANSACTIONS == TRANSACTIONS - 1 ? now.plus(Duration.ofDays(1)) : now;
            }
        }
        return hints;
    }

    private static List<Long> transactions(Path day) throws IOException {
        try (RawDay file = RawDay.open(day)) {
            return file.documents().stream()
                    .filter(RawDay.Doc::data)
                    .map(RawDay.Doc::offset)
                    .toList();
        }
    }

    @Test
    void isWhereTheWriterBegins() throws IOException {
        Path day = parent.resolve("20260131F.cq4");
        try (RandomAccessFile file = new RandomAccessFile(day.toFile(), "rw")) {
            document(file, FAR, 100);
            document(file, FAR + 104, 200);
        }
        try (Allocation allocation = new Allocation()) {
            allocation.secure(day, 1, Queues.SMALL_BLOCK);
            assertEquals(0, allocation.lastSize(), "from the beginning, there is nothing");
            allocation.lookFrom(new Foothold(parent.resolve("20260130F.cq4"), FAR));
            allocation.secure(day, 1, Queues.SMALL_BLOCK);
            assertEquals(0, allocation.lastSize(), "of another file");
            allocation.lookFrom(new Foothold(day, FAR));
            allocation.secure(day, 1, Queues.SMALL_BLOCK);
            assertEquals(204, allocation.lastSize());
            assertEquals(308, allocation.lag());
            allocation.lookFrom(null);
            allocation.secure(day, 1, Queues.SMALL_BLOCK);
            assertEquals(204, allocation.lastSize(), "it stays where it was");
        }
    }

    private static void document(RandomAccessFile file, long offset, int length) throws IOException {
        byte[] header = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array();
        file.seek(offset);
        file.write(header);
        file.write(new byte[length]);
    }

    @Test
    void isMissingBeforeAnythingWasRead() {
        Path root = parent.resolve("registry");
        fill(root);
        try (Tail tail = Tail.open(RegistryDirectory.existing(root))) {
            assertNull(tail.foothold());
        }
    }
}
