package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who waits is told who holds the lock; who lost it does not append. */
@Timeout(600)
final class RegistryLockTest {

    @TempDir
    Path directory;

    private ChronicleLog impatient() {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withLockTimeout(Duration.ofMillis(100));
        return ChronicleLog.open(directory, options, LogPosition.START);
    }

    /** Holds the lock until its input ends. */
    public static final class Holding {

        private Holding() {}

        public static void main(String[] arguments) {
            try (ChronicleLog log = Logs.open(Path.of(arguments[0]))) {
                log.transact(Logs.origin(), event -> {}, () -> {
                    System.out.println("held");
                    pause();
                    return new Proposal<>(List.of(), true);
                });
            }
        }

        private static void pause() {
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void anotherProcessIsNamedAndItsDeathFreesTheLock() throws Exception {
        try (ChronicleLog log = impatient();
                ChildJvm child = ChildJvm.start(Holding.class, directory)) {
            assertEquals("held", child.line());
            LogBusyException busy = assertThrows(LogBusyException.class, () -> Logs.append(log, "a"));
            assertTrue(busy.holder().startsWith("pid " + child.pid() + " since 2"), busy.getMessage());
            assertEquals(OptionalLong.of(child.pid()), busy.pid());
            assertThrows(LogBusyException.class, this::impatient);
            child.kill();
            child.exit();
            Logs.append(log, "b");
        }
        assertEquals(List.of("b"), Logs.read(directory).pods());
    }

    @Test
    void anotherThreadIsNamed() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch enough = new CountDownLatch(1);
        try (ChronicleLog log = impatient();
                ChronicleLog other = impatient()) {
            Thread holder = new Thread(
                    () -> other.transact(Logs.origin(), event -> {}, () -> {
                        held.countDown();
                        await(enough);
                        return new Proposal<>(List.of(), true);
                    }),
                    "the-holder");
            holder.start();
            await(held);
            LogBusyException busy = assertThrows(LogBusyException.class, () -> Logs.append(log, "a"));
            assertTrue(busy.holder().startsWith("thread the-holder of this process since 2"), busy.getMessage());
            assertThrows(LogBusyException.class, () -> Logs.append(other, "a"));
            enough.countDown();
            holder.join();
            Logs.append(log, "b");
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** All handles of a JVM share one channel on the lock file; closing it gives the system's lock away. */
    @Test
    void aHandleThatIsClosedDoesNotTakeTheLockFromAnother() {
        try (ChronicleLog log = impatient();
                ChronicleLog other = impatient();
                ChronicleLog third = impatient()) {
            log.transact(Logs.origin(), event -> {}, () -> {
                List.of(other).forEach(ChronicleLog::close);
                return new Proposal<>(List.of(Logs.event("a")), true);
            });
            Logs.append(third, "b");
            try (ChronicleLog fresh = impatient()) {
                log.transact(Logs.origin(), event -> {}, () -> {
                    List.of(third).forEach(ChronicleLog::close);
                    return new Proposal<>(List.of(Logs.event("c")), true);
                });
                Logs.append(fresh, "d");
            }
        }
        assertEquals(List.of("a", "b", "c", "d"), Logs.read(directory).pods());
    }

    @Test
    void aStepThatCallsTheLogIsRefused() {
        try (ChronicleLog log = impatient();
                ChronicleLog other = impatient()) {
            for (ChronicleLog nested : List.of(log, other)) {
                assertThrows(
                        IllegalStateException.class,
                        () -> log.transact(Logs.origin(), event -> {}, () -> {
                            Logs.append(nested, "nested");
                            return new Proposal<>(List.of(), true);
                        }));
            }
            assertThrows(
                    IllegalStateException.class,
                    () -> log.transact(Logs.origin(), event -> {}, () -> {
                        List.of(log).forEach(ChronicleLog::close);
                        return new Proposal<>(List.of(), true);
                    }));
            Logs.append(log, "a");
        }
        assertEquals(List.of("a"), Logs.read(directory).pods());
    }
}
