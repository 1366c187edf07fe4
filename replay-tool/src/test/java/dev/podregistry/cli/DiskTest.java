package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands on registries on disk: whole, damaged, missing. */
public class DiskTest {

    @TempDir
    private Path temporary;

    private Path registry;

    @BeforeEach
    void tellAStory() {
        registry = temporary.resolve("registry");
        Instant[] clock = {Story.NOON};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
            Story.tellShop(new Story(log), clock);
        }
    }

    private Printed run(String line) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(line.split(" "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "log --path /srv",
                "show 3",
                "show tester",
                "state",
                "state --at 2026-01-31T12:03:00Z",
                "tree",
                "who /srv/shop/services/checkout/src",
                "blame /srv/shop/services/checkout/src",
                "blame /srv --subtree",
                "diff 2 8",
                "check /srv/shop/services/checkout/src --pod coder-rescue",
                "stats",
                "log --reverse -n 3",
                "simulate register x --allow write:/new",
                "verify",
                "doctor",
                "export --format pods-json",
                "report -O -"
            })
    void readingChangesNoByteAndNoTime(String line) throws IOException {
        Map<String, String> before = everything(temporary);
        Printed printed = run(line);
        assertEquals(0, printed.code(), printed.err());
        assertEquals(before, everything(temporary));
    }

    @Test
    void followingChangesNoByteAndNoTime() throws IOException, InterruptedException {
        Map<String, String> before = everything(temporary);
        Thread following = new Thread(() -> run("log --follow"));
        following.start();
        Thread.sleep(1_000);
        following.interrupt();
        following.join();
        assertEquals(before, everything(temporary));
    }

    @Test
    void aRegistryOnDiskTellsTheSameAsOneInMemory() {
        Printed disk = run("log");
        assertEquals(GoldenTest.masked(Prompt.on(Story.shop()).run("log").out()), GoldenTest.masked(disk.out()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "show 1",
                "state",
                "tree",
                "who /a",
                "blame /a",
                "diff 0",
                "check /a --pod p",
                "simulate release p",
                "stats",
                "log --reverse -n 3",
                "simulate register x --allow write:/new",
                "verify",
                "export --format pods-json",
                "report -O -"
            })
    void aMissingLogIsAnErrorAndNothingIsCreated(String line) throws IOException {
        Path empty = Files.createDirectory(temporary.resolve("empty"));
        Path file = Files.writeString(temporary.resolve("file"), "x");
        Map<String, String> before = everything(temporary);
        for (Path place : new Path[] {temporary.resolve("nowhere"), empty, file}) {
            Printed printed = Prompt.onDisk().run((line + " --dir " + place).split(" "));
            assertEquals(66, printed.code(), printed.err());
            assertTrue(printed.err().contains(place.toString()), printed.err());
            assertEquals(1, printed.err().lines().count(), printed.err());
            assertEquals("", printed.out());
        }
        assertEquals(before, everything(temporary));
    }

    @Test
    void aFlippedByteIsFoundAndItsSequenceNamed() throws IOException {
        Path events = eventFile();
        byte[] bytes = Files.readAllBytes(events);
        int at = indexOf(bytes, "docs-writer");
        bytes[at] ^= 1;
        Files.write(events, bytes);
        Printed verify = run("verify");
        assertEquals(65, verify.code(), verify.out() + verify.err());
        assertTrue(verify.out().contains("chain    FAILED  6 events"), verify.out());
        assertTrue(verify.out().contains("#7 "), verify.out());
        assertTrue(verify.err().contains("at sequence 7"), verify.err());
        assertTrue(verify.err().contains(".cq4"), verify.err());
        assertEquals(1, verify.err().lines().count(), verify.err());
        for (String line : new String[] {"log", "state", "tree", "who /srv", "show 1"}) {
            assertEquals(65, run(line).code(), line);
        }
        assertTrue(run("verify -o json").out().contains("\"verdict\": \"damaged\""));
        for (String until : new String[] {"", " --until 2026-02-01", " --until 9"}) {
            Printed report = run("report -O -" + until);
            assertEquals(65, report.code(), report.err());
            PageReader page = new PageReader(report.out());
            assertEquals(6, page.column("event.kind").length);
            assertEquals("damaged", page.header().get("verify").get("verdict").textValue());
            assertTrue(report.err().contains("at sequence 7"), report.err());
        }
    }

    @Test
    void repairSaysWhatItWouldDropAndDropsItWhenToldTo() throws IOException {
        Path events = eventFile();
        byte[] bytes = Files.readAllBytes(events);
        bytes[indexOf(bytes, "docs-writer")] ^= 1;
        Files.write(events, bytes);

        Printed plan = run("repair");
        assertEquals(1, plan.code(), plan.err());
        assertTrue(plan.out().contains("can be kept     everything up to #6"), plan.out());
        assertTrue(plan.err().contains("nothing was changed"), plan.err());
        assertArrayEquals(bytes, Files.readAllBytes(events));
        assertEquals(65, run("verify").code());

        Printed repaired = run("repair --apply");
        assertEquals(0, repaired.code(), repaired.err());
        assertTrue(repaired.out().contains("original "), repaired.out());
        assertEquals(0, run("verify").code());
        try (Stream<Path> files = Files.walk(registry.resolve("quarantine"))) {
            Path kept = files.filter(file -> file.getFileName().equals(events.getFileName()))
                    .findFirst()
                    .orElseThrow();
            assertArrayEquals(bytes, Files.readAllBytes(kept));
        }
        assertTrue(run("repair").out().contains("there is nothing to repair"));
    }

    private Path eventFile() throws IOException {
        try (Stream<Path> files = Files.walk(registry)) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        assertFalse(at < 0, "the log holds " + text);
        return at;
    }

    /** {@return each file's size, time and contents} */
    public static Map<String, String> everything(Path root) throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path path : files.toList()) {
                boolean directory = Files.isDirectory(path);
                int hash = directory ? 0 : Arrays.hashCode(Files.readAllBytes(path));
                all.put(path.toString(), Files.getLastModifiedTime(path) + " " + Files.size(path) + " " + hash);
            }
        }
        return all;
    }
}
