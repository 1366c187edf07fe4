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
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A stranger's check of exports and checkpoints: {@code docs/verify_export.py}, which shares no code with the project.
 *
 * <p>It needs {@code python3}, so it runs with {@code -Ppython} only, and then fails where there is none.
 */
class VerifyExportPython {

    @TempDir
    private Path temporary;

    private List<String> lines;

    @BeforeEach
    void export() throws IOException {
        Instant[] clock = {Story.NOON};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(temporary.resolve("registry"), options, LogPosition.START)) {
            Story.tellShop(new Story(log), clock);
        }
        Files.writeString(temporary.resolve("private"), Keys.PRIVATE);
        Files.writeString(temporary.resolve("public"), Keys.PUBLIC);
        Files.writeString(temporary.resolve("other"), Keys.OTHER_PUBLIC);
        tool("export --format ndjson -O TMP/log");
        tool("verify --save TMP/signed --sign TMP/private");
        tool("verify --save TMP/unsigned");
        lines = Files.readAllLines(temporary.resolve("log"));
    }

    private void tool(String line) {
        Printed printed = Prompt.onDisk()
                .with(RegistryOption.VARIABLE, temporary.resolve("registry").toString())
                .run(line.replace("TMP", temporary.toString()).split(" "));
        assertEquals(0, printed.code(), printed.err());
    }

    private Printed check(String... arguments) throws IOException {
        String script = Path.of(System.getProperty("docs"), "verify_export.py").toString();
        return Running.run(temporary, Map.of(), Running.words(List.of("python3", script), arguments));
    }

    private void assertFound(String message, List<String> log, String... arguments) throws IOException {
        Files.write(temporary.resolve("bad"), log);
        Printed checked = check(Running.words(List.of("bad"), arguments).toArray(String[]::new));
        assertEquals(1, checked.code(), checked.out() + checked.err());
        assertTrue(checked.err().contains(message), checked.err());
        assertEquals(1, checked.err().lines().count(), checked.err());
    }

    @Test
    void aWholeExportIsProvenAndItsCheckpointToo() throws IOException {
        assertEquals(0, check("log").code());
        assertEquals(0, check("log", "--checkpoint", "unsigned").code());
        Printed signed = check("log", "--checkpoint", "signed", "--key", "public");
        assertEquals(0, signed.code(), signed.err());
        assertTrue(signed.out().startsWith("10 events, last hash "), signed.out());
        assertTrue(signed.out().contains("; continues the signed checkpoint of #10"), signed.out());
    }

    @Test
    void theExportOfARestoredRegistryIsProven() throws IOException {
        tool("backup TMP/backup");
        tool("restore TMP/backup --apply");
        tool("export --format ndjson -O TMP/restored");
        assertTrue(Files.readAllLines(temporary.resolve("restored")).get(10).contains("\"type\":\"Restored\""));

        Printed proven = check("restored", "--checkpoint", "signed", "--key", "public");

        assertEquals(0, proven.code(), proven.err());
        assertTrue(proven.out().startsWith("11 events, last hash "), proven.out());
        lines = Files.readAllLines(temporary.resolve("restored"));
        assertFound("#11 says something else", changed(11, "\"epoch\":17", "\"epoch\":18"));
    }

    @Test
    void theGoldenExportAndCheckpointAreProven() throws IOException {
        Files.writeString(temporary.resolve("golden"), GoldenTest.golden("export-v1.ndjson"));
        assertEquals(0, check("golden").code());
        Files.writeString(temporary.resolve("signed"), GoldenTest.golden("checkpoint.txt"));
        Printed other = check("golden", "--checkpoint", "signed", "--key", "public");
        assertTrue(other.err().contains("the log differs at #8, or before it"), other.err());
    }

    @Test
    void whateverWasDoneToTheExportIsNamed() throws IOException {
        assertFound("#7 was altered", changed(7, "docs-writer", "docs-reader"));
        assertFound(
                "#7 says something else than what is stored", changed(7, "\"pod\":\"docs-writer\"", "\"pod\":\"me\""));
        List<String> dropped = new ArrayList<>(lines);
        dropped.remove(4);
        assertFound("#5 is missing: #6 is in its place", dropped);
        List<String> doubled = new ArrayList<>(lines);
        doubled.add(4, lines.get(4));
        assertFound("#6 is missing: #5 is in its place", doubled);
        List<String> reordered = new ArrayList<>(lines);
        Collections.swap(reordered, 4, 5);
        assertFound("#5 is missing: #6 is in its place", reordered);
        assertFound("the log was cut off at #8", lines.subList(0, 8), "--checkpoint", "unsigned");
        assertFound("line 1 is no exported event", List.of("{}"));
    }

    private List<String> changed(int sequence, String from, String to) {
        List<String> changed = new ArrayList<>(lines);
        changed.set(sequence - 1, lines.get(sequence - 1).replace(from, to));
        return changed;
    }

    @Test
    void aSignatureThatIsNotTheKeysIsNamed() throws IOException {
        assertFound("signed is not signed by other", lines, "--checkpoint", "signed", "--key", "other");
        assertFound("unsigned is not signed", lines, "--checkpoint", "unsigned", "--key", "public");
        assertFound("is no Ed25519 public key", lines, "--checkpoint", "signed", "--key", "private");
        String text = Files.readString(temporary.resolve("signed"));
        Files.writeString(temporary.resolve("signed"), text.replace("sequence 10", "sequence 9"));
        assertFound("or was changed since", lines, "--checkpoint", "signed", "--key", "public");
        Files.writeString(temporary.resolve("signed"), text.replace("schema", "scheme"));
        assertFound("is no checkpoint", lines, "--checkpoint", "signed", "--key", "public");
    }
}
