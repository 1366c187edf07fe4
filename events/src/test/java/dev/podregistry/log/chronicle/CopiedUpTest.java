package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Transcript;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An overlay, which containers have for a file system, copies a file up when somebody writes to it. A reader that had it
 * open kept the old one, which never grew again, while the new one had its path and its number.
 *
 * <p>Without the right to mount one, the queue is put in the place of another.
 */
@Timeout(600)
final class CopiedUpTest {

    @TempDir
    private Path work;

    private Path registry;
    private Path merged;

    private boolean mount() throws IOException, InterruptedException {
        Path lower = work.resolve("lower");
        merged = Files.createDirectory(work.resolve("merged"));
        for (String folder : List.of("upper", "scratch")) {
            Files.createDirectory(work.resolve(folder));
        }
        Process mount = new ProcessBuilder(
                        "mount",
                        "-t",
                        "overlay",
                        "-o",
                        "lowerdir=" + lower + ",upperdir=" + work.resolve("upper") + ",workdir="
                                + work.resolve("scratch"),
                        "overlay",
                        merged.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean mounted = mount.waitFor() == 0;
        merged = mounted ? merged : null;
        registry = (mounted ? work.resolve("merged") : lower).resolve("registry");
        return mounted;
    }

    @AfterEach
    void unmount() throws IOException, InterruptedException {
        if (merged != null) {
            assertEquals(
                    0,
                    new ProcessBuilder("umount", "-l", merged.toString())
                            .start()
                            .waitFor());
        }
    }

    @Test
    void aReaderFollowsTheFileThatStandsAtItsPath() throws Exception {
        Path source = work.resolve("lower/registry");
        Files.createDirectories(source);
        Path queue = source.resolve("queue");
        TreeMap<String, byte[]> before;
        TreeMap<String, byte[]> after;
        try (ChronicleLog log = Logs.open(source)) {
            Logs.append(log, "first", "second");
            before = contents(queue);
            Logs.append(log, "third");
            after = contents(queue);
        }
        write(queue, before);
        boolean mounted = mount();
        try (ChronicleLogReader reader = ChronicleLogReader.open(registry, LogPosition.START)) {
            Transcript seen = new Transcript(LogPosition.START);
            reader.catchUp(seen);
            assertEquals(List.of("first", "second"), seen.pods());
            if (!mounted) {
                Files.move(queue, source.resolve("old"));
                Files.createDirectory(queue);
            }
            write(registry.resolve("queue"), after);
            long start = System.nanoTime();
            while (seen.pods().size() < 3) {
                assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(30), "it stays as it was");
                if (reader.mayHaveGrown()) {
                    reader.catchUp(seen);
                }
                LockSupport.parkNanos(1_000_000);
            }
            assertEquals(List.of("first", "second", "third"), seen.pods());
        }
    }

    private static TreeMap<String, byte[]> contents(Path queue) throws IOException {
        TreeMap<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(queue)) {
            for (Path file : files.toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void write(Path queue, TreeMap<String, byte[]> contents) throws IOException {
        for (var entry : contents.entrySet()) {
            try (RandomAccessFile file =
                    new RandomAccessFile(queue.resolve(entry.getKey()).toFile(), "rw")) {
                file.write(entry.getValue());
            }
        }
    }
}
