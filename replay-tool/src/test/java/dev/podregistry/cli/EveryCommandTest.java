package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.demo.DemoPodCommand;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Invisible;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every command there is; one that nobody has thought of here fails. */
class EveryCommandTest {

    private static final JsonMapper JSON = new JsonMapper();

    /** The worst that the log takes: a name that would show as two, a path that would show backwards. */
    private static final String POD = "p\u00a0\\\ue000q\u3164\u2800\ufe0f";

    private static final String PATH = "/srv\u202e\u200b\\\u3000x";

    /** What the log does not take, but a prompt does. */
    private static final String TYPED = "/p\u001b[31m\u202eq\nx\u0085\u2028\r\u0007";

    /** One line or more of each command that reads a registry; POD and PATH stand for those of the hostile one. */
    private static final Map<String, List<String>> READING = Map.ofEntries(
            Map.entry("log", List.of("log", "log --reverse", "log --path PATH")),
            Map.entry("show", List.of("show 1", "show --pod POD", "show 4")),
            Map.entry("state", List.of("state")),
            Map.entry("tree", List.of("tree")),
            Map.entry("who", List.of("who PATH", "who / PATH")),
            Map.entry("blame", List.of("blame PATH", "blame / --subtree")),
            Map.entry("diff", List.of("diff 0", "diff 1 3")),
            Map.entry("check", List.of("check PATH --pod POD", "check / --pod POD")),
            Map.entry(
                    "simulate",
                    List.of(
                            "simulate register x --allow write:PATH",
                            "simulate release POD",
                            "simulate delegate POD y --allow write:PATH",
                            "simulate adopt POD",
                            "simulate change-segment POD",
                            "simulate reclaim-delegated POD POD")),
            Map.entry("stats", List.of("stats")),
            Map.entry("verify", List.of("verify")),
            Map.entry("doctor", List.of("doctor")),
            Map.entry("repair", List.of("repair")),
            Map.entry(
                    "export",
                    Stream.of("ndjson", "csv", "cloudevents", "trace", "pods-json")
                            .map(form -> "export --format " + form)
                            .toList()),
            Map.entry("report", List.of("report -O -")));

    /** These change a registry, and are tested for what they change; or they read none. */
    private static final Set<String> NOT_READING = Set.of("import", "backup", "restore", "demo", "completion", "man");

    /** An export has the other system's form, and the scripts and pages have theirs. */
    private static final Set<String> OF_OTHER_FORM = Set.of("export", "report", "demo", "completion", "man");

    @TempDir
    private Path temporary;

    private Path registry;

    @BeforeEach
    void tellAHostileStory() {
        registry = temporary.resolve("registry");
        Instant[] clock = {Story.NOON};
        try (ChronicleLog log =
                ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT.withClock(() -> clock[0]), LogPosition.START)) {
            Story story = new Story(log);
            story.register(POD, 100, Story.scope(ScopeRule.write(PATH)), 1);
            story.delegate(POD, POD + "2", null, ScopeRule.write(PATH + "/a"));
            story.adopt(POD + "2", 200, 2);
            story.register("z" + POD, 300, Story.scope(ScopeRule.read(PATH)), 3);
        }
    }

    private Printed run(String line, String... more) {
        return runOn(POD, PATH, line, more);
    }

    private Printed runOn(String pod, String path, String line, String... more) {
        Stream<String> words = Stream.of(line.split(" "))
                .map(word -> word.replace("PATH", path).replace("POD", pod));
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(Stream.concat(words, Stream.of(more)).toArray(String[]::new));
    }

    static Stream<String> names() {
        return Tool.names().stream();
    }

    static Stream<String> lines() {
        return READING.values().stream().flatMap(List::stream).sorted();
    }

    static Stream<String> answeringInJson() {
        return lines().filter(line -> !OF_OTHER_FORM.contains(line.split(" ")[0]));
    }

    @Test
    void noCommandIsForgotten() {
        Set<String> known = new TreeSet<>(READING.keySet());
        known.addAll(NOT_READING);
        assertEquals(new TreeSet<>(Tool.names()), known);
    }

    @ParameterizedTest
    @MethodSource("lines")
    void readingChangesNoByteNoSizeAndNoTime(String line) throws IOException {
        Map<String, String> before = DiskTest.everything(temporary);
        Printed printed = run(line);
        assertTrue(Set.of(0, 1, 3).contains(printed.code()), printed.code() + " " + printed.err());
        assertEquals(before, DiskTest.everything(temporary));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void nothingActsOnATerminal(String line) {
        Printed recorded = run(line);
        // A page is for a browser, and is tested in one.
        boolean forNoTerminal = line.startsWith("report");
        requireHarmless(forNoTerminal ? "" : recorded.out());
        requireHarmless(recorded.err());
        Printed typed = runOn(TYPED, TYPED, line);
        requireHarmless(forNoTerminal ? "" : typed.out());
        requireHarmless(typed.err());
    }

    private static void requireHarmless(String text) {
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            boolean acts = type == Character.CONTROL && c != '\n'
                    || Invisible.is(c)
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            assertFalse(acts, () -> String.format("U+%04X in %s", c, text));
        });
        assertTrue(text.lines().noneMatch(line -> line.startsWith("x\\u")), text);
    }

    @ParameterizedTest
    @MethodSource("answeringInJson")
    void everyAnswerIsToBeHadAsJsonWithItsSchema(String line) throws IOException {
        Printed document = run(line, "-o", "json");
        requireSchema(JSON.readTree(document.out()), document.out());
        Printed rows = run(line, "-o", "ndjson");
        assertFalse(rows.out().isEmpty());
        for (String row : rows.out().lines().toList()) {
            requireSchema(JSON.readTree(row), row);
        }
        assertEquals(document.code(), rows.code());
    }

    /** Of a pod's story, the lines did not say whether its process lives. An event of the log is the same in every form. */
    @ParameterizedTest
    @MethodSource("answeringInJson")
    void linesSayAllThatTheDocumentSays(String line) throws IOException {
        ObjectNode document = (ObjectNode) JSON.readTree(run(line, "-o", "json").out());
        List<JsonNode> rows = new ArrayList<>();
        for (String row : run(line, "-o", "ndjson").out().lines().toList()) {
            rows.add(JSON.readTree(row));
        }
        if (line.startsWith("log")) {
            assertEquals(List.copyOf(rows), listOf(document.path("events")));
            return;
        }
        Set<String> left = names(document);
        left.removeAll(names(rows.get(rows.size() - 1)));
        assertTrue(left.size() <= 1, left::toString);
        left.forEach(list -> assertEquals(rows.size() - 1, document.path(list).size()));
    }

    private static List<JsonNode> listOf(JsonNode array) {
        List<JsonNode> list = new ArrayList<>();
        array.forEach(list::add);
        return list;
    }

    private static Set<String> names(JsonNode object) {
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void anImportAnswersInJson() throws IOException {
        Path file = Files.writeString(temporary.resolve("pods.json"), "{\"allocations\": []}");
        for (String form : List.of("json", "ndjson")) {
            Printed printed = run(
                    "import " + file, "-o", form, "-d", temporary.resolve(form).toString());
            assertEquals(0, printed.code(), printed.err());
            requireSchema(JSON.readTree(printed.out()), printed.out());
        }
    }

    private static void requireSchema(JsonNode answer, String text) {
        assertTrue(answer.path("schema").asText().matches("pod-registry/[a-z-]+/[0-9]+"), text);
    }

    @ParameterizedTest
    @MethodSource("names")
    void helpShowsAnExample(String name) {
        Printed help = run(name + " --help");
        assertEquals(0, help.code(), help.err());
        int examples = help.out().indexOf("Examples:");
        assertTrue(help.out().indexOf("  pod-registry " + name, examples) > 0 || name.equals("completion"), help.out());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theManualHasAPage(String name) {
        Printed page = run("man " + name);
        assertEquals(0, page.code(), page.err());
        assertTrue(page.out().startsWith(".TH \"pod-registry-" + name + "\" 1 "), page.out());
        assertEquals(
                List.of("NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"),
                page.out()
                        .lines()
                        .filter(line -> line.startsWith(".SH"))
                        .map(line -> line.substring(4))
                        .limit(4)
                        .toList());
        Set<String> requests = Set.of(".TH", ".SH", ".TP", ".br", ".nf", ".fi", ".BR");
        page.out()
                .lines()
                .filter(line -> line.startsWith(".") || line.startsWith("'"))
                .forEach(line -> assertTrue(requests.contains(line.split(" ")[0]), line));
    }

    @Test
    void allPagesAreWritten() throws IOException {
        Path pages = temporary.resolve("share/man1");
        assertEquals(0, run("man --into " + pages).code());
        Set<String> written = new TreeSet<>();
        try (Stream<Path> files = Files.list(pages)) {
            files.forEach(file -> written.add(file.getFileName().toString()));
        }
        Tool.names().forEach(name -> assertTrue(written.contains("pod-registry-" + name + ".1"), name));
        assertTrue(written.contains("pod-registry.1"));
        assertTrue(written.contains("pod-registry-simulate-register.1"));
        assertTrue(written.stream().noneMatch(name -> name.contains(DemoPodCommand.NAME)));
    }

    @Test
    void theCompletionKnowsCommandsAndTheValuesOfOptions() {
        for (String shell : List.of("bash", "zsh")) {
            String script = run("completion " + shell).out();
            Tool.names().forEach(name -> assertTrue(script.contains("    '" + name + "')"), name));
            for (String value : List.of("|pods-json", "|ndjson", "|segmentchanged|")) {
                assertTrue(script.contains(value), value);
            }
        }
    }

    @Test
    void helpAndTheDocumentationListEveryExitCodeOnce() throws IOException, IllegalAccessException {
        List<String> codes = new ArrayList<>();
        for (Field field : ExitCode.class.getDeclaredFields()) {
            if (field.getType() == int.class) {
                codes.add(String.valueOf(field.getInt(null)));
            }
        }
        String help = run("--help").out();
        assertEquals(codes, found("(?m)^ *(\\d+) {2,}\\S", help.substring(help.indexOf("Exit codes:"))));
        String docs = Files.readString(Path.of(System.getProperty("docs"), "operations.md"));
        assertEquals(codes, found("(?m)^\\| (\\d+) \\|", docs.substring(docs.indexOf("## Exit codes of the tool"))));
    }

    private static List<String> found(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.results().map(each -> each.group(1)).toList();
    }
}
