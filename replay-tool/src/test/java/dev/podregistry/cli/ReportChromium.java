package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.podregistry.audit.RandomHistory;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page of {@code report} in a real browser: the tests are those in {@code src/test/chromium}, the pages are made here.
 *
 * <p>It needs {@code node}, {@code chromium} and what {@code npm ci} installs beside those tests, so it runs with
 * {@code -Pchromium} only, and then fails where they are not.
 */
class ReportChromium {

    /** A hang is a failure; a busy machine is none. */
    private static final long PATIENCE_SECONDS = 300;

    /** Names that would act on a page, or look like others, if they were anything but text. */
    private static final List<String> HOSTILE = List.of(
            "</script><img src=x onerror=alert(1)>",
            "<b>bold</b>&amp;",
            "back\\slash",
            "back\\u{5C}slash",
            "😀 pod",
            "שלום",
            "l\u00F8ng-" + "x".repeat(190),
            "constructor",
            "__proto__");

    private static final List<String> HOSTILE_PATHS = List.of(
            "/srv/</script><script>alert(1)</script>",
            "/srv/txt.\u202Eexe",
            "/srv/zero\u200Bwidth",
            "/srv/no-break\u00A0space",
            "/srv/😀/שלום",
            "/srv/back\\slash",
            "/srv/" + "y".repeat(250),
            "/__proto__/constructor",
            "/srv/<!--");

    private static final List<String> SHOP_PATHS = List.of(
            "/",
            "/srv/shop",
            "/srv/shop/services/checkout",
            "/srv/shop/services/checkout/cart.txt",
            "/srv/shop/services/checkout/test/deep/er.txt",
            "/srv/shop/services/checkout/src",
            "/srv/handbook",
            "/srv/handbook/legal",
            "/srv/handbook/legal/a",
            "/srv/handbook/legal/a/b",
            "/elsewhere");

    @TempDir
    private static Path reports;

    @BeforeAll
    static void makePages() throws IOException {
        page("shop", Story.shop(), SHOP_PATHS, 1);
        for (int seed = 1; seed <= 3; seed++) {
            page("random-" + seed, RandomHistory.log(seed, 400), randomPaths(), seed);
        }
        page("hostile", hostile(), HOSTILE_PATHS, 1);
        write(Prompt.on(new MemoryLog(() -> Story.NOON)), "empty");
        damaged();
        restored();
        names();
        String whole = Files.readString(reports.resolve("shop.html"));
        int data = whole.indexOf("id=\"data\">");
        Files.writeString(reports.resolve("cut.html"), whole.substring(0, data + 500));
        Files.writeString(
                reports.resolve("changed.html"), whole.replace(whole.substring(data + 300, data + 304), "AAAA"));
    }

    private static void page(String name, MemoryLog log, List<String> paths, long seed) throws IOException {
        write(Prompt.on(log), name);
        Files.writeString(reports.resolve(name + ".json"), new ReportAnswers(log, paths, seed).json());
    }

    private static void write(Prompt prompt, String name) {
        Printed printed =
                prompt.run("report", "-O", reports.resolve(name + ".html").toString());
        assertTrue(Files.exists(reports.resolve(name + ".html")), printed.err());
    }

    private static List<String> randomPaths() {
        List<String> names = List.of("a", "b", "x");
        return Stream.concat(
                        Stream.of("/", "/a/b/c/x/y"),
                        names.stream()
                                .flatMap(one -> Stream.concat(
                                        Stream.of("/" + one),
                                        names.stream()
                                                .flatMap(two -> Stream.of(
                                                        "/" + one + "/" + two,
                                                        "/" + one + "/" + two + "/a",
                                                        "/" + one + "/" + two + "/x/x")))))
                .toList();
    }

    private static MemoryLog hostile() {
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        Story story = new Story(log.open(LogPosition.START));
        for (int i = 0; i < HOSTILE.size(); i++) {
            story.register(HOSTILE.get(i), 100 + i, Story.scope(ScopeRule.write(HOSTILE_PATHS.get(i))), i + 1);
        }
        story.delegate(HOSTILE.get(0), "child of </script>", null, ScopeRule.write(HOSTILE_PATHS.get(0) + "/<i>"));
        return log;
    }

    private static Path shopOnDisk(String name) throws IOException {
        Path registry = Files.createDirectories(reports.resolve("disk")).resolve(name);
        Instant[] clock = {Story.NOON};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
            Story.tellShop(new Story(log), clock);
        }
        return registry;
    }

    private static void restored() throws IOException {
        Path registry = shopOnDisk("restored");
        String backup = registry.resolveSibling("backup").toString();
        Prompt prompt = Prompt.onDisk().with(RegistryOption.VARIABLE, registry.toString());
        assertEquals(0, prompt.run("backup", backup).code());
        assertEquals(0, prompt.run("restore", backup, "--apply").code());
        write(prompt, "restored");
    }

    private static void damaged() throws IOException {
        Path registry = shopOnDisk("damaged");
        try (Stream<Path> files = Files.list(registry.resolve("queue"))) {
            Path day = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
            String text = Files.readString(day, StandardCharsets.ISO_8859_1);
            Files.writeString(day, text.replace("docs-writer", "docs-reader"), StandardCharsets.ISO_8859_1);
        }
        write(Prompt.onDisk().with(RegistryOption.VARIABLE, registry.toString()), "damaged");
    }

    private static void names() throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode names = mapper.createArrayNode();
        Stream.concat(
                        Stream.concat(HOSTILE.stream(), HOSTILE_PATHS.stream()),
                        Stream.of("a\u0000b\u0085\u2028c", "\uE000"))
                .forEach(name -> names.addObject().put("name", name).put("shown", Printable.text(name)));
        Files.writeString(reports.resolve("names.json"), names.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"queries", "answers", "page", "hostile", "broken"})
    void holdsInTheBrowser(String tests) throws IOException {
        Path folder = Path.of(System.getProperty("chromium.tests")).normalize();
        assertTrue(
                Files.isDirectory(folder.resolve("node_modules")),
                "the browser's driver is not installed: run npm ci in " + folder);
        Map<String, String> environment = Map.of("REPORTS", reports.toString(), "HOME", reports.toString());
        String file = folder.resolve(tests + ".test.mjs").toString();
        try (Running running = Running.start(reports, environment, List.of("node", "--test", file))) {
            Printed run = running.finish(PATIENCE_SECONDS);
            assertEquals(0, run.code(), run.out() + run.err());
        }
    }
}
