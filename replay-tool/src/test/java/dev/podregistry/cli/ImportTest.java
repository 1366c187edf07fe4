package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Outcome;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.model.ProcessIdentity.BarePid;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The older registry's table, taken over and given back. */
class ImportTest {

    @TempDir
    private Path temporary;

    private Path registry;

    @BeforeEach
    void chooseARegistry() {
        registry = temporary.resolve("registry");
    }

    private Printed run(String... args) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(args);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(temporary.resolve("pods.json"), text);
    }

    private static String sample(String name) throws IOException {
        try (InputStream in = ImportTest.class.getResourceAsStream("/samples/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"pods-orchestrated.json, 5, 7", "pods-large.json, 915, 1480"})
    void whatTheOlderRegistryWroteComesBackByteForByte(String name, int pods, int events) throws IOException {
        Printed imported = run("import", file(sample(name)).toString(), "--actor", "migration");
        assertEquals(0, imported.code(), imported.err());
        assertTrue(imported.out().startsWith("imported " + pods + " pods at #" + events + ","), imported.out());
        assertEquals(sample(name), run("export", "--format", "pods-json").out());
        Printed verify = run("verify");
        assertEquals(0, verify.code(), verify.out());
        assertTrue(run("log", "--at", "1").out().contains("asked by migration"));
        assertFalse(run("log", "--type", "Reclaimed").out().contains("Reclaimed  "), "importing reclaims nothing");
    }

    /** Nobody reads 915 lines at three in the morning; whoever wants them asks for JSON. */
    @Test
    void whoOfACrowdedFolderNamesAFewAndCountsTheRest() throws IOException {
        run("import", file(sample("pods-large.json")).toString());
        Printed who = run("who", "/srv");
        assertEquals(1, who.code(), who.err());
        assertEquals(10, who.out().split("paths below it are held by", -1).length - 1, who.out());
        assertTrue(who.out().contains("and by 905 more pods; -o json tells all of them"), who.out());
        assertTrue(run("who", "/srv", "-o", "json").out().contains("lead-199"));
    }

    @Test
    void anImportedProcessIsABarePid() throws IOException {
        assertEquals(
                0,
                run("import", file(sample("pods-orchestrated.json")).toString()).code());
        try (PodRegistry opened = PodRegistry.open(registry)) {
            assertTrue(opened.view().allocations().stream().allMatch(row -> row.process() instanceof BarePid));
        }
    }

    @Test
    void twoWritersOfOnePathAreRefusedAndNamed() throws IOException {
        Printed printed = refused(1, sample("pods-double-writer.json"));
        assertTrue(printed.err().contains("coder-a") && printed.err().contains("coder-b"), printed.err());
        assertTrue(printed.err().contains("/srv/workspaces/shop/services/checkout/src"), printed.err());
    }

    @Test
    void aTornFileIsRefusedWithThePlace() throws IOException {
        String torn = sample("pods-torn.json");
        long lines = torn.chars().filter(c -> c == '\n').count() + 1;
        Printed printed = refused(65, torn);
        assertTrue(printed.err().contains("line " + lines + ", column "), printed.err());
        assertTrue(printed.err().contains("torn"), printed.err());
    }

    @Test
    void aFileTornAnywhereIsRefused() throws IOException {
        String whole = sample("pods-orchestrated.json");
        for (int length = 1; length < whole.length(); length += 7) {
            refused(65, whole.substring(0, length));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"pid\": 25268        | \"pid\": 0              | 65 | line 5, column 14: pid 0 is not in",
                "\"pid\": 25268        | \"pid\": -1             | 65 | line 5, column 14: pid -1 is not in",
                "\"pid\": 25268        | \"pid\": 4294967296     | 65 | line 5, column 14: pid 4294967296 is not in",
                "\"pid\": 25268        | \"pid\": 99999999999999999999 | 65 | line 5, column 14: the number",
                "\"pid\": 25268        | \"pid\": 1.5            | 65 | line 5, column 14: a whole number is expected",
                "\"pid\": 25268        | \"pid\": \"1\"          | 65 | line 5, column 14: a whole number is expected",
                "\"pid\": 25268        | \"pid\": 1, \"pid\": 1  | 65 | line 5, column",
                "\"pid\": 25268,       | `                       ` | 65 | line 3, column 5: this object has no key \"pid\"",
                "\"/srv/workspaces/shop\" | \"srv\"             | 65 | line 9, column 21: the target \"srv\" is not absolute",
                "\"/srv/workspaces/shop\" | \"/a\\u0007b\"      | 65 | control character",
                "\"read\"              | \"exec\"                | 65 | line 10, column 25: the permission \"exec\"",
                "true                  | 1                       | 65 | line 11, column 24: true or false is expected",
                "\"orchestrator\"      | \"\"                    | 65 | line 4, column 19: pod name is empty; choose one",
                "\"orchestrator\"      | null                    | 65 | line 4, column 19: a text is expected, not null",
                "\"00000000-0000-7000-8000-000000000001\" | \"1-1-1-1-1\" | 65 | is not a UUID",
                "\"00000000-0000-7000-8000-000000000001\" | \"000000000-000-7000-8000-000000000001\" | 65 | is not a UUID",
                "\"00000000-0000-7000-8000-000000000001\" | \"00000000-0000-7000-8000-000000000002\" | 1 | segment",
                "\"delegated_from\": null | \"delegated_from\": \"coder-search\" | 1 | pod coder-search is not live",
                "\"coder-checkout\",   | \"orchestrator\",       | 1  | allocation 2, pod orchestrator",
                "\"allocations\"       | \"allocation\"          | 65 | the key \"allocation\" is unknown",
                "{                     | [                       | 65 | line 1, column",
            })
    void aDefectIsRefusedWithItsPlace(String good, String bad, int code, String message) throws IOException {
        String whole = sample("pods-orchestrated.json");
        String broken =
                whole.replaceFirst(java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad));
        assertFalse(whole.equals(broken), good);
        Printed printed = refused(code, broken);
        assertTrue(printed.err().contains(message), printed.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "\uFEFF{\"allocations\":[]}",
                "{\"allocation\":[]}",
                "{\"allocations\":null}",
                "{\"allocations\":[]}x",
                "{\"allocations\":{}}",
                "\u0000"
            })
    void whatIsNoSuchFileIsRefused(String text) throws IOException {
        refused(65, text);
    }

    /** {@return what was printed for a file that is refused, leaving everything as it was} */
    private Printed refused(int code, String text) throws IOException {
        Path file = file(text);
        Map<String, String> before = DiskTest.everything(temporary);
        Printed printed = run("import", file.toString());
        assertEquals(code, printed.code(), printed.err());
        assertEquals(1, printed.err().lines().count(), printed.err());
        assertTrue(printed.err().contains("nothing was imported"), printed.err());
        assertEquals("", printed.out());
        assertEquals(before, DiskTest.everything(temporary));
        return printed;
    }

    @Test
    void bytesThatAreNoTextAreRefusedWithTheirPlace() throws IOException {
        Files.write(temporary.resolve("pods.json"), new byte[] {'{', '\n', (byte) 0xff, '}'});
        Printed printed = run("import", temporary.resolve("pods.json").toString());
        assertEquals(65, printed.code());
        assertTrue(printed.err().contains("line 2, column 1: this is no UTF-8"), printed.err());
    }

    @Test
    void dotsAndDoubleSlashesGo() throws IOException {
        String whole = sample("pods-orchestrated.json");
        String dotted = whole.replaceFirst("/srv/workspaces/shop\"", "/srv//x/../workspaces/./shop/\"");
        assertEquals(0, run("import", file(dotted).toString()).code());
        assertEquals(whole, run("export", "--format", "pods-json").out());
    }

    /** What the file calls by a link was granted a second time, as every later command means what is behind it. */
    @Test
    void aTargetIsWhatTheRegistryTakesItFor() throws IOException {
        Path root = linked();
        Printed imported = run("import", pods("a", root + "/link/src").toString());
        assertEquals(0, imported.code(), imported.err());
        assertEquals("", imported.err());
        assertTrue(
                imported.out()
                        .contains("  " + root + "/link/src of a leads to " + root + "/real/src, so that is recorded\n"),
                imported.out());
        try (PodRegistry opened = PodRegistry.open(registry)) {
            assertTrue(
                    opened.register(RegisterRequest.pod("b").write(root + "/link/src")) instanceof Outcome.Refused<?>);
        }
        assertTrue(run("who", root + "/real/src").out().contains("is held by a"));
    }

    @Test
    void jsonTellsWhereTargetsLead() throws IOException {
        Path root = linked();
        String file = pods("a", root + "/link/src", "b", root + "/real/./docs").toString();
        Printed imported = run("import", file, "-o", "ndjson");
        assertEquals(0, imported.code(), imported.err());
        String expected = "\"elsewhere\":[{\"pod\":\"a\",\"target\":\"" + root + "/link/src\",\"leadsTo\":\"" + root
                + "/real/src\"}]";
        assertTrue(imported.out().contains(expected), imported.out());
    }

    @Test
    void ofManyTargetsThatLeadElsewhereAFewAreTold() throws IOException {
        Path root = linked();
        String[] many = IntStream.range(0, 13)
                .boxed()
                .flatMap(i -> Stream.of("p" + i, root + "/link/" + i))
                .toArray(String[]::new);
        Printed imported = run("import", pods(many).toString());
        assertEquals(0, imported.code(), imported.err());
        assertEquals(10, imported.out().split(" leads to ", -1).length - 1, imported.out());
        assertTrue(imported.out().contains("  and 3 more; -o json tells all of them\n"), imported.out());
    }

    @Test
    void aConflictThroughALinkIsRefusedWithBothPodsAndWhereTheirTargetsLead() throws IOException {
        Path root = linked();
        Files.createSymbolicLink(root.resolve("other"), root.resolve("link"));
        Printed printed = refused(1, Files.readString(pods("a", root + "/link", "b", root + "/other/src")));
        for (String part : new String[] {
            "allocation 2, pod b: WRITE ROOT/real/src/** is refused: pod a holds paths of it by its rule WRITE ROOT/real/**",
            "the target \"ROOT/link\" of pod a leads to ROOT/real",
            "the target \"ROOT/other/src\" of pod b leads to ROOT/real/src",
        }) {
            assertTrue(printed.err().contains(part.replace("ROOT", root.toString())), printed.err());
        }
    }

    @Test
    void aTargetThatNoPodCanBeGivenIsRefusedWithItsPlace() throws IOException {
        Path root = linked();
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Printed loop = run("import", pods("a", root + "/loop/src").toString());
        assertEquals(65, loop.code(), loop.err());
        assertTrue(loop.err().contains("line 1, column 80: the target \"" + root + "/loop/src\""), loop.err());
        Files.delete(root.resolve("loop"));
        Printed pattern = refused(65, Files.readString(pods("a", root + "/real/*.java")));
        assertTrue(pattern.err().contains("line 1, column 80: the target \"" + root + "/real/*.java"), pattern.err());
    }

    @Test
    void aNameThatExistsIsNoPattern() throws IOException {
        Path odd = Files.createDirectory(linked().resolve("real/{a,b}"));
        Printed imported = run("import", pods("a", odd.toString()).toString());
        assertEquals(0, imported.code(), imported.err());
        assertFalse(imported.out().contains("leads to"), imported.out());
        assertTrue(run("who", odd.toString()).out().contains("is held by a"));
    }

    @Test
    void asTextNoSymbolicLinkIsFollowed() throws IOException {
        Path link = linked().resolve("link");
        String linked = sample("pods-orchestrated.json").replace("/srv/workspaces", link.toString());
        Printed imported = run("import", file(linked).toString(), "--text");
        assertEquals(0, imported.code(), imported.err());
        assertFalse(imported.out().contains("leads to"), imported.out());
        assertEquals(linked, run("export", "--format", "pods-json").out());
    }

    /** {@return a folder, by its canonical path, in which {@code link} leads to {@code real}} */
    private Path linked() throws IOException {
        Path root = temporary.toRealPath();
        Files.createDirectory(root.resolve("real"));
        Files.createSymbolicLink(root.resolve("link"), Path.of("real"));
        return root;
    }

    /** {@return a file of pods that write one target each; names and targets take turns} */
    private Path pods(String... namesAndTargets) throws IOException {
        List<String> pods = new ArrayList<>();
        for (int i = 0; i < namesAndTargets.length; i += 2) {
            pods.add("{\"pod_name\":\"" + namesAndTargets[i] + "\",\"pid\":1,\"socket\":\"/s\",\"scope_allow\":"
                    + "[{\"target\":\"" + namesAndTargets[i + 1] + "\",\"permission\":\"write\"}]}");
        }
        return file("{\"allocations\":[" + String.join(",", pods) + "]}");
    }

    @Test
    void onlyAnEmptyRegistryIsImportedInto() throws IOException {
        String file = file(sample("pods-orchestrated.json")).toString();
        assertEquals(0, run("import", file).code());
        Map<String, String> before = DiskTest.everything(registry);
        Printed again = run("import", file);
        assertEquals(1, again.code());
        assertTrue(again.err().contains("the registry is not empty: its log stands at #7"), again.err());
        assertEquals(before, DiskTest.everything(registry));
    }

    @Test
    void aLogWithoutAnEventIsEmpty() throws IOException {
        PodRegistry.open(registry).close();
        assertEquals(
                0,
                run("import", file(sample("pods-orchestrated.json")).toString()).code());
    }

    @Test
    void aPlaceThatIsTakenByOthersIsLeftAlone() throws IOException {
        Files.createDirectory(registry);
        Files.writeString(registry.resolve("notes.txt"), "x");
        refused(1, sample("pods-orchestrated.json"));
        Printed missing = run("import", temporary.resolve("nowhere.json").toString());
        assertEquals(66, missing.code(), missing.err());
        Printed directory = run("import", registry.toString());
        assertEquals(66, directory.code(), directory.err());
    }

    @Test
    void anEmptyTableComesBackToo() throws IOException {
        Printed imported = run("import", file("{\"allocations\": []}").toString());
        assertEquals(0, imported.code(), imported.err());
        assertEquals(
                "{\n  \"allocations\": []\n}",
                run("export", "--format", "pods-json").out());
    }

    /** The older registry leaves out what it has a default for, called a segment a session, and took an empty file. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"segment_id\": | \"session_id\":",
                "`,\n      \"segment_id\": null` | ``",
                "\"scope_deny\": [], | ``",
                "\"delegated_from\": null, | ``",
                "`,\n          \"recursive\": true` | ``",
                "00000000-0000-7000-8000-000000000001 | {00000000-0000-7000-8000-000000000001}",
                "00000000-0000-7000-8000-000000000001 | 00000000000070008000000000000001",
                "00000000-0000-7000-8000-000000000001 | urn:uuid:00000000-0000-7000-8000-000000000001",
            })
    void whatTheOlderRegistryReadsOtherwiseMeansTheSame(String written, String other) throws IOException {
        String whole = sample("pods-orchestrated.json");
        String form = whole.replace(written, other);
        assertFalse(whole.equals(form), written);
        Printed imported = run("import", file(form).toString());
        assertEquals(0, imported.code(), imported.err());
        assertEquals(whole, run("export", "--format", "pods-json").out());
    }

    /** As one that a later version wrote has. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "null", "{\"a\":{\"a\":[[[[[[[[[[1]]]]]]]]]]}}", "[], \"colour\": 2"})
    void keysThatAreNotKnownArePassedOverAndTold(String value) throws IOException {
        String whole = sample("pods-orchestrated.json");
        String more = whole.replace("\"pid\":", "\"colour\": " + value + ",\"pid\":")
                .replace("\"target\":", "\"tar\\nget\": " + value + ",\"target\":");
        Printed imported = run("import", file(more).toString());
        assertEquals(0, imported.code(), imported.err());
        assertTrue(imported.err().contains("not know: \"colour\", \"tar"), imported.err());
        assertEquals(1, imported.err().lines().count(), imported.err());
        assertEquals(whole, run("export", "--format", "pods-json").out());
    }

    @Test
    void aPodMayStandBeforeTheOneThatDelegatedToIt() throws IOException {
        Printed imported = run("import", file(family("c:b", "b:a", "a:", "d:a")).toString());
        assertEquals(0, imported.code(), imported.err());
        try (PodRegistry opened = PodRegistry.open(registry)) {
            assertEquals(
                    List.of("a", "b", "c", "d"),
                    opened.view().allocations().stream()
                            .map(row -> row.pod().value())
                            .toList());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "c:b b:a a:c | allocation 1, pod c: pod b is not live",
                "c:b b:x a:  | allocation 2, pod b: pod x is not live",
                "a:a         | allocation 1, pod a: pod a is not live",
                "c:b b: b:   | allocation 3, pod b: ",
            })
    void aPodThatIsUnderNoneOfTheFileIsRefusedWithItsPlaceThere(String pods, String message) throws IOException {
        Printed printed = refused(1, family(pods.split(" ")));
        assertTrue(printed.err().contains(message), printed.err());
    }

    /** {@return a file of pods, each told as its name and after a colon the name of the one above it} */
    private static String family(String... pods) {
        return Stream.of(pods)
                .map(pod -> pod.split(":", -1))
                .map(pod -> "{\"pod_name\":\"" + pod[0]
                        + "\",\"pid\":1,\"socket\":\"/s\",\"scope_allow\":[],\"delegated_from\":"
                        + (pod[1].isEmpty() ? "null" : "\"" + pod[1] + "\"") + "}")
                .collect(Collectors.joining(",", "{\"allocations\":[", "]}"));
    }

    @Test
    void allThatMayBeMissingMayBeMissingAtOnce() throws IOException {
        Printed imported = run(
                "import",
                file("{\"allocations\":[{\"pod_name\":\"lead\",\"pid\":12,\"socket\":\"/run/l.sock\",\"scope_allow\":"
                                + "[{\"target\":\"/p\",\"permission\":\"write\"}]}]}")
                        .toString());
        assertEquals(0, imported.code(), imported.err());
        assertTrue(run("who", "/p/deep/below").out().contains("is held by lead"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n\t\u2003", "{}", "{ }\n"})
    void aFileWithoutPodsIsAnEmptyTable(String text) throws IOException {
        Printed imported = run("import", file(text).toString());
        assertEquals(0, imported.code(), imported.err());
        assertTrue(imported.out().startsWith("imported 0 pods"), imported.out());
        assertEquals(text.isBlank(), imported.err().contains("is empty, which the older registry reads"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"segment_id\": \"00000000-0000-7000-8000-000000000001\" | \"segment_id\": null, \"session_id\": null | the key \"session_id\" says a second time",
                "\"scope_deny\": [] | \"scope_deny\": null | a list is expected, not null",
                "\"recursive\": true | \"recursive\": null | true or false is expected",
                "\"scope_allow\": | \"scope\": | this object has no key \"scope_allow\"",
                "\"socket\": \"/run/orchestrator.sock\", | `` | this object has no key \"socket\"",
                "\"permission\": \"read\", | `` | this object has no key \"permission\"",
            })
    void whatTheOlderRegistryDoesNotReadIsRefused(String good, String bad, String message) throws IOException {
        String whole = sample("pods-orchestrated.json");
        String broken =
                whole.replaceFirst(java.util.regex.Pattern.quote(good), java.util.regex.Matcher.quoteReplacement(bad));
        assertFalse(whole.equals(broken), good);
        Printed printed = refused(65, broken);
        assertTrue(printed.err().contains(message), printed.err());
    }
}
