package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo as a newcomer starts it. */
@Tag("slow")
class DemoIT {

    private static final Map<String, String> SOMEBODY_ELSES = Map.of("POD_REGISTRY_DIR", "/somebody/else");

    @TempDir
    private Path temporary;

    private Path registry;
    private List<String> command;

    @BeforeEach
    void choosePlaces() throws IOException {
        registry = temporary.resolve("my registry");
        Path scratch = Files.createDirectory(temporary.resolve("tmp"));
        command = Running.words(
                List.of(
                        Running.java(),
                        "-Djava.io.tmpdir=" + scratch,
                        "-jar",
                        Running.jar().toString()),
                "demo",
                "--dir",
                registry.toString());
    }

    @Test
    void tellsTheWholeStoryAndLeavesNothingButTheRegistry() throws IOException {
        Instant start = Instant.now();
        Printed demo = Running.run(temporary, SOMEBODY_ELSES, command);
        assertEquals(0, demo.code(), demo.err());
        assertTrue(Duration.between(start, Instant.now()).toSeconds() < 60);
        assertInOrder(
                demo.out().replaceAll("\\s+", " "),
                "no two live pods ever hold the same path for writing",
                "1. An orchestrator registers.",
                "to READ",
                "granted, event #1",
                "2. It delegates",
                "asks to adopt what is reserved for it: granted, event #5",
                "yes; writes \"half of a cart\"",
                "no; so it does not",
                "3. A stranger asks",
                "is refused: pod coder-checkout holds paths of it",
                "4. coder-checkout is killed",
                "is dead",
                "asks to delegate to coder-rescue",
                "granted, event #7",
                "writes \"a whole cart\"",
                "5. The orchestrator is killed too",
                "the table stands at #8: orchestrator, coder-search, coder-rescue",
                "is dead",
                "started; the table stands at #8: orchestrator, coder-search, coder-rescue",
                " tree --dir",
                "└─ coder-rescue",
                "cart.txt is held by coder-checkout",
                "cart.txt is held by coder-rescue",
                "#6 2",
                "Reclaimed coder-checkout",
                "its process was dead",
                "the log is sound at #8",
                "show 6 --dir '" + registry + "'");
        assertNobodyIsLeft();
        Matcher tree = Pattern.compile("(\\S+/shop)\n").matcher(demo.out());
        assertTrue(tree.find());
        assertFalse(Files.exists(Path.of(tree.group(1)).getParent()), "the tree is removed");
        assertTrue(demo.out().contains("the tree is removed"));
        Printed again = Running.run(temporary, Map.of(), Running.jar("show", "6", "--dir", registry.toString()));
        assertEquals(0, again.code(), again.err());
        assertTrue(again.out().contains("#6 Reclaimed"), again.out());
    }

    @Test
    void wantsARegistryOfItsOwn() throws IOException {
        Files.createDirectory(registry);
        Printed printed = Running.run(temporary, Map.of(), command);
        assertEquals(2, printed.code(), printed.err());
        assertEquals(1, printed.err().lines().count(), printed.err());
    }

    @Test
    void interruptedItTakesItsProcessesAlong() throws IOException, InterruptedException {
        try (Running demo = Running.start(temporary, Map.of(), command)) {
            await(() -> demo.out().contains("granted, event #4"));
            demo.process().destroy();
            demo.finish();
            assertNobodyIsLeft();
        }
    }

    @Test
    void killedItTakesItsProcessesAlongToo() throws IOException, InterruptedException {
        try (Running demo = Running.start(temporary, Map.of(), command)) {
            await(() -> demo.out().contains("granted, event #4"));
            demo.process().destroyForcibly();
            demo.finish();
            await(() -> actors().findAny().isEmpty());
        }
    }

    private static void assertInOrder(String text, String... phrases) {
        int from = 0;
        for (String phrase : phrases) {
            int at = text.indexOf(phrase, from);
            assertTrue(at >= 0, "\"" + phrase + "\" is not in what follows: " + text.substring(from));
            from = at + phrase.length();
        }
    }

    private Stream<ProcessHandle> actors() {
        return ProcessHandle.allProcesses()
                .filter(process -> Stream.of(process.info().arguments().orElse(new String[0]))
                        .anyMatch(registry.toString()::equals))
                .filter(process -> !process.equals(ProcessHandle.current()));
    }

    private void assertNobodyIsLeft() {
        assertEquals(List.of(), actors().map(ProcessHandle::pid).toList());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        Instant end = Instant.now().plusSeconds(60);
        while (!condition.getAsBoolean()) {
            assertTrue(Instant.now().isBefore(end), "it does not happen");
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
