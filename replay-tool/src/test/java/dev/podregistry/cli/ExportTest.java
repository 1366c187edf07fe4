package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ScopeRule;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The forms for other tools, read as those tools read them. */
class ExportTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path temporary;

    private Path registry;

    /** The registry of the first version, which has events of every kind; it is one that must be read for ever. */
    @BeforeEach
    void unzip() throws IOException {
        registry = temporary.resolve("registry");
        InputStream golden = ExportTest.class.getResourceAsStream("/golden/v1-registry.zip");
        try (ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(golden))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = registry.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    private Printed export(String options) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(("export --format " + options).split(" "));
    }

    private String exported(String options) {
        Printed printed = export(options);
        assertEquals(0, printed.code(), printed.err());
        return printed.out();
    }

    private static Printed ofShop(String options) {
        return Prompt.on(Story.shop()).run(("export --format " + options).split(" "));
    }

    /** Other tools rely on each key and column: what was there once stays as it is, and new ones come behind. */
    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "csv", "cloudevents", "trace"})
    void aFormStaysAsItWas(String form) throws IOException {
        assertEquals(GoldenTest.golden("export-v1." + form), exported(form));
    }

    @Test
    void ndjsonIsWhatTheLogPrints() {
        Printed log = Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run("log", "-o", "ndjson");
        assertEquals(log.out(), exported("ndjson"));
    }

    private static Schema schema() throws IOException {
        return schema("event-1.schema.json");
    }

    private static Schema schema(String file) throws IOException {
        String text = Files.readString(Path.of(System.getProperty("docs"), "schema", file));
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(text, InputFormat.JSON);
        schema.initializeValidators();
        return schema;
    }

    @Test
    void everyLineOfNdjsonFollowsThePublishedSchema() throws IOException {
        Schema schema = schema();
        Set<String> types = new HashSet<>();
        for (String line : exported("ndjson").lines().toList()) {
            List<Error> errors = schema.validate(line, InputFormat.JSON);
            assertEquals(List.of(), errors, line);
            types.add(JSON.readTree(line).at("/event/type").asText());
        }
        assertEquals(6, types.size(), types::toString);
    }

    /** No reader of the first schema expects an event without a pod. */
    @Test
    void aRestoreFollowsASchemaOfItsOwn() throws IOException {
        MemoryLog log = Story.shop();
        try (EventLog handle = log.open(LogPosition.START)) {
            handle.transact(
                    new Origin(new Actor("ops"), CommandId.random()),
                    event -> {},
                    () -> new Proposal<>(List.of(new Event.Restored(1_767_225_600L)), ""));
        }
        String line = last(Prompt.on(log).run("export", "--format", "ndjson"));
        // A log in memory stores no JSON.
        String stored = ((ObjectNode) JSON.readTree(line))
                .put("stored", "{\"schema\":2}")
                .toString();
        assertEquals(List.of(), schema("event-2.schema.json").validate(stored, InputFormat.JSON), line);
        assertFalse(schema().validate(stored, InputFormat.JSON).isEmpty());
        assertEquals("pod-registry/event/2", JSON.readTree(line).path("schema").asText());

        JsonNode cloud = JSON.readTree(last(Prompt.on(log).run("export", "--format", "cloudevents")));
        assertEquals("urn:pod-registry:schema:event:2", cloud.path("dataschema").asText());
        assertFalse(cloud.has("subject"), cloud.toString());
        String row = last(Prompt.on(log).run("export", "--format", "csv"));
        assertTrue(row.contains(",Restored,,ops,"), row);
        assertTrue(Prompt.on(log).run("export", "--format", "trace").out().contains("\"epoch\":1767225600"));
    }

    private static String last(Printed printed) {
        assertEquals(0, printed.code(), printed.err());
        return printed.out().lines().reduce((first, second) -> second).orElseThrow();
    }

    @Test
    void theSchemaHasEveryKeyAndRefusesWhatHasNot() throws IOException {
        Schema schema = schema();
        JsonNode known = JSON.readTree(
                        Files.readString(Path.of(System.getProperty("docs"), "schema", "event-1.schema.json")))
                .path("properties");
        ObjectNode event = (ObjectNode)
                JSON.readTree(exported("ndjson").lines().findFirst().orElseThrow());
        assertEquals(names(known), names(event));
        for (String name : names(event)) {
            ObjectNode without = event.deepCopy();
            without.remove(name);
            assertFalse(schema.validate(without.toString(), InputFormat.JSON).isEmpty(), name);
        }
        for (String bad : List.of("hash", "time", "schema", "event", "sequence")) {
            ObjectNode other = event.deepCopy().put(bad, "x");
            assertFalse(schema.validate(other.toString(), InputFormat.JSON).isEmpty(), bad);
        }
        assertTrue(schema.validate(event.deepCopy().put("later", 1).toString(), InputFormat.JSON)
                .isEmpty());
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new HashSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void csvIsReadBack() throws IOException {
        List<String> events = exported("ndjson").lines().toList();
        List<CSVRecord> rows = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(exported("csv")))
                .getRecords();
        assertEquals(events.size(), rows.size());
        for (int i = 0; i < rows.size(); i++) {
            JsonNode event = JSON.readTree(events.get(i));
            CSVRecord row = rows.get(i);
            assertTrue(row.isConsistent());
            assertEquals(event.path("sequence").asText(), row.get("sequence"));
            assertEquals(event.at("/event/type").asText(), row.get("type"));
            assertEquals(event.path("stored").asText(), row.get("stored"));
            assertEquals(event.path("hash").asText(), row.get("hash"));
        }
    }

    @Test
    void cellsThatLookLikeFormulasStayDataAndAreCounted() {
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        String name = "=HYPERLINK(\"x\",\"y\")";
        Story story = new Story(log.open(LogPosition.START));
        story.register(name, 1, Story.scope(ScopeRule.write("/srv/a,b\"c\u202e")), 1);
        story.register("plain", 2, Story.scope(), 2);
        Printed csv = Prompt.on(log).run("export", "--format", "csv");
        assertTrue(csv.out().contains("\"=HYPERLINK(\"\"x\"\",\"\"y\"\")\""), csv.out());
        assertTrue(csv.out().contains("WRITE /srv/a,b\"\"c\\u{202E}/**"), csv.out());
        assertTrue(csv.err().contains("note: 1 cell begins with"), csv.err());
        assertFalse(csv.out().contains("\u202e"));
    }

    @Test
    void podsJsonEscapesWhatActsOnATerminal() {
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        new Story(log.open(LogPosition.START)).register("pod", 1, Story.scope(ScopeRule.write("/srv/a\u202eb")), 1);
        String out = Prompt.on(log).run("export", "--format", "pods-json").out();
        assertTrue(out.contains("\"/srv/a\\u202eb\""), out);
        assertFalse(out.contains("\u202e"), out);
    }

    @Test
    void cloudEventsAreReadByTheirOwnSdk() throws IOException {
        List<String> events = exported("ndjson").lines().toList();
        List<String> lines = exported("cloudevents").lines().toList();
        assertEquals(events.size(), lines.size());
        String first = JSON.readTree(events.get(0)).path("hash").asText();
        for (int i = 0; i < lines.size(); i++) {
            JsonNode event = JSON.readTree(events.get(i));
            CloudEvent cloud = new JsonFormat().deserialize(lines.get(i).getBytes(StandardCharsets.UTF_8));
            assertEquals("1.0", cloud.getSpecVersion().toString());
            assertEquals(event.path("sequence").asText(), cloud.getId());
            assertEquals("pod-registry:" + first, cloud.getSource().toString());
            assertEquals(event.at("/event/pod").asText(), cloud.getSubject());
            assertEquals("dev.podregistry." + event.at("/event/type").asText(), cloud.getType());
            assertEquals("application/json", cloud.getDataContentType());
            assertEquals("urn:pod-registry:schema:event:1", String.valueOf(cloud.getDataSchema()));
            assertEquals(event, JSON.readTree(lines.get(i)).path("data"));
        }
        JsonNode chosen = JSON.readTree(exported("cloudevents --source //host/pods --type Adopted")
                .lines()
                .findFirst()
                .orElseThrow());
        assertEquals("//host/pods", chosen.path("source").asText());
    }

    @Test
    void aTraceHasALaneForEachPodAndAnArrowForEachDelegation() throws IOException {
        JsonNode trace = JSON.readTree(ofShop("trace").out());
        List<JsonNode> all = StreamSupport.stream(trace.path("traceEvents").spliterator(), false)
                .toList();
        assertEquals(
                List.of("orchestrator", "coder-checkout", "tester", "docs-writer", "coder-rescue"),
                all.stream()
                        .filter(e -> e.path("name").asText().equals("thread_name"))
                        .map(e -> e.at("/args/name").asText())
                        .toList());
        assertEquals(5, phase(all, "B").size());
        assertEquals(List.of(2L, 7L), lanes(phase(all, "E")), "what is still live has no end");
        assertEquals(List.of(1L, 2L, 1L), lanes(phase(all, "s")));
        assertEquals(List.of(2L, 4L, 9L), lanes(phase(all, "f")));
        long last = 0;
        for (JsonNode event : all) {
            assertTrue(event.path("ts").asLong(Long.MAX_VALUE) >= last, "in order, though the clock is not");
            last = event.path("ts").asLong(last);
        }
        assertEquals(10, trace.at("/otherData/sequence").asInt());
    }

    private static List<JsonNode> phase(List<JsonNode> events, String phase) {
        return events.stream().filter(e -> e.path("ph").asText().equals(phase)).toList();
    }

    private static List<Long> lanes(List<JsonNode> events) {
        return events.stream().map(e -> e.path("tid").asLong()).collect(Collectors.toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pod tester", "--type Released", "--path /srv/handbook", "--at 0", "--pod nobody"})
    void aTraceOfSomeEventsIsStillOne(String options) throws IOException {
        JsonNode trace = JSON.readTree(ofShop("trace " + options).out());
        assertTrue(trace.path("traceEvents").size() >= 1);
        List<JsonNode> all = StreamSupport.stream(trace.path("traceEvents").spliterator(), false)
                .toList();
        assertTrue(lanes(phase(all, "B")).containsAll(lanes(phase(all, "E"))));
        assertEquals(phase(all, "s").size(), phase(all, "f").size());
    }

    @ParameterizedTest
    @CsvSource({
        "--pod docs-writer, 2",
        "'--type Delegated,Adopted', 5",
        "--path /srv/handbook, 2",
        "--at 4, 4",
        "--at 2026-01-31T12:03:00Z, 4",
        "--at 7 --pod docs-writer, 1",
    })
    void theFiltersOfTheLogApply(String options, int events) {
        for (String form : List.of("ndjson", "cloudevents", "csv")) {
            Printed printed = ofShop(form + " " + options);
            assertEquals(0, printed.code(), printed.err());
            long lines = CSVLines.of(form, printed.out());
            assertEquals(events, lines, printed.out());
        }
        boolean whole = !options.contains("pod") && !options.contains("type") && !options.contains("path");
        Printed ndjson = ofShop("ndjson " + options);
        assertEquals(!whole, ndjson.err().contains("the chain of hashes cannot be checked in it"), ndjson.err());
    }

    /** How many events a text holds; a cell of CSV may have several lines. */
    private static final class CSVLines {

        static long of(String form, String text) {
            try {
                return form.equals("csv")
                        ? CSVFormat.RFC4180
                                        .parse(new StringReader(text))
                                        .getRecords()
                                        .size()
                                - 1
                        : text.lines().count();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "csv", "cloudevents", "trace", "pods-json"})
    void aFileHoldsWhatIsPrintedAndReplacesNoOther(String form) throws IOException {
        Prompt prompt = Prompt.on(Story.shop());
        Path file = temporary.resolve("out");
        assertEquals(
                0, prompt.run("export", "--format", form, "-O", file.toString()).code());
        String printed = prompt.run("export", "--format", form).out();
        assertEquals(printed, Files.readString(file));
        Files.writeString(file, "mine");
        Printed refused = prompt.run("export", "--format", form, "-O", file.toString());
        assertEquals(74, refused.code());
        assertTrue(refused.err().contains("it exists; give another, or --force"), refused.err());
        assertEquals("mine", Files.readString(file));
        assertEquals(
                0,
                prompt.run("export", "--format", form, "--out", file.toString(), "--force")
                        .code());
        assertEquals(printed, Files.readString(file));
    }

    @Test
    void nothingIsLeftOfAnExportThatFailed() throws IOException {
        Path day = registry.resolve("queue");
        try (var files = Files.list(day)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".cq4")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\"actor\"")] ^= 1;
                Files.write(file, bytes);
            }
        }
        assertEquals(65, export("ndjson -O " + temporary.resolve("out")).code());
        try (var files = Files.list(temporary)) {
            assertEquals(List.of(registry), files.toList());
        }
    }

    @Test
    void anExportIntoTheRegistryIsRefused() {
        Printed inside = export("csv -O " + registry.resolve("out.csv"));
        assertEquals(74, inside.code());
        assertTrue(inside.err().contains("inside of the registry"), inside.err());
    }
}
