package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules as data: every file of vectors, step by step, result and table, on every log.
 *
 * <p>Another folder of vectors is taken with {@code -Dvectors.dir=…}.
 */
class VectorTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TestFactory
    Stream<DynamicTest> onTheLogInMemory() throws Exception {
        return tests(() -> new MemoryLog(InstantSource.system()).open(LogPosition.START));
    }

    @TestFactory
    Stream<DynamicTest> onTheChronicleLog(@TempDir Path folder) throws Exception {
        ChronicleLogOptions options =
                new ChronicleLogOptions(Durability.PAGE_CACHE, Duration.ofSeconds(10), InstantSource.system());
        AtomicInteger count = new AtomicInteger();
        return tests(() ->
                ChronicleLog.open(folder.resolve("registry-" + count.incrementAndGet()), options, LogPosition.START));
    }

    private interface LogFactory {
        EventLog open() throws IOException;
    }

    private static Stream<DynamicTest> tests(LogFactory logs) throws Exception {
        List<Path> files = files();
        assertTrue(files.size() > 0, "there are vectors");
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(String.valueOf(file.getFileName()), () -> {
                    try (EventLog log = logs.open()) {
                        play(file, new Vector(log));
                    }
                }));
    }

    private static List<Path> files() throws IOException, URISyntaxException {
        String given = System.getProperty("vectors.dir");
        Path folder = given != null
                ? Path.of(given)
                : Path.of(Objects.requireNonNull(VectorTest.class.getResource("/vectors"), "the vectors")
                        .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".jsonl")).sorted().toList();
        }
    }

    private static void play(Path file, Vector vector) throws IOException {
        JsonNode table = JSON.createArrayNode();
        int line = 0;
        for (String text : Files.readAllLines(file)) {
            line++;
            JsonNode step = JSON.readTree(text);
            String at = file.getFileName() + ":" + line + " " + step.get("cmd");
            assertEquals(step.get("result"), vector.answer(step.get("cmd")), "result of " + at);
            table = step.has("table") ? step.get("table") : table;
            assertEquals(table, vector.table(), "table after " + at);
        }
    }
}
