package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.RandomHistory;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;

/** Wherever snapshots were taken, every question about a point is answered as from the first event on, byte for byte. */
@Tag("fuzz")
final class PresentProperties {

    private static final int EVENTS = 150;

    private static final List<String> QUESTIONS = List.of(
            "state",
            "state -o json",
            "tree",
            "tree -o ndjson",
            "who /a /a/b /b/c /c",
            "who /a/a -o json",
            "who /b /c/a /a/c -o json",
            "check /a/b --pod p3",
            "check /b --pod p7 -o json",
            "simulate register x --allow write:/a/x --dead p1 --segment 00000000-0000-4000-8000-000000000001",
            "simulate delegate p2 p99 --allow write:/b",
            "simulate release p4 -o json",
            "export --format pods-json");

    @Property(tries = 4, edgeCases = EdgeCasesMode.NONE)
    void everyAnswerIsThatOfAFullReplay(@ForAll Random random) throws IOException {
        Path registry = Files.createTempDirectory("present");
        try {
            ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE);
            RandomHistory.write(
                    random.nextLong(),
                    EVENTS,
                    clock -> ChronicleLog.open(registry, options.withClock(clock), LogPosition.START));
            Snapshots snapshots = Snapshots.of(registry);
            for (int i = 0; i < 2; i++) {
                long taken = 20 + random.nextInt(EVENTS - 20);
                snapshots.keepOnly(taken);
                for (String question : QUESTIONS) {
                    long point = Math.max(1, taken - 10 + random.nextInt(EVENTS - (int) taken + 10));
                    compare(registry, question);
                    compare(
                            registry,
                            question
                                    + List.of(" --at end", " --at " + point, " --at 2026-01-31T12:30Z")
                                            .get(random.nextInt(3)));
                }
            }
        } finally {
            delete(registry);
        }
    }

    private static void compare(Path registry, String question) {
        Printed whole = run(registry, question + " --from-start");
        Printed quick = run(registry, question);
        assertEquals(whole, quick, question);
        boolean maySayNothing = question.contains("ndjson");
        assertTrue(maySayNothing || !whole.out().isEmpty() || !whole.err().isEmpty(), question);
    }

    private static Printed run(Path registry, String line) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(line.split(" "));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
