package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.Actor;
import dev.podregistry.model.DamagedLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * strace kills a repair from a snapshot before each of its system calls that change anything, and makes each of them fail:
 * the log is as it was, or goes on, and whoever comes next brings it to its end.
 */
@Timeout(600)
final class FoundationCallsSystem {

    private static final int CALLS = Integer.getInteger("recovery.calls", 40);
    private static final String KILLED = "";

    @TempDir
    Path temporary;

    private Path broken;

    @BeforeEach
    void loseTheFirstDay() throws IOException {
        broken = temporary.resolve("broken");
        for (int day = 0; day < 2; day++) {
            Instant now = Instant.parse("2026-01-31T12:00:00Z").plus(Duration.ofDays(day));
            LogPosition[] end = {LogPosition.START};
            try (ChronicleLog log = ChronicleLog.open(
                    broken, ChronicleLogOptions.DEFAULT.withClock(() -> now), () -> Bookmark.of(LogPosition.START))) {
                log.catchUp(event -> {});
                Logs.append(log, event -> end[0] = event.position(), "a" + day, "b" + day);
            }
            if (day == 0) {
                SnapshotFiles.in(broken, warning -> {})
                        .save(new Snapshot(Bookmark.of(end[0]), new TableSnapshot(2, false, List.of(), List.of())));
            }
        }
        Files.delete(broken.resolve("queue").resolve(Moments.DAY));
    }

    @ParameterizedTest
    @CsvSource({"rename,3", "mkdir,3", "fsync,3"})
    void killedBeforeACall(String call, int least) throws Exception {
        int calls = 0;
        for (String said = KILLED; said.equals(KILLED) && calls < CALLS; calls++) {
            said = goOn(call + ":signal=KILL:when=" + (calls + 1));
            assertTrue(said.equals(KILLED) || said.equals("done"), said);
        }
        assertTrue(calls > least, calls + " calls of " + call);
    }

    @ParameterizedTest
    @CsvSource({"rename,3", "fsync,3"})
    void aCallThatFails(String call, int least) throws Exception {
        int failed = 0;
        boolean fails = true;
        for (int calls = 0; fails && calls < CALLS; calls++) {
            String said = goOn(call + ":error=EIO:when=" + (calls + 1));
            fails = said.startsWith("refused ");
            failed += fails ? 1 : 0;
            assertTrue(!fails || said.matches(".*(error|failed).*"), said);
        }
        assertTrue(failed >= least, failed + " failures of " + call);
    }

    /** {@return what it said, which is nothing when it was killed} */
    private String goOn(String injection) throws Exception {
        Path registry = temporary.resolve("registry");
        Path learning = temporary.resolve("learning");
        Moments.copy(broken, registry);
        Moments.copy(broken, learning);
        String said;
        try (ChildJvm child = ChildJvm.start(FoundingProcess.class, learning, registry)) {
            said = Strace.said(child, injection);
        }
        assertGoesOn(registry);
        Moments.delete(learning);
        Moments.delete(registry);
        return said;
    }

    private static void assertGoesOn(Path registry) {
        try {
            pods(registry);
        } catch (DamagedLogException e) {
            assertEquals(1, e.sequence());
            LogFoundation.run(registry, Duration.ofSeconds(5), Set.of(), new Actor("ops"), Instant.now());
        }
        assertEquals(List.of("a1", "b1"), pods(registry));
    }

    private static List<String> pods(Path registry) {
        List<Recorded> read = new ArrayList<>();
        try (ChronicleLog log =
                ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT, () -> Bookmark.of(LogPosition.START))) {
            log.catchUp(read::add);
        }
        return read.stream().map(event -> String.valueOf(event.event().pod())).toList();
    }
}
