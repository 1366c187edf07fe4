package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process dies in the middle of an append: with both locks, and half a document written. */
@Timeout(60)
final class DeadWriterTest {

    @TempDir
    Path directory;

    /** Dies in the middle of an append; the argument {@code first} makes it die on the first file's creation. */
    static final class Dying {

        private Dying() {}

        public static void main(String[] arguments) throws Exception {
            RegistryDirectory registry = RegistryDirectory.create(Path.of(arguments[0]));
            RegistryLock.open(registry.lock()).acquire(Deadline.in(Duration.ofSeconds(5)));
            SingleChronicleQueue queue =
                    Queues.writing(registry.queue(), Queues.SMALL_BLOCK, System::currentTimeMillis);
            DocumentContext document = queue.createAppender().writingDocument();
            document.wire().write("record").text("half a");
            Runtime.getRuntime().halt(9);
        }
    }

    private void die() throws Exception {
        try (ChildJvm child = ChildJvm.start(Dying.class, directory)) {
            assertEquals(9, child.exit());
        }
    }

    @Test
    void theNextWriterGoesOnAtOnce() throws Exception {
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "before");
            die();
            assertEquals(List.of("before"), Logs.read(directory).pods());
            assertTimeout(Duration.ofSeconds(1), () -> Logs.append(log, "after"));
            die();
            assertTimeout(Duration.ofSeconds(1), () -> {
                try (ChronicleLog second = Logs.open(directory)) {
                    Logs.append(second, "second", "third");
                }
            });
            Logs.append(log, "last");
        }
        assertEquals(
                List.of("before", "after", "second", "third", "last"),
                Logs.read(directory).pods());
    }

    @Test
    void theFirstDocumentMayBeTheHalfOne() throws Exception {
        die();
        assertEquals(List.of(), Logs.read(directory).pods());
        try (ChronicleLog log = Logs.open(directory)) {
            assertTimeout(Duration.ofSeconds(1), () -> Logs.append(log, "first"));
        }
        assertEquals(List.of("first"), Logs.read(directory).pods());
    }
}
