package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.doctor.Diagnosis;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.log.chronicle.lock.LockHolder;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A holder that was stopped keeps the lock, and everybody is told by whom and for how long; one that was killed does not. */
@Tag("attack")
@Timeout(600)
@EnabledOnOs(OS.LINUX)
final class StoppedHolderTest {

    private static final Duration SHORT = Duration.ofMillis(150);

    @TempDir
    Path directory;

    private ChronicleLog open(Duration lockTimeout) {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withLockTimeout(lockTimeout);
        return ChronicleLog.open(directory, options, LogPosition.START);
    }

    @Test
    void aStoppedHolderIsNamedWithHowLongItHasHeld() throws Exception {
        try (ChronicleLog log = open(SHORT);
                ChildJvm child = ChildJvm.start(Holding.UntilTold.class, directory)) {
            assertEquals("held", child.line());
            child.signal("STOP");
            child.tell("go on");

            LogBusyException first = assertThrows(LogBusyException.class, () -> Logs.append(log, "a"));
            LogBusyException second = assertThrows(LogBusyException.class, () -> Logs.append(log, "a"));

            assertEquals(OptionalLong.of(child.pid()), first.pid());
            Duration held = first.held().orElseThrow();
            assertTrue(held.compareTo(SHORT) >= 0, first.getMessage());
            assertTrue(second.held().orElseThrow().compareTo(held.plus(SHORT)) >= 0, second.getMessage());
            assertTrue(first.getMessage().contains("pid " + child.pid() + " since 2"), first.getMessage());
            assertTrue(first.getMessage().contains(" for " + held.toMillis() + " ms"), first.getMessage());
            child.signal("CONT");
            assertEquals("appended", child.line());
            Logs.append(log, "b");
        }
        assertEquals(List.of("child", "b"), Logs.read(directory).pods());
    }

    /** The second caller waits for the first one, but what both wait for is the process that has the lock. */
    @Test
    void whoWaitsBehindAnotherCallIsToldTheProcessToo() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ChronicleLog log = open(Duration.ofMillis(400));
                ChildJvm child = ChildJvm.start(Holding.UntilTold.class, directory)) {
            assertEquals("held", child.line());
            child.signal("STOP");
            Callable<LogBusyException> waiting =
                    () -> assertThrows(LogBusyException.class, () -> Logs.append(log, "a"));
            List<Future<LogBusyException>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(waiting));
            }
            for (Future<LogBusyException> one : all) {
                LogBusyException busy = one.get(30, TimeUnit.SECONDS);
                assertEquals(OptionalLong.of(child.pid()), busy.pid(), busy.getMessage());
                assertTrue(busy.held().isPresent(), busy.getMessage());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The line in the file is that of a holder before; only the kernel knows better. */
    @Test
    void aHolderThatHasNotSignedIsNamedByTheKernel() throws Exception {
        try (ChronicleLog log = open(SHORT)) {
            Logs.append(log, "a");
            try (ChildJvm child = ChildJvm.start(Holding.Unsigned.class, directory.resolve("lock"))) {
                assertEquals("held", child.line());
                LogBusyException busy = assertThrows(LogBusyException.class, () -> Logs.append(log, "b"));
                assertEquals(OptionalLong.of(child.pid()), busy.pid(), busy.getMessage());
                assertEquals(Optional.empty(), busy.held());
            }
        }
    }

    /** Anybody who may read the file can lock it for reading, and so keep everybody out: the file names one who is dead. */
    @Test
    void whoHasASharedLockIsNamedByTheKernelAndTheDoctor() throws Exception {
        try (ChronicleLog log = open(SHORT)) {
            Logs.append(log, "a");
            try (ChildJvm child = ChildJvm.start(Holding.Reading.class, directory.resolve("lock"))) {
                assertEquals("held", child.line());
                LogBusyException busy = assertThrows(LogBusyException.class, () -> Logs.append(log, "b"));
                assertEquals(OptionalLong.of(child.pid()), busy.pid(), busy.getMessage());
                assertTrue(busy.getMessage().contains("by a shared lock on that file"), busy.getMessage());
                assertEquals(
                        new Diagnosis.Lock(Diagnosis.Lock.Held.HELD, child.pid(), null, false, true),
                        LogDoctor.of(directory).lock());
            }
        }
    }

    /**
     * One handle waits long, another gives up early behind it, without ever having looked at the lock: it is told what the
     * first one has seen.
     */
    @Test
    void whoGivesUpBehindOneThatStillWaitsIsToldForHowLongTheProcessHasHeld() throws Exception {
        try (ChronicleLog patient = open(Duration.ofSeconds(60));
                ChronicleLog log = open(Duration.ofMillis(300));
                ChildJvm child = ChildJvm.start(Holding.UntilTold.class, directory)) {
            assertEquals("held", child.line());
            Thread waiting = new Thread(() -> Logs.append(patient, "patient"));
            waiting.start();
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            LogBusyException busy = assertThrows(LogBusyException.class, () -> Logs.append(log, "a"));
            assertEquals(OptionalLong.of(child.pid()), busy.pid());
            assertTrue(busy.held().isPresent(), busy.getMessage());
            child.tell("go on");
            waiting.join();
        }
        assertEquals(List.of("child", "patient"), Logs.read(directory).pods());
    }

    /** A process that has had its turn waits when another is next, here for longer than its patience lasts. */
    @Test
    void whoHasHadItsTurnLetsTheNextGoFirst() throws Exception {
        try (ChronicleLog log = open(Duration.ofMillis(5));
                ChildJvm child = ChildJvm.start(Holding.NextInLine.class, directory.resolve("lock"))) {
            assertEquals("next", child.line());
            int refused = 0;
            for (int i = 0; i < 20; i++) {
                try {
                    Logs.append(log, "a");
                } catch (LogBusyException e) {
                    refused++;
                }
            }
            assertTrue(refused > 0, "it never waited");
        }
    }

    /** Being polite to whoever is next once meant waiting for a process that was stopped while it was next. */
    @Test
    void whoIsNextAndStoppedKeepsNobodyOut() throws Exception {
        try (ChronicleLog log = open(Duration.ofSeconds(10));
                ChildJvm child = ChildJvm.start(Holding.NextInLine.class, directory.resolve("lock"))) {
            assertEquals("next", child.line());
            child.signal("STOP");
            for (int i = 0; i < 10; i++) {
                Logs.append(log, "a");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
        assertEquals(10, Logs.read(directory).pods().size());
    }

    @Test
    void aLineThatNobodySignedNamesNobody() {
        for (String line : List.of("", "\0\0\0", "pid since", "pid 12 since never", "pid 99999999999 since 2026")) {
            assertEquals(LockHolder.UNKNOWN, LockHolder.of(line));
        }
        LockHolder here = LockHolder.thisThread();
        assertEquals(LockHolder.LINE, here.line().length());
        assertEquals(here.since(), LockHolder.of(here.line()).since());
        assertEquals(ProcessHandle.current().pid(), LockHolder.of(here.line()).pid());
    }

    /**
     * A process that does nothing but append dies, most likely in the middle of it; the lock time-out says that the next
     * append waits for less than a second.
     */
    @Test
    void aKilledHolderDelaysNobodyByASecond() throws Exception {
        Random random = new Random();
        long worst = 0;
        try (ChronicleLog log = open(Duration.ofSeconds(1))) {
            for (int kill = 1; kill <= 5; kill++) {
                dieWhileAppending(random.nextInt(20_000_000));
                long start = System.nanoTime();
                Logs.append(log, "after");
                worst = Math.max(worst, System.nanoTime() - start);
            }
        }
        System.out.println("after a kill the next append took at most " + worst / 1_000 + " us");
        assertEquals(
                5, Logs.read(directory).pods().stream().filter("after"::equals).count());
    }

    private void dieWhileAppending(long nanos) throws Exception {
        try (ChildJvm child =
                ChildJvm.start(AppendingProcess.class, directory, "victim", 10_000_000, Durability.PAGE_CACHE)) {
            int before = appended();
            drain(child);
            while (appended() < before + 100) {
                Thread.sleep(5);
            }
            LockSupport.parkNanos(nanos);
            child.kill();
            child.exit();
        }
    }

    private static void drain(ChildJvm child) {
        Thread reading = new Thread(child::rest);
        reading.setDaemon(true);
        reading.start();
    }

    private int appended() throws IOException {
        return Files.exists(directory.resolve("queue/metadata.cq4t"))
                ? Logs.read(directory).pods().size()
                : 0;
    }
}
