package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The clock is for people: whatever it says is stored as it is, and the order is that of appending.
 *
 * <p>Files are named after days of 1970 to 2199 only. A clock at the end of time once failed every append, as its
 * milliseconds are no 64-bit number; and after one that had been in the year 9999 every opening took seconds, as Chronicle
 * looks for a file of each of three million days.
 */
@Timeout(600)
final class ClockTest {

    private static final List<Instant> TIMES = List.of(
            Instant.parse("2026-01-31T12:00:00Z"),
            Instant.EPOCH.minusNanos(1),
            Instant.MIN,
            Instant.parse("0001-01-01T00:00:00.000000001Z"),
            Instant.parse("2026-01-31T12:00:00.999999999Z"),
            Instant.parse("9999-12-31T23:59:59.999999999Z"),
            Instant.parse("+10000-01-01T00:00:00Z"),
            Instant.parse("+999999999-12-31T23:59:59Z"),
            Instant.MAX,
            Instant.parse("2026-01-31T12:00:00Z"));

    @TempDir
    Path directory;

    private Instant now = Instant.EPOCH;

    private ChronicleLog open() {
        return ChronicleLog.open(
                directory,
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now),
                LogPosition.START);
    }

    @Test
    void anyTimeIsStoredAndOrdersNothing() throws Exception {
        try (ChronicleLog first = open();
                ChronicleLog second = open()) {
            for (Instant time : TIMES) {
                now = time;
                Logs.append(first, "first");
                Logs.append(second, "second");
            }
        }
        assertEquals(TIMES.stream().flatMap(time -> Stream.of(time, time)).toList(), times());
        try (Stream<Path> files = Files.list(directory.resolve("queue"))) {
            assertEquals(
                    List.of("20260131F.cq4", "21991231F.cq4", "metadata.cq4t"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void eachTimeCanBeginALog() throws Exception {
        for (Instant time : TIMES) {
            Path fresh = Files.createTempDirectory(directory, "log");
            ChronicleLogOptions options =
                    ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> time);
            try (ChronicleLog log = ChronicleLog.open(fresh, options, LogPosition.START)) {
                Logs.append(log, "a", "b");
            }
            assertEquals(List.of("a", "b"), Logs.read(fresh).pods(), time::toString);
        }
    }

    private List<Instant> times() {
        return Logs.read(directory).recorded().stream().map(Recorded::time).toList();
    }
}
