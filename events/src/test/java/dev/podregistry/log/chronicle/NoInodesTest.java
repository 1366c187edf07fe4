package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.place.NoInodesException;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A file system with room for bytes and none for files; it was told as no room for 655 bytes. */
@Timeout(600)
final class NoInodesTest {

    @TempDir
    Path directory;

    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    private ChronicleLog open(Path registry) {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now);
        return ChronicleLog.open(registry, options, LogPosition.START);
    }

    private static int run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // No such program.
            return -1;
        }
    }

    private static Deque<Path> fill(Path disk) {
        Deque<Path> files = new ArrayDeque<>();
        try {
            while (true) {
                files.push(Files.createFile(disk.resolve("filler-" + files.size())));
            }
        } catch (IOException e) {
            return files;
        }
    }

    /** The disk needs the right to mount it; without, what is told is looked at by itself. */
    @Test
    void areNamed() throws Exception {
        Path disk = Files.createDirectory(directory.resolve("disk"));
        if (run("mount", "-t", "tmpfs", "-o", "size=96m,nr_inodes=40", "tmpfs", disk.toString()) != 0) {
            assertNamed(new NoInodesException(disk, 5).getMessage());
            return;
        }
        try {
            runOutOfThem(disk);
        } finally {
            assertEquals(0, run("umount", "-l", disk.toString()));
        }
    }

    private void runOutOfThem(Path disk) throws Exception {
        Path registry = disk.resolve("registry");
        try (ChronicleLog log = open(registry)) {
            Deque<Path> fillers = fill(disk);
            AppendFailedException refused = assertThrows(AppendFailedException.class, () -> Logs.append(log, "a"));
            assertEquals(Outcome.REFUSED, refused.outcome());
            assertNamed(refused.getMessage());
            assertNamed(assertThrows(LogUnavailableException.class, () -> open(disk.resolve("another")))
                    .getMessage());
            // The mark of a log that has begun, and the file of the day.
            Files.delete(fillers.pop());
            assertNamed(assertThrows(AppendFailedException.class, () -> Logs.append(log, "a"))
                    .getMessage());
            Files.delete(fillers.pop());
            Logs.append(log, "a");
            Files.delete(registry.resolve("lock"));
            fill(registry);
            assertNamed(assertThrows(LogUnavailableException.class, () -> Logs.append(log, "b"))
                    .getMessage());
            Files.delete(fillers.pop());
            now = now.plus(Duration.ofDays(1));
            Logs.append(log, "b");
        }
        assertEquals(List.of("a", "b"), Logs.read(registry).pods());
    }

    private static void assertNamed(String message) {
        assertTrue(message.contains("no inodes left"), message);
        assertFalse(message.contains("no room for"), message);
    }
}
