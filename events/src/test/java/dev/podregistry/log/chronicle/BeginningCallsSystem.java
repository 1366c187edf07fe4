package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * strace kills a writer before each of its system calls that bring a log into being, and makes each of them fail.
 *
 * <p>What was answered is marked, what is marked is there, whoever comes next goes on, and after that a log that is taken away
 * is missed.
 */
@Timeout(600)
final class BeginningCallsSystem {

    private static final int CALLS = Integer.getInteger("beginning.calls", 40);

    @TempDir
    Path temporary;

    private int marked;
    private int unmarked;

    @ParameterizedTest
    @CsvSource({"rename,SYNC,1", "fsync,SYNC,3", "fsync,PAGE_CACHE,3"})
    void killedBeforeACall(String call, Durability durability, int least) throws Exception {
        int calls = 0;
        for (String said = Strace.KILLED; said.equals(Strace.KILLED) && calls < CALLS; calls++) {
            Path registry = temporary.resolve("registry-" + calls);
            said = begin(registry, durability, call + ":signal=KILL:when=" + (calls + 1));
            assertTrue(said.equals(Strace.KILLED) || said.equals("answered"), said);
            assertGoesOn(registry, said);
        }
        assertTrue(calls > least, calls + " calls of " + call);
        assertTrue(marked > 0 && unmarked > 0, marked + " marked, " + unmarked + " not");
    }

    @ParameterizedTest
    @CsvSource({"rename,EIO,1", "fsync,EIO,3"})
    void aCallThatFails(String call, String error, int least) throws Exception {
        int reached = 0;
        for (int calls = 0; calls < Math.min(CALLS, least + 2); calls++) {
            Path registry = temporary.resolve("registry-" + calls);
            String said = begin(registry, Durability.SYNC, call + ":error=" + error + ":when=" + (calls + 1));
            assertTrue(said.matches("(answered|(REFUSED|UNKNOWN|unopened) .*(error|failed).*)"), said);
            reached += said.equals("answered") && Files.exists(registry.resolve("manifest.json")) ? 0 : 1;
            if (said.startsWith("REFUSED")) {
                assertEquals(List.of(), Logs.read(registry).pods());
            }
            assertGoesOn(registry, said.equals("answered") ? "failed" : said);
        }
        assertTrue(reached > 0, reached + " failures of " + call);
    }

    private String begin(Path registry, Durability durability, String injection) throws Exception {
        Path learning = Files.createTempDirectory(temporary, "learning");
        Files.createDirectory(registry);
        try (ChildJvm child = ChildJvm.start(BeginningProcess.class, learning, registry, durability)) {
            return Strace.said(child, injection);
        }
    }

    private void assertGoesOn(Path registry, String said) throws IOException {
        Path mark = registry.resolve("manifest.json");
        boolean there = Files.exists(mark);
        marked += there ? 1 : 0;
        unmarked += there ? 0 : 1;
        assertTrue(there || !said.equals("answered"), "answered, but not marked");
        List<String> before;
        try (ChronicleLog log = Logs.open(registry, Durability.SYNC)) {
            before = Logs.read(registry).pods();
            assertEquals(!before.isEmpty(), Files.exists(mark), said);
            Logs.append(log, "next");
        }
        assertTrue(before.equals(List.of("first")) || (!there && before.isEmpty()), said + " " + before);
        assertFalse(said.equals("failed") && before.isEmpty(), "answered, but lost");
        assertTrue(Files.exists(mark));
        assertFalse(Files.exists(registry.resolve("manifest.json.tmp")));
        Moments.delete(registry.resolve("queue"));
        assertThrows(DamagedLogException.class, () -> Logs.open(registry, Durability.SYNC));
    }
}
