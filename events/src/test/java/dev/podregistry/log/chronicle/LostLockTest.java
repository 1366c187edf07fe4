package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A holder loses the lock between its last look at it and its write, and another process appends: there were two events of
 * one number then, and the log was damaged for all.
 */
@Tag("attack")
@Timeout(600)
final class LostLockTest {

    private static final Instant DAY = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path temporary;

    /** A clock is asked for the last time after the last look, to find the day's file. */
    private final class Clock implements InstantSource {

        private Instant now = DAY;
        private Runnable atLast = () -> {};
        private int left = -1;

        void nextTime(Runnable action) {
            atLast = action;
            left = 2;
        }

        @Override
        public Instant instant() {
            left--;
            if (left == 0) {
                atLast.run();
            }
            return now;
        }
    }

    private final Clock clock = new Clock();

    private Path directory() {
        return temporary.resolve("registry");
    }

    private ChronicleLog open() {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT
                .with(Durability.PAGE_CACHE)
                .withLockTimeout(Duration.ofSeconds(60))
                .withClock(clock);
        return ChronicleLog.open(directory(), options, LogPosition.START);
    }

    private void removeLock() {
        try {
            Files.delete(directory().resolve("lock"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Any code that reads the file gives this process's lock away. */
    private void readLock() {
        try (FileInputStream in =
                new FileInputStream(directory().resolve("lock").toFile())) {
            assertTrue(in.read() >= 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends as another process, at some time of its own clock. */
    static final class Other {

        private Other() {}

        public static void main(String[] arguments) {
            ChronicleLogOptions options = ChronicleLogOptions.DEFAULT
                    .with(Durability.PAGE_CACHE)
                    .withClock(() -> Instant.parse(arguments[1]));
            try (ChronicleLog log = ChronicleLog.open(Path.of(arguments[0]), options, LogPosition.START)) {
                Logs.append(log, "other");
                System.out.println("appended");
            }
        }
    }

    private void otherAppends(Instant at) {
        try (ChildJvm child = ChildJvm.start(Other.class, directory(), at)) {
            assertEquals("appended", child.line());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void refused(ChronicleLog log, Runnable loss, Instant at) {
        clock.nextTime(() -> {
            loss.run();
            otherAppends(at);
        });
        AppendFailedException lost = assertThrows(AppendFailedException.class, () -> Logs.append(log, "lost"));
        assertEquals(Outcome.REFUSED, lost.outcome(), lost.getMessage());
        assertTrue(lost.getMessage().contains("somebody else appended"), lost.getMessage());
    }

    @Test
    void whoeverComesBetweenIsNoticedOnTheSameDay() {
        try (ChronicleLog log = open()) {
            Logs.append(log, "a");
            refused(log, this::removeLock, DAY);
            Logs.append(log, "b");
            refused(log, this::readLock, DAY);
            Logs.append(log, "c");
        }
        assertEquals(
                List.of("a", "other", "b", "other", "c"), Logs.read(directory()).pods());
    }

    @Test
    void orBeforeTheFirstEvent() {
        try (ChronicleLog log = open()) {
            refused(log, this::removeLock, DAY);
            Logs.append(log, "a");
        }
        assertEquals(List.of("other", "a"), Logs.read(directory()).pods());
    }

    @Test
    void orWhenANewDayBegins() {
        try (ChronicleLog log = open()) {
            Logs.append(log, "a");
            // The other's day is this one's next day, the day before it, and the day that both leave.
            for (int other : List.of(2, 3, 4)) {
                clock.now = clock.now.plus(Duration.ofDays(2));
                refused(log, this::removeLock, DAY.plus(Duration.ofDays(other)));
                Logs.append(log, "b");
            }
        }
        assertEquals(
                List.of("a", "other", "b", "other", "b", "other", "b"),
                Logs.read(directory()).pods());
    }

    /** Has begun a transaction, and goes on once it is told. */
    static final class Beginning {

        private Beginning() {}

        public static void main(String[] arguments) throws IOException {
            Path queue = Path.of(arguments[0]).resolve("queue");
            try (SingleChronicleQueue writing = Queues.writing(queue, Queues.SMALL_BLOCK, DAY::toEpochMilli);
                    ExcerptAppender appender = writing.createAppender();
                    DocumentContext document = appender.writingDocument()) {
                System.out.println("begun");
                assertTrue(System.in.read() >= 0);
                document.rollbackOnClose();
            }
            System.out.println("ended");
        }
    }

    /** Its place is not free, though Chronicle's lock says no more than a pid; what it writes would be in the middle. */
    @Test
    void whoWasStoppedInTheMiddleOfAnAppendIsNotWrittenOver() throws Exception {
        try (ChronicleLog log = open()) {
            Logs.append(log, "a");
            try (ChildJvm child = ChildJvm.start(Beginning.class, directory())) {
                assertEquals("begun", child.line());
                child.signal("STOP");
                for (int i = 0; i < 2; i++) {
                    LogBusyException busy = assertThrows(LogBusyException.class, () -> Logs.append(log, "b"));
                    assertEquals(child.pid(), busy.pid().orElse(-1), busy.getMessage());
                    assertThrows(LogBusyException.class, () -> open().close());
                }
                child.signal("CONT");
                child.tell("go on");
                assertEquals("ended", child.line());
            }
            Logs.append(log, "b");
        }
        assertEquals(List.of("a", "b"), Logs.read(directory()).pods());
    }

    @Test
    void whoOnlyLosesTheFileGoesOn() {
        try (ChronicleLog log = open()) {
            Logs.append(log, "a");
            clock.nextTime(this::removeLock);
            Logs.append(log, "b");
            clock.now = DAY.plus(Duration.ofDays(1));
            clock.nextTime(this::removeLock);
            Logs.append(log, "c");
            Logs.append(log, "d");
        }
        assertEquals(List.of("a", "b", "c", "d"), Logs.read(directory()).pods());
    }
}
