package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.chronicle.LogRestore.Done;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * strace kills a restore before each of its system calls that change anything, and makes each of them fail.
 *
 * <p>What stands in the place then is the old registry or the restored one, or nothing that anybody could open; and the same
 * restore again does the rest. {@code -Drestore.calls=N} stops after N calls of a kind.
 */
@Timeout(600)
final class RestoreCallsSystem {

    private static final int CALLS = Integer.getInteger("restore.calls", 30);

    @TempDir
    Path temporary;

    private Path folder;
    private Path registry;
    private Path backup;
    private Path old;

    @BeforeEach
    void backUp() throws IOException {
        folder = temporary.toRealPath().resolve("folder");
        registry = folder.resolve("registry");
        old = temporary.toRealPath().resolve("old");
        backup = old.resolveSibling("backup");
        append(old, "kept");
        LogBackup.run(old, backup);
        append(old, "lost");
    }

    private static void append(Path directory, String pod) {
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, pod);
        }
    }

    @ParameterizedTest
    @CsvSource({"rename,2", "mkdir,2", "fsync,8", "openat,30", "ftruncate,2", "unlink,1"})
    void killedBeforeACall(String call, int least) throws Exception {
        int calls = 0;
        for (String said = Strace.KILLED; said.equals(Strace.KILLED) && calls < CALLS; calls++) {
            begin();
            said = restore(call + ":signal=KILL:when=" + (calls + 1));
            assertTrue(said.equals(Strace.KILLED) || said.equals("DONE"), said);
            assertOldOrNew();
            assertGoesOn();
        }
        assertTrue(calls >= Math.min(least, CALLS), calls + " calls of " + call);
    }

    /** Some may fail without harm, as the first try at the mark of a log that has begun. */
    @ParameterizedTest
    @CsvSource({"rename,5", "fsync,8", "mkdir,3"})
    void aCallThatFails(String call, int calls) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= Math.min(calls, CALLS); i++) {
            begin();
            String said = restore(call + ":error=EIO:when=" + i);
            assertTrue(said.equals("DONE") || said.startsWith("refused "), said);
            all.add(said);
            assertOldOrNew();
            assertGoesOn();
        }
        assertTrue(all.stream().anyMatch(said -> said.startsWith("refused ")), all::toString);
    }

    private void begin() throws IOException {
        if (Files.exists(folder)) {
            Moments.delete(folder);
        }
        Files.createDirectory(folder);
        Moments.copy(old, registry);
    }

    private String restore(String injection) throws Exception {
        Path learning = temporary.resolve("learning");
        Files.createDirectory(learning);
        Moments.copy(old, learning.resolve("registry"));
        try (ChildJvm child = ChildJvm.start(RestoringProcess.class, backup, registry, learning.resolve("registry"))) {
            return Strace.said(child, injection);
        } finally {
            Moments.delete(learning);
        }
    }

    private void assertOldOrNew() {
        try {
            int events = Logs.read(registry).events().size();
            append(registry, "stranger");
            assertEquals(events + 1, Logs.read(registry).events().size());
        } catch (LogUnavailableException e) {
            assertTrue(e.getMessage().contains("a restore of the registry"), e.getMessage());
            assertTrue(!Files.exists(registry));
        }
    }

    private void assertGoesOn() throws IOException {
        Done done = RestoringProcess.restore(backup, registry);
        assertEquals(2, Logs.read(registry).events().size());
        assertEquals(done, again(done));
        append(registry, "later");
        assertEquals(
                List.of(),
                Moments.content(folder).keySet().stream()
                        .filter(name -> name.endsWith(".restoring") || name.endsWith(".lock"))
                        .toList());
        assertTrue(Files.list(folder)
                .filter(file -> file.getFileName().toString().startsWith("registry.replaced-"))
                .anyMatch(file -> Logs.read(file).events().contains(Logs.event("lost"))));
    }

    private Done again(Done done) {
        Done again = RestoringProcess.restore(backup, registry);
        return new Done(done.course(), again.position(), again.epoch(), done.setAside());
    }
}
