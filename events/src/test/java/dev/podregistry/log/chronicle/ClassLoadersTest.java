package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The code is in this JVM twice, as in a server with two applications: closing the log in one gave the lock of the other
 * away, as the system's locks belong to the process.
 */
@Tag("slow")
@Timeout(600)
final class ClassLoadersTest {

    @TempDir
    Path directory;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private URLClassLoader second;

    @BeforeEach
    void load() {
        URL[] urls = List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)).stream()
                .map(ClassLoadersTest::url)
                .toArray(URL[]::new);
        second = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @AfterEach
    void end() throws IOException {
        threads.shutdownNow();
        second.close();
    }

    /** An application that does as it is told, by words of the JDK only. */
    public static final class Application implements UnaryOperator<String> {

        private final Path directory;
        private ChronicleLog log;

        public Application(Path directory) {
            this.directory = directory;
        }

        private ChronicleLog log() {
            if (log == null) {
                ChronicleLogOptions options =
                        ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withLockTimeout(Duration.ofMillis(400));
                log = ChronicleLog.open(directory, options, LogPosition.START);
            }
            return log;
        }

        @Override
        public String apply(String order) {
            try {
                if (order.equals("close")) {
                    log().close();
                    log = null;
                } else {
                    Logs.append(log(), order);
                }
                return "done";
            } catch (LogBusyException e) {
                return "busy: " + e.holder();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private UnaryOperator<String> application() throws ReflectiveOperationException {
        Class<?> type = Class.forName(Application.class.getName(), true, second);
        assertNotSame(Application.class, type);
        return (UnaryOperator<String>) type.getConstructor(Path.class).newInstance(directory);
    }

    private String tries() {
        try (ChildJvm child = ChildJvm.start(Holding.Trying.class, directory)) {
            return child.line();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void closingItInOneDoesNotGiveTheLockOfTheOtherAway() throws Exception {
        UnaryOperator<String> other = application();
        assertEquals("done", other.apply("a"));
        try (ChronicleLog log = Logs.open(directory)) {
            log.transact(Logs.origin(), event -> {}, () -> {
                assertEquals("done", other.apply("close"));
                assertEquals("busy " + ProcessHandle.current().pid(), tries());
                return new Proposal<>(List.of(Logs.event("b")), true);
            });
        }
        assertEquals("done", other.apply("c"));
        assertEquals("done", other.apply("close"));
        assertEquals("appended", tries(), "nobody has it any more");
        assertEquals(List.of("a", "b", "c", "child"), Logs.read(directory).pods());
    }

    @Test
    void oneWaitsForTheOtherAsThreadsDo() throws Exception {
        UnaryOperator<String> other = application();
        assertEquals("done", other.apply("a"));
        try (ChronicleLog log = Logs.open(directory)) {
            log.transact(Logs.origin(), event -> {}, () -> {
                Future<String> late = threads.submit(() -> other.apply("late"));
                String thread = Thread.currentThread().getName();
                String told = get(late);
                assertTrue(told.startsWith("busy: thread " + thread + " of this process since 2"), told);
                return new Proposal<>(List.of(Logs.event("b")), true);
            });
        }
        assertEquals("done", other.apply("c"));
        assertEquals("done", other.apply("close"));
        assertEquals(List.of("a", "b", "c"), Logs.read(directory).pods());
    }

    private static String get(Future<String> answer) {
        try {
            return answer.get(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void bothAppendAtTheSameTime() throws Exception {
        UnaryOperator<String> other = application();
        List<Future<String>> all = new ArrayList<>();
        try (ChronicleLog log = Logs.open(directory)) {
            for (int i = 0; i < 40; i++) {
                all.add(threads.submit(() -> {
                    Logs.append(log, "x");
                    return "done";
                }));
                if (i % 10 == 0) {
                    all.add(threads.submit(() -> untilDone(other)));
                }
            }
            for (Future<String> one : all) {
                assertEquals("done", get(one));
            }
        }
        assertEquals("done", other.apply("close"));
        assertEquals(44, Logs.read(directory).pods().size());
    }

    private static String untilDone(UnaryOperator<String> other) {
        synchronized (other) {
            String told = other.apply("y");
            while (told.startsWith("busy")) {
                told = other.apply("y");
            }
            return told;
        }
    }
}
