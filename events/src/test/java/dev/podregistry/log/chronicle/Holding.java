package dev.podregistry.log.chronicle;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assertions;

/** Processes that have the lock, or want it. */
public final class Holding {

    private Holding() {}

    /** Holds the lock, and appends once it is given a line. */
    public static final class UntilTold {

        private UntilTold() {}

        public static void main(String[] arguments) {
            try (ChronicleLog log = Logs.open(Path.of(arguments[0]))) {
                log.transact(Logs.origin(), event -> {}, () -> {
                    System.out.println("held");
                    waitForInput();
                    return new Proposal<>(List.of(Logs.event("child")), true);
                });
            }
            System.out.println("appended");
        }
    }

    /** Locks the file without a word, as a foreign program would, or one that was stopped before it could sign. */
    public static final class Unsigned {

        private Unsigned() {}

        public static void main(String[] arguments) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(arguments[0], "rw");
                    FileChannel channel = file.getChannel()) {
                Assertions.assertNotNull(channel.lock());
                System.out.println("held");
                waitForInput();
            }
        }
    }

    /** Locks the file for reading, as a backup might do. */
    static final class Reading {

        private Reading() {}

        public static void main(String[] arguments) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(arguments[0], "r");
                    FileChannel channel = file.getChannel()) {
                Assertions.assertNotNull(channel.lock(0, Long.MAX_VALUE, true));
                System.out.println("held");
                waitForInput();
            }
        }
    }

    /** Takes the place of whoever has the lock next, and stays there. */
    static final class NextInLine {

        private NextInLine() {}

        public static void main(String[] arguments) throws IOException {
            try (RandomAccessFile file = new RandomAccessFile(arguments[0], "rw");
                    FileChannel channel = file.getChannel()) {
                Assertions.assertNotNull(channel.lock(1, 1, false));
                System.out.println("next");
                waitForInput();
            }
        }
    }

    /** Tries to append once, and says how that went. */
    public static final class Trying {

        private Trying() {}

        public static void main(String[] arguments) {
            ChronicleLogOptions options =
                    ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withLockTimeout(Duration.ofMillis(300));
            try (ChronicleLog log = ChronicleLog.open(Path.of(arguments[0]), options, LogPosition.START)) {
                Logs.append(log, "child");
                System.out.println("appended");
            } catch (LogBusyException e) {
                System.out.println("busy " + e.pid().orElse(-1));
            }
        }
    }

    private static void waitForInput() {
        try {
            Assertions.assertTrue(System.in.read() >= 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
