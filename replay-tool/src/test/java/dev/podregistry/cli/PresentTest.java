package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Questions about the present read what came after the newest snapshot that can be believed, and no more than they need. */
class PresentTest {

    private static final String WHO = "who /srv/shop/services/checkout/src";

    @TempDir
    private Path temporary;

    private Path registry;

    @BeforeEach
    void tellAStory() {
        registry = story("registry", Story.NOON);
    }

    private Path story(String name, Instant noon) {
        Path place = temporary.resolve(name);
        Instant[] clock = {noon};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(place, options, LogPosition.START)) {
            Story.tellShop(new Story(log), clock);
        }
        return place;
    }

    private Printed run(String line) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(line.split(" "));
    }

    private static Path only(Path folder, String suffix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(suffix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void spoil(Path file, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    /** The pod that #7 registered has ended, so nothing about the present names that event. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                WHO,
                "state",
                "tree",
                "check /srv/shop/services/checkout/src --pod coder-rescue",
                "simulate register x --allow write:/new",
                "export --format pods-json"
            })
    void whatASnapshotHasPastNeedNotBeRead(String question) throws IOException {
        Printed right = run(question);
        Snapshots.of(registry).keepOnly(9L);
        spoil(only(registry.resolve("queue"), "F.cq4"), "docs-writer");
        Map<String, String> before = DiskTest.everything(registry);
        assertEquals(right, run(question));
        assertEquals(65, run(question + " --from-start").code());
        assertEquals(65, run(question + " --at 7").code());
        assertEquals(before, DiskTest.everything(registry));
    }

    /** The tester was delegated under its spawner's own rules; what these were, no event tells that the row names. */
    @Test
    void theOwnRulesOfASpawnerThatHasEndedTakeTheWholeLog() throws IOException {
        Printed right = run("tree -o json");
        Snapshots.of(registry).keepOnly(9L);
        assertEquals(right, run("tree -o json"));
        spoil(only(registry.resolve("queue"), "F.cq4"), "docs-writer");
        assertEquals(65, run("tree -o json").code());
    }

    @Test
    void damageToAnEventThatTheAnswerNamesIsFound() throws IOException {
        Snapshots.of(registry).keepOnly(9L);
        spoil(only(registry.resolve("queue"), "F.cq4"), "orchestrator");
        Printed printed = run(WHO);
        assertEquals(65, printed.code(), printed.err());
        assertTrue(printed.err().contains("at sequence 1"), printed.err());
    }

    @Test
    void aDamagedSnapshotIsPassedOverWithANote() throws IOException {
        Printed right = run(WHO);
        Snapshots.of(registry).keepOnly(5L, 9L);
        spoil(registry.resolve("snapshots/snapshot-00000000000000000009.json"), "orchestrator");
        Printed printed = run(WHO);
        assertEquals(right.out(), printed.out());
        assertTrue(printed.err().contains("passing over the snapshot"), printed.err());
        assertTrue(printed.err().contains("SHA-256"), printed.err());
        assertEquals(1, printed.err().lines().count(), printed.err());
    }

    @Test
    void aSnapshotOfAnotherLogIsPassedOverWithANote() throws IOException {
        Printed right = run(WHO);
        Path other = story("other", Story.NOON.plusSeconds(1));
        Snapshots.of(other).keepOnly(8L);
        Files.createDirectory(registry.resolve("snapshots"));
        Path foreign = only(other.resolve("snapshots"), ".json");
        Files.copy(foreign, registry.resolve("snapshots").resolve(foreign.getFileName()));
        Printed printed = run(WHO);
        assertEquals(right.out(), printed.out());
        assertTrue(printed.err().contains("the log does not hold event 8 with its hash"), printed.err());
    }

    @Test
    void aPointBeyondTheEndStaysAnError() throws IOException {
        Printed right = run(WHO + " --at 11");
        assertEquals(2, right.code());
        Snapshots.of(registry).keepOnly(8L);
        assertEquals(right, run(WHO + " --at 11"));
    }
}
