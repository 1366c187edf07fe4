package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tool makes of a log that does not fit the manifest beside it. */
final class ManifestTest {

    @TempDir
    private Path temporary;

    private Path registry;
    private Path manifest;

    @BeforeEach
    void write() {
        registry = write("registry", 1);
        manifest = registry.resolve("manifest.json");
    }

    private Path write(String name, int pid) {
        Path directory = temporary.resolve(name);
        try (ChronicleLog log = ChronicleLog.open(directory, ChronicleLogOptions.DEFAULT, LogPosition.START)) {
            new Story(log).register(name, pid, Story.scope(), pid);
        }
        return directory;
    }

    private Printed run(String... command) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(command);
    }

    private static void assertSays(int code, Printed printed, String... texts) {
        String both = printed.out() + printed.err();
        assertEquals(code, printed.code(), both);
        for (String text : texts) {
            assertTrue(both.contains(text), "'" + text + "' in\n" + both);
        }
    }

    /** Its chain is whole, and it is not the history that this registry had. */
    @Test
    void theQueueOfAnotherLogIsTold() throws IOException {
        assertSays(0, run("verify"));
        Files.copy(write("other", 2).resolve("manifest.json"), manifest, StandardCopyOption.REPLACE_EXISTING);
        assertSays(65, run("verify"), "the log is sound", "and the log begins with another: it was replaced");
        assertSays(65, run("doctor"), "log        FAIL", "and the log begins with another: it was replaced");
        assertSays(0, run("state"));
        Files.delete(manifest);
        assertSays(0, run("verify"));
    }

    @Test
    void aManifestThatCannotBeReadHarmsNothing() throws IOException {
        Files.write(manifest, new byte[3]);
        assertSays(0, run("verify"), "the log is sound", "manifest.json cannot be read", "makes it anew");
        assertTrue(run("doctor").out().contains("manifest.json cannot be read"));
        assertSays(0, run("state"));
    }

    /** It was said that the next opening makes it anew, which refuses. */
    @Test
    void aManifestThatIsNoFileIsToBeMovedAway() throws IOException {
        Files.delete(manifest);
        Files.createDirectory(manifest);
        String doctor = run("doctor").out();
        assertTrue(doctor.contains("the next opening for writing is refused until it is moved away"), doctor);
    }

    /** It was said that there is no registry, and to check --dir. */
    @Test
    void everyCommandMissesALogThatIsGone() throws IOException {
        Files.move(registry.resolve("queue"), temporary.resolve("elsewhere"));
        Path pods = Files.writeString(temporary.resolve("pods.json"), "{}");
        for (List<String> command : List.of(
                List.of("verify"),
                List.of("doctor"),
                List.of("repair"),
                List.of("repair", "--apply"),
                List.of("state"),
                List.of("who", "/a"),
                List.of("log"),
                List.of("backup", temporary.resolve("backup").toString()),
                List.of("import", pods.toString()))) {
            assertSays(
                    65,
                    run(command.toArray(String[]::new)),
                    "no event is left, though there was a log",
                    "pod-registry restore",
                    "manifest.json says that the log began at ");
        }
    }

    @Test
    void aLogThatIsGoneIsRestored() throws IOException {
        String backup = temporary.resolve("backup").toString();
        assertSays(0, run("backup", backup));
        Files.move(registry.resolve("queue"), temporary.resolve("elsewhere"));
        assertSays(1, run("restore", backup), "it is damaged at #1, and how much was behind that is not known");
        assertSays(0, run("restore", backup, "--apply"), "restored  now at #2", "set aside");
        assertSays(0, run("verify"), "the log is sound at #2");
    }
}
