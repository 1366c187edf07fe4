package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.log.chronicle.LogRestore.Done;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A restore is looked at as a kill would leave it after each of its system calls that change anything, and strace makes some of
 * them fail.
 *
 * <p>What stands in the place then is the old registry or the restored one, or nothing that anybody could open; and the same
 * restore again does the rest.
 */
@Timeout(600)
final class RestoreCallsSystem {

    private static final String CHANGES =
            "openat,write,pwrite64,ftruncate,fallocate,fsync,mkdir,rename,unlink,rmdir,chmod,chown,lchown";

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

    @Test
    void killedAfterEachCall() throws Exception {
        begin();
        List<Path> states = new ArrayList<>();
        List<String> calls = new ArrayList<>();
        String said = inChild(child -> Strace.stopped(child, CHANGES, changed(), call -> {
            if (!call.startsWith("openat") || call.contains("O_CREAT")) {
                calls.add(call.substring(0, call.indexOf('(')));
                keep(states);
            }
        }));
        assertEquals("DONE", said);
        for (String call : List.of("openat", "write", "ftruncate", "fsync", "mkdir", "rename", "unlink")) {
            assertTrue(calls.contains(call), () -> call + " in " + calls);
        }
        boolean emptied = false;
        for (Path state : states) {
            folder = state;
            registry = state.resolve("registry");
            emptied |= !Files.exists(registry);
            assertOldOrNew();
            assertGoesOn();
        }
        assertTrue(emptied, () -> "the place was never empty in " + states.size() + " states after " + calls);
    }

    private void keep(List<Path> states) throws IOException {
        Path state = temporary.resolve("state-" + states.size());
        Moments.copy(folder, state);
        if (states.isEmpty() || !Moments.content(state).equals(Moments.content(states.get(states.size() - 1)))) {
            states.add(state);
        } else {
            Moments.delete(state);
        }
    }

    /** Everything that a restore makes, moves or writes. */
    private List<Path> changed() throws IOException {
        Path fresh = registry.resolveSibling("registry.restoring");
        Path queue = fresh.resolve("queue");
        List<Path> all = new ArrayList<>(List.of(
                folder,
                registry,
                fresh,
                registry.resolveSibling("registry.restoring.lock"),
                fresh.resolve("lock"),
                fresh.resolve("manifest.json"),
                fresh.resolve("manifest.json.tmp"),
                queue,
                queue.resolve(RegistryDirectory.TABLE),
                queue.resolve("20260201F.cq4")));
        for (Path day : new RegistryDirectory(backup).days()) {
            all.add(queue.resolve(day.getFileName()));
        }
        return all;
    }

    /** Some may fail without harm, as the first try at the mark of a log that has begun. */
    @ParameterizedTest
    @CsvSource({"rename,5", "fsync,8", "mkdir,3"})
    void aCallThatFails(String call, int calls) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 1; i <= calls; i++) {
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
        return inChild(child -> Strace.said(child, injection));
    }

    @FunctionalInterface
    private interface Tampering {
        String with(ChildJvm child) throws Exception;
    }

    private String inChild(Tampering tampering) throws Exception {
        Path learning = temporary.resolve("learning");
        Files.createDirectory(learning);
        Moments.copy(old, learning.resolve("registry"));
        try (ChildJvm child = ChildJvm.start(RestoringProcess.class, backup, registry, learning.resolve("registry"))) {
            return tampering.with(child);
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
