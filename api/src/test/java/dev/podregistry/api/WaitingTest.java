package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.LogBusyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** While somebody else has the right to append: commands wait their time, and queries do not wait. */
final class WaitingTest {

    @TempDir
    Path directory;

    private final CountDownLatch holding = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    /** The common pool may have a single thread, which the first one who waits would take. */
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        letGo.countDown();
        threads.shutdown();
    }

    @Test
    void aCommandWaitsItsTimeAndNamesTheHolder() throws Exception {
        RegistryOptions options = RegistryOptions.defaults().lockTimeout(Duration.ofMillis(200));
        try (PodRegistry registry = PodRegistry.open(directory, options)) {
            CompletableFuture<Void> other = holdTheLock();

            LogBusyException thrown = assertThrows(LogBusyException.class, () -> registry.register(pod("late")));

            assertTrue(thrown.getMessage().contains("held by"), thrown.getMessage());
            letGo.countDown();
            other.get(10, TimeUnit.SECONDS);
            registry.register(pod("late")).orElseThrow();
        }
    }

    @Test
    void aQueryDoesNotWaitBehindAWaitingCommand() throws Exception {
        try (PodRegistry registry = PodRegistry.open(directory)) {
            registry.register(pod("early")).orElseThrow();
            CompletableFuture<Void> other = holdTheLock();
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                    () -> registry.register(pod("late")).orElseThrow(), threads);
            Thread.sleep(200);

            CompletableFuture<RegistryView> query = CompletableFuture.supplyAsync(registry::view, threads);

            assertEquals(1, query.get(5, TimeUnit.SECONDS).sequence());
            assertFalse(waiting.isDone());
            letGo.countDown();
            other.get(10, TimeUnit.SECONDS);
            waiting.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void anInterruptDoesNotHarmTheRegistry() {
        try (PodRegistry registry = PodRegistry.open(directory)) {
            Thread.currentThread().interrupt();

            registry.register(pod("interrupted").write("/repo")).orElseThrow();

            assertTrue(Thread.interrupted(), "the interrupt is kept for whoever waits for it");
            registry.register(pod("next")).orElseThrow();
            assertEquals(2, registry.view().sequence());
        }
    }

    private CompletableFuture<Void> holdTheLock() throws InterruptedException {
        CompletableFuture<Void> held = CompletableFuture.runAsync(
                () -> {
                    try (EventLog other =
                            ChronicleLog.open(directory, ChronicleLogOptions.DEFAULT, LogPosition.START)) {
                        other.transact(new Origin(new Actor("other"), CommandId.random()), event -> {}, () -> {
                            holding.countDown();
                            await(letGo);
                            return new Proposal<>(List.of(), "");
                        });
                    }
                },
                threads);
        assertTrue(holding.await(10, TimeUnit.SECONDS));
        return held;
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(30, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
