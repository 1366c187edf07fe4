package dev.podregistry.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.Logs;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.core.Jvm;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What else uses Chronicle in the same JVM keeps its warnings. */
@Timeout(600)
final class NeighbourTest {

    /** Warns as Chronicle does, in a program that has a registry open. */
    static final class Warning {

        private Warning() {}

        public static void main(String[] arguments) {
            Jvm.setWarnExceptionHandler((logger, message, thrown) -> System.out.println(message + thrown));
            ChronicleLog log = ChronicleLog.open(Path.of(arguments[0]), ChronicleLogOptions.DEFAULT, LogPosition.START);
            Logs.warn("of our own disk");
            Jvm.warn().on(Warning.class, "a file of the neighbour", new IOException("of another disk"));
            log.close();
        }
    }

    @Test
    void onlyTheWarningsOfAnotherQueueAreLogged(@TempDir Path directory) throws Exception {
        ProcessBuilder builder = ChildJvm.command(ChildJvm.flags(), Warning.class, directory.resolve("registry"));
        try (ChildJvm child = ChildJvm.start(builder.redirectErrorStream(true))) {
            String said = String.join("\n", child.rest());
            assertEquals(0, child.exit(), said);
            assertTrue(said.contains("of another disk"), said);
            assertFalse(said.contains("of our own disk"), said);
        }
    }
}
