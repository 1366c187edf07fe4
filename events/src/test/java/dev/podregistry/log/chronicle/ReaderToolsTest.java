package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.Recorded;
import java.nio.file.Path;
import java.util.List;
import net.openhft.chronicle.queue.ChronicleReaderMain;
import net.openhft.chronicle.queue.main.DumpMain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An auditor without this library reads the log with Chronicle's own tools. */
@Timeout(600)
final class ReaderToolsTest {

    @TempDir
    Path directory;

    private String printed(Class<?> tool, Object... arguments) throws Exception {
        try (ChildJvm child = ChildJvm.start(tool, arguments)) {
            String printed = String.join("\n", child.rest());
            assertEquals(0, child.exit());
            return printed;
        }
    }

    private List<Recorded> write() {
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "first \"quoted\"");
            Logs.append(log, "second", "third \u2603");
        }
        return Logs.read(directory).recorded();
    }

    @Test
    void theyPrintEveryEventAsItIsStored() throws Exception {
        List<Recorded> events = write();
        String read = unquoted(printed(ChronicleReaderMain.class, "-d", directory.resolve("queue")));
        String dumped = unquoted(printed(DumpMain.class, directory.resolve("queue")));
        for (Recorded event : events) {
            String record = "record: " + unquoted(event.stored());
            String chain = "previous: " + event.previous() + "\nhash: " + event.hash();
            assertTrue(read.contains(record + "\n" + chain), read);
            assertTrue(dumped.contains(record), dumped);
            assertTrue(dumped.contains("hash: " + event.hash()), dumped);
        }
    }

    /** The tools quote texts in their own ways. */
    private static String unquoted(String text) {
        return text.replace("\\", "").replace("\"", "");
    }
}
