package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that Chronicle has put aside are told of, and fail who lacks what is in them. */
final class LeftoversTest {

    private static final String DAY = "20260131F.cq4";

    @TempDir
    private Path temporary;

    private Path registry;
    private Path aside;

    @BeforeEach
    void write() {
        registry = write("registry", "mine");
        aside = registry.resolve("queue").resolve(DAY + ".discard");
    }

    private Path write(String name, String pod) {
        Path directory = temporary.resolve(name);
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.withClock(() -> Instant.parse("2026-01-31T12:00:00Z"));
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
            Story story = new Story(log);
            story.register(pod, 1, Story.scope(), 1);
            story.register(pod + "-2", 2, Story.scope(), 2);
        }
        return directory;
    }

    private void assertSays(int code, String command, String text) {
        Printed printed = Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(command.split(" "));
        String both = printed.out() + printed.err();
        assertEquals(code, printed.code(), both);
        assertTrue(both.contains(text), both);
    }

    @Test
    void whatTheLogHasIsOnlyInTheWay() throws IOException {
        Files.copy(registry.resolve("queue").resolve(DAY), aside);
        String says =
                DAY + ".discard was put aside by Chronicle; 2 events in it can be read, and the log has all of them";
        assertSays(0, "verify", says + "; move it out of " + registry.resolve("queue"));
        assertSays(0, "repair", says + "; move it out of ");
        assertSays(0, "doctor", "log        warn " + says);
    }

    @Test
    void whatTheLogLacksIsAFailure() throws IOException {
        Files.copy(write("other", "theirs").resolve("queue").resolve(DAY), aside);
        String says = "2 events in it can be read, and the log has all but 2";
        assertSays(65, "verify", says + "; look for a copy that has them, then move it out of ");
        assertSays(0, "repair", says + "; look for a copy");
        assertSays(65, "doctor", says);
    }

    @Test
    void whatCannotBeReadIsTold() throws IOException {
        Files.write(aside, new byte[1 << 16]);
        for (String command : new String[] {"verify", "repair", "doctor"}) {
            assertSays(0, command, "put aside by Chronicle; no event in it can be read");
        }
        Files.delete(aside);
        assertFalse(
                Prompt.onDisk().run("verify", "-d", registry.toString()).err().contains("put aside"));
    }
}
