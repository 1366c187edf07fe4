package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.Transcript;
import dev.podregistry.model.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads that call one handle at the same time share its turns, and each learns of its own call only. */
@Timeout(600)
final class SharedTurnTest {

    private static final int THREADS = 8;
    private static final int CALLS = 60;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void eachCallHasItsOwnAnswerFailureAndTransaction(Durability durability) throws Exception {
        Transcript seen = new Transcript(LogPosition.START);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (ChronicleLog log = Logs.open(directory, durability)) {
            List<Future<?>> callers = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "p" + i + "-";
                callers.add(threads.submit(() -> {
                    for (int n = 0; n < CALLS; n++) {
                        call(log, seen, name + n, n);
                    }
                    return name;
                }));
            }
            for (Future<?> caller : callers) {
                caller.get();
            }
        } finally {
            threads.shutdownNow();
            assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        }
        assertEquals(THREADS * CALLS / 3 * 2, seen.events().size(), "one in three proposes nothing, or fails");
        assertEquals(seen.events(), Logs.read(directory).events());
    }

    private void call(ChronicleLog log, Transcript seen, String pod, int n) {
        switch (n % 6) {
            case 0 -> assertEquals(pod, log.transact(Logs.origin(), seen, () -> new Proposal<>(List.of(), pod)));
            case 3 -> {
                IllegalArgumentException own = new IllegalArgumentException(pod);
                assertSame(
                        own,
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> log.transact(Logs.origin(), seen, () -> {
                                    throw own;
                                })));
            }
            default ->
                assertEquals(
                        pod, log.transact(Logs.origin(), seen, () -> new Proposal<>(List.of(Logs.event(pod)), pod)));
        }
    }
}
