package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A log goes over midnights, and over clocks that jump. */
@Timeout(600)
final class RollOverTest {

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-31T23:59:59Z");

    private ChronicleLog open() {
        return ChronicleLog.open(
                directory, ChronicleLogOptions.DEFAULT.with(Durability.SYNC).withClock(() -> now), LogPosition.START);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("queue"))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void everyHandleFollowsOverMidnight() throws Exception {
        Transcript one = new Transcript(LogPosition.START);
        Transcript two = new Transcript(LogPosition.START);
        Transcript three = new Transcript(LogPosition.START);
        try (ChronicleLog first = open();
                ChronicleLog second = open();
                ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            for (int day = 0; day < 5; day++) {
                Logs.append(first, one, "a" + day);
                Logs.append(second, two, "b" + day);
                reader.catchUp(three);
                now = now.plus(Duration.ofDays(1 + day % 2));
            }
            first.catchUp(one);
        }
        assertEquals(List.of("a0", "b0", "a1", "b1", "a2", "b2", "a3", "b3", "a4", "b4"), two.pods());
        assertEquals(two.recorded(), one.recorded());
        assertEquals(two.recorded(), three.recorded());
        assertEquals(two.recorded(), Logs.read(directory).recorded());
        assertEquals(
                List.of(
                        "20260131F.cq4",
                        "20260201F.cq4",
                        "20260203F.cq4",
                        "20260204F.cq4",
                        "20260206F.cq4",
                        "metadata.cq4t"),
                files());
    }

    /** Whoever waits for an event must find its file, even in the moment in which the event is delivered. */
    @Test
    void theFileOfAnEventIsKnownBeforeTheEventIs() throws Exception {
        try (ChronicleLog log = open();
                ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            for (int day = 0; day < 3; day++) {
                Logs.append(log, "a" + day, "b" + day);
                String file =
                        DayNames.name(now.atZone(ZoneOffset.UTC).toLocalDate().toEpochDay());
                List<String> known = new ArrayList<>();
                reader.catchUp(event -> known.add(String.valueOf(reader.lastFile())));
                String path =
                        directory.toRealPath().resolve("queue").resolve(file).toString();
                assertEquals(List.of(path, path), known);
                now = now.plus(Duration.ofDays(1));
            }
        }
    }

    @Test
    void aClockThatJumpsKeepsTheOrder() throws Exception {
        List<String> appended = new ArrayList<>();
        try (ChronicleLog first = open();
                ChronicleLog second = open()) {
            int i = 0;
            for (int days : new int[] {0, 3, -400, 1, 10_000, -20_000, -40_000, 31_000, 60_000}) {
                now = now.plus(Duration.ofDays(days));
                Logs.append(first, "first-" + i);
                Logs.append(second, "second-" + i);
                appended.addAll(List.of("first-" + i, "second-" + i));
                i++;
            }
        }
        assertEquals(appended, Logs.read(directory).pods());
    }

    /** Whoever ended the day's file died before it began the next, and the clock was set back. */
    @Test
    void aFileThatWasEndedButNotFollowedIsFollowedNow() throws Exception {
        try (ChronicleLog log = open()) {
            Logs.append(log, "before");
            now = now.plus(Duration.ofDays(1));
            Logs.append(log, "lost");
        }
        Path next = directory.resolve("queue/20260201F.cq4");
        Files.write(next, new byte[(int) Files.size(next)]);
        now = now.minus(Duration.ofDays(1));
        assertEquals(List.of("before"), Logs.read(directory).pods());
        try (ChronicleLog log = open();
                ChronicleLog other = open()) {
            Logs.append(log, "after");
            Logs.append(other, "too");
        }
        assertEquals(List.of("before", "after", "too"), Logs.read(directory).pods());
    }

    @Test
    void everyFileIsItsOwnersOnly() throws Exception {
        try (ChronicleLog log = open()) {
            Logs.append(log, "a");
            now = now.plus(Duration.ofDays(1));
            Logs.append(log, "b");
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(path -> !path.equals(directory)).toList()) {
                assertEquals(
                        Files.isDirectory(file) ? "rwx------" : "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(file)),
                        file.toString());
            }
        }
    }
}
