package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The lock file, or all of the directory, is removed, replaced, moved or copied while a log is open. */
@Timeout(600)
final class LockFileTest {

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("registry");
    }

    private Path lock() {
        return directory().resolve("lock");
    }

    private static ChronicleLog open(Path directory) {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withLockTimeout(Duration.ofMillis(300));
        return ChronicleLog.open(directory, options, LogPosition.START);
    }

    /** A step that does something else first. */
    private static void append(ChronicleLog log, String pod, Runnable first) {
        log.transact(Logs.origin(), event -> {}, () -> {
            first.run();
            return new Proposal<>(List.of(Logs.event(pod)), true);
        });
    }

    private static void refused(ChronicleLog log, Runnable first) {
        AppendFailedException lost = assertThrows(AppendFailedException.class, () -> append(log, "lost", first));
        assertEquals(Outcome.REFUSED, lost.outcome());
        assertTrue(lost.getMessage().contains("nothing was appended, try again"), lost.getMessage());
    }

    private void remove() {
        try {
            Files.delete(lock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replace() {
        try {
            Files.move(lock(), temporary.resolve("lock.old-" + System.nanoTime()));
            Files.createFile(lock());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoHeldTheFileThatWasRemovedOrReplacedAppendsNothing() {
        for (Runnable change : List.<Runnable>of(this::remove, this::replace)) {
            try (ChronicleLog log = open(directory())) {
                refused(log, change);
                Logs.append(log, "same handle");
                try (ChronicleLog again = open(directory())) {
                    Logs.append(again, "new handle");
                }
                Logs.append(log, "same handle again");
            }
        }
        List<String> expected = List.of("same handle", "new handle", "same handle again");
        assertEquals(
                List.of(expected, expected).stream().flatMap(List::stream).toList(),
                Logs.read(directory()).pods());
    }

    @Test
    void aClosedLogTakesNoLock() throws IOException {
        ChronicleLog log = open(directory());
        log.close();
        remove();
        IllegalStateException closed = assertThrows(IllegalStateException.class, () -> Logs.append(log, "a"));
        assertEquals("the log is closed", closed.getMessage());
        assertFalse(Files.exists(lock()), "it has not even looked for it");
    }

    @Test
    void whatWasRemovedBetweenCallsIsMadeAgain() {
        try (ChronicleLog log = open(directory())) {
            Logs.append(log, "a");
            remove();
            Logs.append(log, "b");
            assertTrue(Files.exists(lock()));
            replace();
            Logs.append(log, "c");
        }
        assertEquals(List.of("a", "b", "c"), Logs.read(directory()).pods());
    }

    @Test
    void anotherProcessThatLockedTheNewFileIsNotDisturbed() throws Exception {
        try (ChronicleLog log = open(directory())) {
            refused(log, () -> {
                replace();
                assertEquals("appended", tries());
            });
            Logs.append(log, "a");
        }
        assertEquals(List.of("child", "a"), Logs.read(directory()).pods());
    }

    /**
     * The handle whose file was replaced used to open the new one just to see that it was new, and closing it again gave
     * the lock away that another handle of this JVM had on it: a second process got in.
     */
    @Test
    void anOldHandleDoesNotGiveTheNewFilesLockAway() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (ChronicleLog old = open(directory())) {
            Logs.append(old, "a");
            replace();
            try (ChronicleLog fresh = open(directory())) {
                append(fresh, "b", () -> {
                    for (int i = 0; i < 3; i++) {
                        CompletableFuture<Void> late =
                                CompletableFuture.runAsync(() -> Logs.append(old, "late"), threads);
                        ExecutionException thrown =
                                assertThrows(ExecutionException.class, () -> late.get(30, TimeUnit.SECONDS));
                        assertEquals(LogBusyException.class, thrown.getCause().getClass());
                    }
                    assertEquals("busy " + ProcessHandle.current().pid(), tries());
                });
            }
            Logs.append(old, "c");
        } finally {
            threads.shutdownNow();
        }
        assertEquals(List.of("a", "b", "c"), Logs.read(directory()).pods());
    }

    private String tries() {
        try (ChildJvm child = ChildJvm.start(Holding.Trying.class, directory())) {
            return child.line();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A second class loader, say: closing our channel on the file would give its lock away. */
    @Test
    void whatOtherCodeOfThisProcessHasLockedStaysLocked() throws Exception {
        open(directory()).close();
        try (FileChannel other = FileChannel.open(lock(), StandardOpenOption.WRITE)) {
            assertNotNull(other.lock());
            LogUnavailableException refused = assertThrows(LogUnavailableException.class, () -> open(directory()));
            assertTrue(refused.getMessage().contains("locked by other code in this process"), refused.getMessage());
            assertEquals("busy " + ProcessHandle.current().pid(), tries());
        }
    }

    /** Its files are those of the directory that was moved, which others may have open by its new name. */
    @Test
    void aHandleWhoseDirectoryWasMovedAppendsNothingAnyMore() throws Exception {
        Path moved = temporary.resolve("moved");
        try (ChronicleLog log = open(directory())) {
            Logs.append(log, "a");
            Files.move(directory(), moved);
            assertMoved(log);
            for (int i = 0; i < 2; i++) {
                LogUnavailableException gone =
                        assertThrows(LogUnavailableException.class, () -> log.catchUp(event -> {}));
                assertEquals(LogUnavailableException.Reason.MISSING, gone.reason());
            }
            try (ChronicleLog other = open(directory())) {
                Logs.append(other, "b");
                assertMoved(log);
            }
        }
        assertEquals(List.of("b"), Logs.read(directory()).pods());
        try (ChronicleLog log = open(moved)) {
            Logs.append(log, "c");
        }
        assertEquals(List.of("a", "c"), Logs.read(moved).pods());
    }

    private static void assertMoved(ChronicleLog log) {
        LogUnavailableException moved = assertThrows(LogUnavailableException.class, () -> Logs.append(log, "lost"));
        assertTrue(moved.getMessage().contains("close the log and open it again"), moved.getMessage());
    }

    @Test
    void aCopyOfADirectoryIsALogOfItsOwn() throws Exception {
        Path copy = temporary.resolve("copy");
        try (ChronicleLog log = open(directory())) {
            Logs.append(log, "a");
        }
        // Another process copies the lock file too, as people do.
        assertEquals(
                0,
                new ProcessBuilder("cp", "-R", directory().toString(), copy.toString())
                        .start()
                        .waitFor());
        try (ChronicleLog log = open(directory());
                ChronicleLog other = open(copy)) {
            append(log, "b", () -> Logs.append(other, "c"));
            append(other, "d", () -> Logs.append(log, "e"));
        }
        assertEquals(List.of("a", "b", "e"), Logs.read(directory()).pods());
        assertEquals(List.of("a", "c", "d"), Logs.read(copy).pods());
    }
}
