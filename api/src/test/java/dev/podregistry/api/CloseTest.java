package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.ProcessIdentity.BarePid;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Closing a registry that is in use: it ends in bounded time, and who was waiting is told how that went. */
@Timeout(600)
final class CloseTest {

    @TempDir
    Path directory;

    private final CountDownLatch holding = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        letGo.countDown();
        threads.shutdown();
    }

    @Test
    void whoWaitsForTheLockGivesUpInTimeAndThenItIsClosed() throws Exception {
        PodRegistry registry = open(Duration.ofMillis(800));
        CompletableFuture<?> holder = holdTheLock();
        CompletableFuture<Outcome<PodHandle>> waiting = register(registry);

        CompletableFuture<?> closing = CompletableFuture.runAsync(registry::close, threads);

        closing.get(10, TimeUnit.SECONDS);
        ExecutionException thrown = assertThrows(ExecutionException.class, () -> waiting.get(10, TimeUnit.SECONDS));
        assertInstanceOf(LogBusyException.class, thrown.getCause());
        assertThrows(IllegalStateException.class, registry::view);
        letGo.countDown();
        holder.get(10, TimeUnit.SECONDS);
        try (PodRegistry again = open(Duration.ofSeconds(5))) {
            assertEquals(0, again.view().sequence());
        }
    }

    @Test
    void whoGetsItsTurnWhileTheRegistryIsBeingClosedIsAnswered() throws Exception {
        PodRegistry registry = open(Duration.ofSeconds(20));
        CompletableFuture<?> holder = holdTheLock();
        CompletableFuture<Outcome<PodHandle>> waiting = register(registry);

        CompletableFuture<?> closing = CompletableFuture.runAsync(registry::close, threads);
        Thread.sleep(100);
        assertFalse(closing.isDone());
        assertFalse(waiting.isDone());
        letGo.countDown();

        assertTrue(waiting.get(10, TimeUnit.SECONDS).isGranted());
        closing.get(10, TimeUnit.SECONDS);
        holder.get(10, TimeUnit.SECONDS);
        try (PodRegistry again = open(Duration.ofSeconds(5))) {
            assertEquals(1, again.view().sequence());
        }
    }

    /** It used to wait for itself, for ever. */
    @Test
    void aCommandCannotCloseItsOwnRegistry() {
        AtomicReference<PodRegistry> own = new AtomicReference<>();
        RegistryOptions options = RegistryOptions.defaults().liveness(process -> {
            own.get().close();
            return Verdict.ALIVE;
        });
        try (PodRegistry registry = PodRegistry.open(directory, options)) {
            own.set(registry);
            registry.register(pod("a").process(new BarePid(1))).orElseThrow();

            IllegalStateException thrown = assertThrows(IllegalStateException.class, registry::reclaimStale);

            assertTrue(thrown.getMessage().contains("from within"), thrown.getMessage());
            assertEquals(1, registry.view().sequence(), "it is still open");
        }
    }

    private PodRegistry open(Duration lockTimeout) {
        return PodRegistry.open(directory, RegistryOptions.defaults().lockTimeout(lockTimeout));
    }

    private CompletableFuture<Outcome<PodHandle>> register(PodRegistry registry) throws InterruptedException {
        CompletableFuture<Outcome<PodHandle>> waiting =
                CompletableFuture.supplyAsync(() -> registry.register(pod("late")), threads);
        Thread.sleep(100);
        assertFalse(waiting.isDone());
        return waiting;
    }

    private CompletableFuture<?> holdTheLock() throws InterruptedException {
        CompletableFuture<?> held = CompletableFuture.runAsync(
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
