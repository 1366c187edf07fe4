package dev.podregistry.benchmarks;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.benchmarks.row.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every row still measures what it says, at a size that takes no time; what the figures are is nobody's concern here. */
@Tag("slow")
class EveryRowIT {

    @TempDir
    private static Path out;

    private static Session session;

    @BeforeAll
    static void open() throws IOException {
        session = Session.open(Path.of(System.getProperty("project")), out, Effort.SMOKE);
    }

    @AfterAll
    static void close() throws IOException {
        session.close();
    }

    @TestFactory
    Stream<DynamicTest> measures() {
        return Rows.ALL.stream()
                .map(row -> DynamicTest.dynamicTest(row.name(), () -> {
                    List<Line> lines = session.measure(row);
                    assertFalse(lines.isEmpty());
                    assertAll(lines.stream().map(line -> () -> assertSound(line)));
                    assertEquals(lines.size(), journalled(row, "what"));
                    assertTrue(journalled(row, "contender") > 0);
                }));
    }

    private static void assertSound(Line line) {
        assertTrue(Double.isFinite(line.ours().value()), line::what);
        assertTrue(line.ratio() == null || (Double.isFinite(line.ratio()) && line.ratio() > 0), line::what);
        assertEquals(line.against().isEmpty(), line.theirs() == null, line::what);
    }

    private static long journalled(Row row, String field) throws IOException {
        JsonMapper mapper = new JsonMapper();
        List<JsonNode> found = new ArrayList<>();
        for (String text : Files.readAllLines(out.resolve(Session.SAMPLES))) {
            JsonNode line = mapper.readTree(text);
            if (line.get("row").textValue().equals(row.name()) && line.has(field)) {
                found.add(line);
            }
        }
        return found.size();
    }
}
