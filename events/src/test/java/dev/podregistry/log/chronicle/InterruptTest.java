package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Transcript;
import dev.podregistry.model.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An interrupt closes the file channel that the interrupted thread happens to use: here it must neither break a call nor
 * give the lock away, and it must still be there afterwards.
 */
@Timeout(600)
final class InterruptTest {

    @TempDir
    Path directory;

    @Test
    void aCallOfAnInterruptedThreadSucceedsAndKeepsTheInterrupt() {
        Thread.currentThread().interrupt();
        try (ChronicleLog log = Logs.open(directory, Durability.SYNC)) {
            assertTrue(Thread.currentThread().isInterrupted());
            Logs.append(log, "a");
            assertTrue(Thread.currentThread().isInterrupted());
            log.catchUp(event -> {});
            log.replay(1, event -> {});
            assertTrue(Thread.interrupted());
            Logs.append(log, "b");
        }
        assertEquals(2, Logs.read(directory).pods().size());
    }

    @Test
    void interruptsAtAnyMomentDoNoHarm() throws Exception {
        int transactions = 400;
        AtomicInteger ticks = new AtomicInteger();
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT
                .with(Durability.PAGE_CACHE)
                .withClock(() -> Instant.EPOCH.plus(Duration.ofHours(ticks.incrementAndGet())));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread appending = new Thread(() -> {
            for (int opening = 0; opening < 4; opening++) {
                Transcript seen = new Transcript(LogPosition.START);
                try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
                    for (int i = 0; i < transactions / 4; i++) {
                        Logs.append(log, seen, "pod-" + opening + "-" + i);
                    }
                }
            }
        });
        appending.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        appending.start();
        while (appending.isAlive()) {
            appending.interrupt();
            LockSupport.parkNanos(50_000);
        }
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        assertEquals(transactions, Logs.read(directory).pods().size());
    }
}
