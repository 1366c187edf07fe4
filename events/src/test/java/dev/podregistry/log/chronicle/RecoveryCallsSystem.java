package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * strace kills a recovery before each of its system calls that change anything, and makes each of them fail.
 *
 * <p>Nothing is lost, whoever comes next goes on, and a recovery that failed has changed nothing. {@code
 * -Drecovery.calls=N} stops after N calls of a kind.
 */
@Timeout(600)
final class RecoveryCallsSystem {

    private static final int CALLS = Integer.getInteger("recovery.calls", 40);

    @TempDir
    Path temporary;

    private Path torn;

    @BeforeEach
    void tear() throws IOException {
        torn = temporary.resolve("torn");
        Moments.tear(torn);
    }

    @ParameterizedTest
    @CsvSource({"rename,3", "mkdir,4", "fsync,3"})
    void killedBeforeACall(String call, int least) throws Exception {
        int calls = 0;
        for (String said = Strace.KILLED; said.equals(Strace.KILLED) && calls < CALLS; calls++) {
            Path registry = copy();
            said = recover(registry, call + ":signal=KILL:when=" + (calls + 1));
            assertTrue(said.equals(Strace.KILLED) || said.startsWith("opened "), said);
            assertWhole(registry);
            Moments.delete(registry);
        }
        assertTrue(calls > least, calls + " calls of " + call);
    }

    @ParameterizedTest
    @CsvSource({"rename,3", "fsync,3"})
    void aCallThatFails(String call, int least) throws Exception {
        int failed = 0;
        boolean fails = true;
        for (int calls = 0; fails && calls < CALLS; calls++) {
            Path registry = copy();
            String said = recover(registry, call + ":error=EIO:when=" + (calls + 1));
            fails = said.startsWith("refused ");
            failed += fails ? 1 : 0;
            assertTrue(!fails || said.matches(".*(error|failed).*"), said);
            assertWhole(registry);
            Moments.delete(registry);
        }
        assertTrue(failed >= least, failed + " failures of " + call);
    }

    private Path copy() throws IOException {
        Path registry = temporary.resolve("registry");
        Moments.copy(torn, registry);
        return registry;
    }

    /** {@return what it said, which is nothing when it was killed} */
    private String recover(Path registry, String injection) throws Exception {
        Path learning = temporary.resolve("learning");
        Moments.copy(torn, learning);
        try (ChildJvm child = ChildJvm.start(RecoveringProcess.class, learning, registry)) {
            return Strace.said(child, injection);
        } finally {
            Moments.delete(learning);
        }
    }

    private void assertWhole(Path registry) throws IOException {
        byte[] before = Files.readAllBytes(torn.resolve("queue").resolve(Moments.DAY));
        Moments.open(registry).close();
        assertEquals(List.of("a", "b"), Logs.read(registry).pods());
        assertTrue(Moments.content(registry.resolve("quarantine")).containsValue(text(before)), "the bytes as found");
        try (ChronicleLog log = Moments.open(registry)) {
            assertTrue(log.recovery().isEmpty());
            Logs.append(log, "c");
        }
        assertEquals(List.of("a", "b", "c"), Logs.read(registry).pods());
    }

    private static String text(byte[] bytes) {
        return new String(Arrays.copyOf(bytes, bytes.length), StandardCharsets.ISO_8859_1);
    }
}
