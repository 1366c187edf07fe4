package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thread runs out of stack or memory in the middle of a command, anywhere: that command fails, and nothing stays locked
 * behind it. A few of them used to leave the registry of that JVM stuck for good.
 */
@Tag("attack")
@Timeout(600)
final class ExhaustedTest {

    private static final int DEPTHS = 500;

    @TempDir
    Path directory;

    private final AtomicInteger names = new AtomicInteger();

    private PodRegistry open() {
        return PodRegistry.open(
                directory,
                RegistryOptions.defaults()
                        .durability(Durability.PAGE_CACHE)
                        .paths(PathPolicy.logical())
                        .lockTimeout(Duration.ofSeconds(5)));
    }

    private void register(PodRegistry registry) {
        String name = "p" + names.incrementAndGet();
        registry.register(pod(name).write("/" + name)).orElseThrow();
    }

    /** Runs out of stack, and tries the action with ever a little more of it. */
    private static final class Diver {

        private final Runnable action;
        private int left = DEPTHS;
        private int failed;

        Diver(Runnable action) {
            this.action = action;
        }

        @SuppressWarnings("InfiniteRecursion")
        void dive() {
            try {
                dive();
            } catch (StackOverflowError e) {
                left = Math.min(left, DEPTHS);
            }
            if (left > 0) {
                left--;
                attempt();
            }
        }

        private void attempt() {
            try {
                action.run();
            } catch (StackOverflowError e) {
                failed++;
            } catch (LogBusyException e) {
                // It is stuck; the rest need not wait as well.
                left = 0;
            }
        }
    }

    private static int dive(Runnable action) throws InterruptedException {
        Diver diver = new Diver(action);
        Thread thread = new Thread(null, diver::dive, "diver", 512 << 10);
        thread.start();
        thread.join();
        return diver.failed;
    }

    private void assertGoesOn(PodRegistry registry) throws Exception {
        register(registry);
        CompletableFuture.runAsync(() -> register(registry)).get(30, TimeUnit.SECONDS);
        assertTrue(registry.view().sequence() > 0);
    }

    private List<Recorded> recorded() {
        List<Recorded> all = new ArrayList<>();
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            reader.replay(1, all::add);
        }
        return all;
    }

    @Test
    void commandsThatRunOutOfStackAtAnyDepthLeaveNothingLocked() throws Exception {
        try (PodRegistry registry = open()) {
            register(registry);
            for (int i = 0; i < 2; i++) {
                assertTrue(dive(() -> register(registry)) > 0, "none ran out of stack");
                assertGoesOn(registry);
            }
            assertEquals(registry.view().sequence(), recorded().size());
        }
    }

    @Test
    void queriesThatRunOutOfStackLeaveNothingLocked() throws Exception {
        try (PodRegistry registry = open();
                ChronicleLog other = ChronicleLog.open(directory, ChronicleLogOptions.DEFAULT, LogPosition.START)) {
            register(registry);
            for (int i = 0; i < 2; i++) {
                assertTrue(dive(registry::view) > 0, "none ran out of stack");
                other.catchUp(event -> {});
                assertTrue(dive(() -> other.find(1)) > 0, "none ran out of stack");
                assertEquals(1, other.find(1).sequence());
                assertGoesOn(registry);
            }
        }
    }

    /** Memory runs out where the command is decided, and where what was appended is taken. */
    @Test
    void commandsThatRunOutOfMemoryLeaveNothingLocked() throws Exception {
        try (PodRegistry registry = open();
                ChronicleLog log = ChronicleLog.open(directory, ChronicleLogOptions.DEFAULT, LogPosition.START)) {
            Origin origin = new Origin(new Actor("a"), CommandId.random());
            for (int i = 0; i < 2; i++) {
                register(registry);
                assertThrows(
                        OutOfMemoryError.class,
                        () -> log.transact(origin, event -> {}, () -> {
                            throw new OutOfMemoryError("simulated");
                        }));
                register(registry);
                assertThrows(
                        OutOfMemoryError.class,
                        () -> log.catchUp(event -> {
                            throw new OutOfMemoryError("simulated");
                        }));
                log.catchUp(event -> {});
                assertGoesOn(registry);
            }
        }
    }
}
