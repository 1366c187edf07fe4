package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import java.io.FileDescriptor;
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
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A recovery is killed at any of its steps; whoever comes next finishes it, and keeps the files as they were found. */
@Timeout(60)
final class InterruptedRecoveryTest {

    private static final String DAY = "20260131F.cq4";

    @TempDir
    Path temporary;

    private final List<Path> moments = new ArrayList<>();
    private byte[] torn = {};
    private List<Recorded> kept = List.of();

    /** Copies the registry as it is at each step, which a sync ends. */
    private final class Copying implements Fsync {

        private final Path directory;

        Copying(Path directory) {
            this.directory = directory;
        }

        @Override
        public void file(Path path, FileDescriptor open) throws IOException {
            copy();
        }

        @Override
        public void names(Path folder) throws IOException {
            copy();
        }

        private void copy() throws IOException {
            Path moment = temporary.resolve("moment-" + moments.size());
            moments.add(moment);
            try (Stream<Path> paths = Files.walk(directory)) {
                for (Path path : paths.filter(path -> !path.endsWith("lock")).toList()) {
                    Files.copy(path, moment.resolve(directory.relativize(path).toString()));
                }
            }
        }
    }

    private static ChronicleLog open(Path directory, Fsync fsync) {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT
                .with(Durability.PAGE_CACHE)
                .withClock(() -> Instant.parse("2026-01-31T12:00:00Z"));
        return ChronicleLog.open(directory, options, LogPosition.START, new Drive(fsync, 0));
    }

    @BeforeEach
    void recover() throws IOException {
        Path directory = Files.createDirectory(temporary.resolve("registry"));
        try (ChronicleLog log = open(directory, Fsync.SYSTEM)) {
            for (String pod : List.of("a", "b", "c", "d")) {
                Logs.append(log, pod);
            }
        }
        kept = Logs.read(directory).recorded().subList(0, 2);
        Path day = directory.resolve("queue").resolve(DAY);
        long third = Files.readString(day, StandardCharsets.ISO_8859_1).indexOf("{\"schema\":1,\"sequence\":3,");
        try (RandomAccessFile raw = new RandomAccessFile(day.toFile(), "rw")) {
            raw.seek(third);
            raw.write(new byte[20]);
        }
        torn = Files.readAllBytes(day);
        try (ChronicleLog log = open(directory, new Copying(directory))) {
            assertTrue(log.recovery().isPresent());
        }
    }

    private static boolean isBetweenTheMoves(Path moment) {
        return !Files.exists(moment.resolve("queue")) && Files.exists(moment.resolve("rebuild/queue"));
    }

    private static List<Path> quarantines(Path directory) throws IOException {
        try (Stream<Path> folders = Files.list(directory.resolve("quarantine"))) {
            return folders.toList();
        }
    }

    private void assertRecovered(Path moment, RecoveryReport report) throws IOException {
        assertEquals(kept.get(1).position(), report.kept(), moment::toString);
        assertTrue(report.summary().contains(" event 3 is lost: "), report::summary);
        assertEquals(
                List.of(4L),
                report.dropped().stream().map(RecoveryReport.Dropped::sequence).toList());
        assertEquals(List.of(report.quarantine()), quarantines(moment), moment::toString);
        assertEquals(
                -1, Arrays.mismatch(torn, Files.readAllBytes(report.quarantine().resolve("queue/" + DAY))));
        assertTrue(Files.exists(report.quarantine().resolve("report.json")), moment::toString);
        assertFalse(Files.exists(moment.resolve("rebuild")), moment::toString);
    }

    /** With the second move on the disk and the first one not, the files as they were found would be gone. */
    @Test
    void theFirstMoveIsOnTheDiskBeforeTheSecond() {
        assertTrue(moments.stream().anyMatch(InterruptedRecoveryTest::isBetweenTheMoves), moments::toString);
    }

    @Test
    void openingFinishesIt() throws IOException {
        for (Path moment : moments) {
            try (ChronicleLog log = open(moment, Fsync.SYSTEM)) {
                assertRecovered(moment, log.recovery().orElseThrow());
                Logs.append(log, "after");
            }
            try (ChronicleLog log = open(moment, Fsync.SYSTEM)) {
                assertTrue(log.recovery().isEmpty(), moment::toString);
            }
            assertEquals(List.of("a", "b", "after"), Logs.read(moment).pods(), moment::toString);
            assertEquals(kept, Logs.read(moment).recorded().subList(0, 2));
        }
    }

    @Test
    void aRepairFinishesItToo() throws IOException {
        for (Path moment : moments) {
            if (Files.exists(moment.resolve("queue"))) {
                LogRepair.run(moment, Duration.ofSeconds(5));
                assertFalse(Files.exists(moment.resolve("rebuild")), moment::toString);
                assertEquals(1, quarantines(moment).size(), moment::toString);
                assertEquals(kept, Logs.read(moment).recorded(), moment::toString);
            }
        }
    }
}
