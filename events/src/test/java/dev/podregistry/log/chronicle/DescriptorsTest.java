package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.LogException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process runs out of descriptors: it is told so, no sound log is set aside, and nothing stays open behind it. */
@Tag("attack")
@Timeout(600)
@EnabledOnOs(OS.LINUX)
final class DescriptorsTest {

    private static final int LIMIT = 140;

    @TempDir
    Path directory;

    private static long open() {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whatever the reason is that a log cannot be opened. */
    @Test
    void fiftyFailedOpeningsStrandNoDescriptor() throws Exception {
        Path damaged = directory.resolve("damaged");
        try (ChronicleLog log = Logs.open(damaged)) {
            Logs.append(log, "a", "b", "c");
        }
        Path day = RegistryDirectory.days(damaged.resolve("queue")).get(0);
        byte[] bytes = Files.readAllBytes(day);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        bytes[text.indexOf("\"sequence\":2") + 11] = '9';
        Files.write(day, bytes);
        Path folder = directory.resolve("folder");
        try (ChronicleLog log = Logs.open(folder)) {
            Logs.append(log, "a");
        }
        Files.delete(folder.resolve("queue/metadata.cq4t"));
        Files.createDirectory(folder.resolve("queue/metadata.cq4t"));
        Path elsewhere = directory.resolve("elsewhere");
        try (ChronicleLog log = Logs.open(elsewhere)) {
            Logs.append(log, "a");
        }
        for (Path registry : List.of(damaged, folder, elsewhere)) {
            LogPosition after = registry.equals(elsewhere)
                    ? new LogPosition(7, LogPosition.START.hash().next(new byte[] {1}))
                    : LogPosition.START;
            fail(registry, after);
            long before = open();
            for (int i = 0; i < 50; i++) {
                fail(registry, after);
            }
            assertTrue(open() <= before + 10, () -> registry + " " + before + " -> " + open());
        }
    }

    private static void fail(Path registry, LogPosition after) {
        assertThrows(LogException.class, () -> {
            try (ChronicleLog log = ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT, after)) {
                log.replay(1, event -> {});
            }
        });
        assertThrows(LogException.class, () -> {
            try (ChronicleLogReader reader = ChronicleLogReader.open(registry, after)) {
                reader.replay(1, event -> {});
            }
        });
    }

    /** Has ever fewer descriptors left, and each time opens, uses and closes a log. */
    static final class Starving {

        private Starving() {}

        /** A class that cannot be loaded for want of a descriptor is lost to its JVM. */
        static void loadAll() throws IOException, ClassNotFoundException {
            Path classes = Path.of("dev", "podregistry");
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                Path root = Path.of(entry);
                if (Files.isDirectory(root.resolve(classes)) && !root.endsWith("test-classes")) {
                    try (Stream<Path> files = Files.walk(root.resolve(classes))) {
                        for (Path file : files.filter(path -> path.toString().endsWith(".class"))
                                .toList()) {
                            String name = root.relativize(file).toString().replace(File.separatorChar, '.');
                            if (!name.contains("package-info")) {
                                Class.forName(name.substring(0, name.length() - ".class".length()));
                            }
                        }
                    }
                }
            }
        }

        public static void main(String[] arguments) throws Exception {
            loadAll();
            Path registry = Path.of(arguments[0]);
            // Of the JDK itself, which cannot do without a descriptor at first.
            System.getLogger("dev.podregistry").log(System.Logger.Level.WARNING, "warnings look like this");
            int appended = use(registry, 0);
            Deque<RandomAccessFile> taken = new ArrayDeque<>();
            int refused = 0;
            for (int round = 0; round < 3; round++) {
                take(taken);
                while (!taken.isEmpty()) {
                    try {
                        appended = use(registry, appended);
                    } catch (LogException e) {
                        refused++;
                        require(says(e), e);
                        appended += e instanceof AppendFailedException failed
                                        && failed.outcome() == AppendFailedException.Outcome.UNKNOWN
                                ? 1
                                : 0;
                    }
                    taken.pop().close();
                }
                appended = use(registry, appended);
            }
            System.out.println("done " + appended + " appended, refused " + (refused > 0));
        }

        private static boolean says(LogException e) {
            String message = String.valueOf(e.getMessage());
            return message.contains("too many open files; this process may have " + LIMIT + ": raise ulimit -n")
                    && !message.contains("no room")
                    && !message.contains("cannot create")
                    && !message.contains("Exception");
        }

        private static void require(boolean condition, LogException otherwise) {
            if (!condition) {
                throw otherwise;
            }
        }

        static void take(Deque<RandomAccessFile> taken) {
            try {
                while (true) {
                    taken.push(new RandomAccessFile("/dev/null", "r"));
                }
            } catch (IOException e) {
                // That was the last one.
            }
        }

        private static int use(Path registry, int appended) {
            try (ChronicleLog log = Logs.open(registry)) {
                if (log.recovery().isPresent()) {
                    throw new IllegalStateException("a recovery of a sound log");
                }
                Logs.append(log, "a");
                log.catchUp(event -> {});
                return appended + 1;
            }
        }
    }

    /** Has few descriptors left each time when a day begins. */
    static final class NewDays {

        private NewDays() {}

        public static void main(String[] arguments) throws Exception {
            Starving.loadAll();
            AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T12:00:00Z"));
            ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(now::get);
            Deque<RandomAccessFile> taken = new ArrayDeque<>();
            int appended = 0;
            for (int few = 0; few < 10; few++) {
                try (ChronicleLog log = ChronicleLog.open(Path.of(arguments[0]), options, LogPosition.START)) {
                    Logs.append(log, "before");
                    appended++;
                    now.set(now.get().plus(Duration.ofDays(1)));
                    Starving.take(taken);
                    for (int i = 0; i < few; i++) {
                        taken.pop().close();
                    }
                    String outcome = "appended";
                    try {
                        Logs.append(log, "meanwhile");
                        appended++;
                    } catch (AppendFailedException e) {
                        outcome = e.outcome() + " " + e.getMessage();
                        appended += e.outcome() == AppendFailedException.Outcome.UNKNOWN ? 1 : 0;
                    }
                    while (!taken.isEmpty()) {
                        taken.pop().close();
                    }
                    System.out.println(few + " " + outcome);
                    Logs.append(log, "after");
                    appended++;
                }
            }
            System.out.println("done " + appended);
        }
    }

    /** It was "not known" then whether the event was appended, and some of these logs were of no more use. */
    @Test
    void ofANewDayWithoutDescriptorsItIsKnownThatNothingWasAppended() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + LIMIT + "; exec \"$@\"", "sh"));
        command.addAll(
                ChildJvm.command(ChildJvm.flags(), NewDays.class, directory).command());
        try (ChildJvm child = ChildJvm.start(new ProcessBuilder(command).redirectErrorStream(true))) {
            List<String> said = child.rest();
            assertEquals(0, child.exit(), String.join("\n", said));
            assertEquals(11, said.size(), String.join("\n", said));
            assertEquals(
                    "0 REFUSED nothing was appended to " + directory.resolve("queue")
                            + ": too many open files; this process may have " + LIMIT
                            + ": raise ulimit -n, or close some",
                    said.get(0));
            assertTrue(
                    said.stream().noneMatch(line -> line.contains("UNKNOWN") && !line.contains("the events are in ")),
                    String.join("\n", said));
            assertEquals("done " + Logs.read(directory).pods().size(), said.get(10));
        }
    }

    @Test
    void nearTheLimitTheLimitIsNamedAndNothingIsSetAside() throws Exception {
        ProcessBuilder java = ChildJvm.command(ChildJvm.flags(), Starving.class, directory);
        List<String> command = new ArrayList<>(
                List.of("sh", "-c", "ulimit -n \"$1\"; shift; exec \"$@\"", "sh", Integer.toString(LIMIT)));
        command.addAll(java.command());
        ProcessBuilder limited = new ProcessBuilder(command);
        limited.redirectErrorStream(true);
        try (ChildJvm child = ChildJvm.start(limited)) {
            List<String> said = child.rest();
            assertEquals(0, child.exit(), String.join("\n", said));
            assertTrue(said.get(said.size() - 1).matches("done \\d+ appended, refused true"), String.join("\n", said));
        }
        assertTrue(Logs.read(directory).pods().size() > 3);
        assertTrue(Files.notExists(directory.resolve("quarantine")));
    }
}
