package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Forced;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogUnavailableException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is synced before an answer is given, and what becomes of an answer that cannot be synced. */
@Timeout(600)
final class DurabilityTest {

    @TempDir
    Path temporary;

    private final WatchedDisk disk = new WatchedDisk();
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    private Path directory() {
        return temporary.resolve("registry");
    }

    private ChronicleLog open(Durability durability) {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(durability).withClock(() -> now);
        return ChronicleLog.open(directory(), options, LogPosition.START, disk.drive());
    }

    private Path queue(String file) {
        return directory().resolve("queue").resolve(file);
    }

    private static void refuse(ChronicleLog log) {
        log.transact(Logs.origin(), event -> {}, () -> new Proposal<>(List.of(), false));
    }

    @Test
    void syncIsWhatOneGetsWithoutAsking() {
        assertEquals(Durability.SYNC, ChronicleLogOptions.DEFAULT.durability());
    }

    @Test
    void anAnswerWaitsForTheFileAndANewFileForItsName() {
        try (ChronicleLog log = open(Durability.SYNC)) {
            disk.take();
            Logs.append(log, "a");
            assertTrue(disk.take()
                    .containsAll(List.of(
                            queue("metadata.cq4t"),
                            directory().resolve("queue"),
                            directory(),
                            queue("20260131F.cq4"))));
            Logs.append(log, "b");
            assertEquals(List.of(queue("20260131F.cq4")), disk.take());
            now = now.plus(Duration.ofDays(1));
            Logs.append(log, "c");
            assertEquals(
                    Set.of(
                            queue("metadata.cq4t"),
                            directory().resolve("queue"),
                            directory(),
                            queue("20260131F.cq4"),
                            queue("20260201F.cq4")),
                    Set.copyOf(disk.take()));
            Logs.append(log, "d");
            assertEquals(List.of(queue("20260201F.cq4")), disk.take());
        }
    }

    @Test
    void aPageCacheAnswerWaitsForNothingButTheNameOfANewFile() {
        try (ChronicleLog log = open(Durability.PAGE_CACHE)) {
            Logs.append(log, "the first one marks the log");
            disk.take();
            Logs.append(log, "b");
            assertEquals(List.of(), disk.take());
            now = now.plus(Duration.ofDays(1));
            Logs.append(log, "c");
            assertEquals(List.of(queue("20260201F.cq4"), directory().resolve("queue")), disk.take());
        }
    }

    /** "No" rests on what it saw: were that lost with the power, the refused command could have been granted. */
    @Test
    void aRefusalWaitsForTheEventsItRestsOn() {
        try (ChronicleLog careless = open(Durability.PAGE_CACHE);
                ChronicleLog careful = open(Durability.SYNC)) {
            refuse(careful);
            Logs.append(careless, "a");
            disk.take();
            refuse(careful);
            assertTrue(disk.take().contains(queue("20260131F.cq4")));
            refuse(careful);
            assertEquals(List.of(), disk.take());
        }
    }

    @Test
    void foldersThatAreMadeForARegistryAreSyncedIntoTheirParents() {
        Path deep = temporary.resolve("one/two/registry");
        ChronicleLog.open(deep, ChronicleLogOptions.DEFAULT, LogPosition.START, disk.drive())
                .close();
        assertTrue(disk.take().containsAll(List.of(temporary, temporary.resolve("one"), temporary.resolve("one/two"))));
    }

    /** The pages may be gone though a second sync succeeds; only a handle that reads the file again may say anything. */
    @Test
    void afterAFailedSyncNoAnswerIsGivenThatRestsOnIt() {
        try (ChronicleLog log = open(Durability.SYNC)) {
            Logs.append(log, "a");
            disk.fail(new IOException("input/output error"));
            AppendFailedException failed = assertThrows(AppendFailedException.class, () -> Logs.append(log, "b"));
            assertEquals(Outcome.UNKNOWN, failed.outcome());
            assertTrue(failed.getMessage().contains("input/output error"), failed.getMessage());
            disk.fail(null);
            assertThrows(LogUnavailableException.class, () -> refuse(log));
            assertEquals(
                    Outcome.UNKNOWN,
                    assertThrows(AppendFailedException.class, () -> Logs.append(log, "c"))
                            .outcome());
            assertThrows(LogUnavailableException.class, () -> log.sync(3));
        }
        try (ChronicleLog log = open(Durability.SYNC)) {
            Logs.append(log, "d");
        }
        assertEquals(List.of("a", "b", "c", "d"), Logs.read(directory()).pods());
    }

    @Test
    void theSystemsSyncReachesTheDisk() throws IOException {
        Path folder = Files.createDirectory(temporary.resolve("folder"));
        assertEquals(List.of(folder), Forced.during(temporary, () -> Fsync.SYSTEM.names(folder)));
    }

    /** An interrupt closes the channel that a thread syncs a folder with, and a failed sync ends a handle for good. */
    @Test
    void anInterruptFailsNoSync() throws IOException {
        Thread.currentThread().interrupt();
        Fsync.SYSTEM.names(temporary);
        Fsync.SYSTEM.file(Files.createFile(temporary.resolve("file")));
        assertTrue(Thread.interrupted());
    }

    @Test
    void theSystemsSyncTellsOfItsFailure() throws IOException {
        Path path = Files.createFile(temporary.resolve("file"));
        FileDescriptor closed;
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            closed = file.getFD();
            Fsync.SYSTEM.file(path, closed);
        }
        assertFalse(closed.valid());
        assertThrows(IOException.class, () -> Fsync.SYSTEM.file(path, closed));
        assertThrows(IOException.class, () -> Fsync.SYSTEM.names(temporary.resolve("none")));
    }
}
