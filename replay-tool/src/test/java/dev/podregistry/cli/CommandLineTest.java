package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.demo.DemoPodCommand;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options, points in time, forms of output, and complaints. */
class CommandLineTest {

    private static final JsonMapper JSON = new JsonMapper();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log",
                "log --at 0",
                "log --pod nobody",
                "log --reverse -n 3 --actor ci",
                "show 2",
                "show tester",
                "show --pod tester --at 4",
                "show nobody",
                "state",
                "state --at 0",
                "tree",
                "tree --at 0",
                "who /srv/shop/services/checkout/src",
                "who /",
                "who / /srv/handbook",
                "blame /srv/shop/services/checkout/src",
                "blame /",
                "diff 2",
                "check / --pod tester",
                "check /srv/shop/services/checkout/src --pod coder-rescue",
                "stats",
                "stats --until 0",
                "simulate register x --allow write:/new --deny read:/new/secret",
                "simulate register x --allow write:/srv",
                "simulate register tester",
                "simulate register x --segment 00000000-0000-7000-8000-000000000003",
                "simulate delegate tester x --allow write:/srv/shop/services/checkout/test",
                "simulate delegate tester x --allow write:/srv/shop",
                "simulate adopt tester",
                "simulate adopt nobody",
                "simulate change-segment tester",
                "simulate release tester --token 1",
                "simulate reclaim-delegated docs-writer tester --at 7 --scope write:/x",
                "simulate reclaim-delegated orchestrator tester --scope write:/x",
                "diff 2 2",
                "blame / --subtree",
                "verify"
            })
    void everyReadingCommandSpeaksJson(String command) throws IOException {
        Prompt prompt = Prompt.on(Story.shop());
        Printed document = prompt.run((command + " -o json").split(" "));
        JsonNode tree = JSON.readTree(document.out());
        assertTrue(tree.path("schema").asText().startsWith("pod-registry/"), document.out());
        assertTrue(tree.has("at") || tree.has("sequence"), "names the sequence it is true at");
        Printed lines = prompt.run((command + " -o ndjson").split(" "));
        assertEquals(document.code(), lines.code());
        for (String line : lines.out().lines().toList()) {
            JsonNode row = JSON.readTree(line);
            assertTrue(row.path("schema").asText().startsWith("pod-registry/"), line);
            assertTrue(row.has("at") || row.has("atSequence") || row.has("sequence"), line);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "17, 2, no event #17 yet: the log ends at #10",
        "yesterday, 2, neither a sequence",
        "2026-02-30T12:00Z, 2, no time that exists",
        "99999999999999999999, 2, neither a sequence",
    })
    void aPointThatIsNoneIsRefused(String at, int code, String message) {
        for (String command : List.of(
                "state",
                "tree",
                "log",
                "show tester",
                "show 1",
                "who /srv",
                "blame /srv",
                "check /srv --pod tester",
                "simulate release tester",
                "stats")) {
            Printed printed = Prompt.on(Story.shop()).run((command + " --at " + at).split(" "));
            assertEquals(code, printed.code(), command);
            assertTrue(printed.err().contains(message), printed.err());
            assertEquals(1, printed.err().lines().count(), printed.err());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31T11:59Z, 0",
        "2026-01-31T12:01:00Z, 2",
        "2026-01-31T12:01:59.5Z, 2",
        "2026-01-31T12:03, 4",
        "2026-01-31T14:03:00+02:00, 4",
        "2027-01-01T00:00:00Z, 10",
        "2026-01-31, 10",
        "2026-01-30, 0",
        "-27m, 4",
        "-1h, 0",
        "end, 10",
        "start, 0",
    })
    void aTimeNamesTheLastEventUpToIt(String time, int sequence) {
        Printed printed = Prompt.on(Story.shop()).run("state", "--at", time);
        assertEquals(0, printed.code(), printed.err());
        assertTrue(printed.out().contains(" at #" + sequence + ","), printed.out());
        assertEquals("", printed.err());
    }

    @ParameterizedTest
    @CsvSource({
        "--since 9, 2",
        "--since #9 --until 9, 1",
        "--since start --until 3, 3",
        "--since end, 0",
        "--since 2026-01-31T12:05Z --until 2026-01-31T12:06:00Z, 2",
        "--since -25m --until 2026-01-31T12:06:00Z, 2",
        "--since 2026-01-31, 10",
        "--since 2026-02-01, 0",
    })
    void aStretchHasBothItsEnds(String options, int events) {
        Printed printed = Prompt.on(Story.shop()).run(("log " + options).split(" "));
        assertEquals(0, printed.code(), printed.err());
        assertTrue(
                printed.out().contains("\n" + events + " of ") || printed.out().startsWith(events + " of "),
                printed.out());
        assertEquals("", printed.err());
    }

    @Test
    void aClockThatRanBackwardsIsPointedOutForABeginningToo() {
        Printed printed = Prompt.on(Story.shop()).run("log", "--since", "2026-01-31T12:07Z");
        assertTrue(printed.out().contains("3 of 10 events"), printed.out());
        assertTrue(
                printed.err().contains("#10 is stamped 2026-01-31T12:06:30Z, before the time asked for"),
                printed.err());
        assertEquals(
                "",
                Prompt.on(Story.shop())
                        .run("log", "--since", "2026-01-31T12:07Z", "--until", "9")
                        .err());
    }

    @Test
    void timesAreShownAndReadInTheZoneAskedFor() {
        Prompt prompt = Prompt.on(Story.shop());
        Printed local = prompt.run("log", "--local", "--until", "2026-01-31T17:31");
        assertTrue(local.out().contains("#2    2026-01-31T17:31:00+05:30  Delegated"), local.out());
        assertTrue(local.out().contains("2 of 2 events at #2, 2026-01-31T17:31:00+05:30,"), local.out());
        assertEquals(prompt.run("log"), prompt.run("log", "--utc"));
        Printed both = prompt.run("log", "--utc", "--local");
        assertEquals(2, both.code());
        assertTrue(both.err().contains("exclude each other"), both.err());
        assertTrue(prompt.run("show", "2", "--local", "-o", "json").out().contains("\"2026-01-31T12:01:00Z\""));
    }

    @Test
    void aClockThatRanBackwardsIsPointedOut() {
        Printed printed = Prompt.on(Story.shop()).run("state", "--at", "2026-01-31T12:06:45Z");
        assertTrue(printed.out().contains(" at #10,"), printed.out());
        assertTrue(
                printed.err().contains("the clock ran backwards: #8 is stamped 2026-01-31T12:07:00Z"), printed.err());
    }

    @Test
    void withoutARegistryNothingIsGuessed() {
        Printed printed = Prompt.onDisk().run("log");
        assertEquals(2, printed.code());
        assertEquals("pod-registry: no registry is given: use --dir DIR, or set POD_REGISTRY_DIR\n", printed.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "frobnicate",
                "log --frob",
                "who",
                "blame",
                "blame /a /b",
                "show",
                "diff",
                "diff --frob",
                "check",
                "check /a",
                "check --pod tester",
                "check /a --pod \u0007",
                "stats x",
                "simulate",
                "simulate frobnicate",
                "simulate register",
                "simulate register x --allow /a",
                "simulate register x --allow write:",
                "simulate register x --segment 17",
                "simulate adopt tester --token 0",
                "simulate adopt tester --dead nobody",
                "simulate delegate tester",
                "stats --top -1",
                "stats --names x",
                "diff 1 2 3",
                "diff 9 3",
                "diff end 3",
                "diff 3 99",
                "diff 99",
                "show 1 --pod x",
                "log --type nothing",
                "log -o xml",
                "export",
                "export --format xml",
                "export --format pods-json --pod x",
                "export --format csv --source x",
                "export --format csv --force",
                "report",
                "report -O - --force",
                "report -O - --at 99",
                "show \u0007"
            })
    void nonsenseIsToldInOneLine(String line) {
        Printed printed = Prompt.on(Story.shop()).run(line.isEmpty() ? new String[0] : line.split(" "));
        assertEquals(2, printed.code());
        assertEquals(1, printed.err().lines().count(), printed.err());
        assertTrue(printed.err().startsWith("pod-registry: "), printed.err());
        assertEquals("", printed.out());
    }

    @Test
    void whatTheLogDoesNotKnowIsANegativeAnswer() {
        Prompt prompt = Prompt.on(Story.shop());
        assertEquals(1, prompt.run("show", "11").code());
        assertEquals(1, prompt.run("show", "0").code());
        assertEquals(1, prompt.run("show", "6", "--at", "5").code());
        assertEquals(1, prompt.run("show", "nobody").code());
        assertEquals(1, prompt.run("who", "/elsewhere").code());
    }

    @Test
    void aDifferenceIsAnExitCodeWhenAskedFor() {
        Prompt prompt = Prompt.on(Story.shop());
        assertEquals(0, prompt.run("diff", "2", "8").code());
        assertEquals(1, prompt.run("diff", "2", "8", "--exit-code").code());
        assertEquals(0, prompt.run("diff", "8", "8", "--exit-code").code());
        assertEquals(
                prompt.run("diff", "6", "7").out(),
                prompt.run("diff", "-25m", "-24m").out());
    }

    @Test
    void aHashBeforeASequenceIsAllowed() {
        Prompt prompt = Prompt.on(Story.shop());
        assertEquals(prompt.run("show", "2"), prompt.run("show", "#2"));
        assertEquals(prompt.run("state", "--at", "5"), prompt.run("state", "--at", "#5"));
    }

    @Test
    void helpHasExamplesForEveryCommand() {
        Prompt prompt = Prompt.onDisk();
        assertTrue(prompt.run("--version").out().startsWith("pod-registry "));
        Printed all = prompt.run("--help");
        assertEquals(0, all.code());
        assertFalse(all.out().contains("demo-pod"), "hidden");
        for (String command : List.of(
                "log", "show", "state", "tree", "who", "verify", "doctor", "export", "report", "import", "demo")) {
            Printed help = prompt.run(command, "--help");
            assertEquals(0, help.code());
            assertTrue(help.out().contains("Examples:\n  pod-registry " + command), help.out());
            assertTrue(help.out().lines().allMatch(line -> line.length() <= 100), help.out());
            assertTrue(all.out().contains("  " + command), all.out());
        }
    }

    @Test
    void colourIsForTerminalsOnly() {
        MemoryLog log = Story.shop();
        for (String command : List.of("log", "state", "tree", "who /srv/shop/services/checkout/src", "verify")) {
            Printed plain = Prompt.on(log).run(command.split(" "));
            Printed coloured = Prompt.on(log).inColour().run(command.split(" "));
            assertFalse(plain.out().contains("\u001b"), plain.out());
            assertTrue(coloured.out().contains("\u001b[1m") || coloured.out().contains("\u001b[32m"), command);
            assertEquals(plain.out(), coloured.out().replaceAll("\u001b\\[[0-9;]*m", ""));
        }
    }

    @Test
    void hostileNamesAreShownAsEscapes() throws IOException {
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        String target = "/srv/a\u202Egnp.exe/\u00a0b\\n";
        new Story(log.open(LogPosition.START)).register("pod", 1, Story.scope(ScopeRule.write(target)), 1);
        for (String command : List.of("log", "state", "tree", "show 1", "show pod", "who " + target)) {
            Printed printed = Prompt.on(log).run(command.split(" "));
            assertEquals(0, printed.code(), printed.err());
            assertTrue(printed.out().contains("/srv/a\\u{202E}gnp.exe/\\u{00A0}b\\\\n"), printed.out());
            assertFalse(printed.out().contains("\u202e"), printed.out());
            Printed json = Prompt.on(log).run((command + " -o json").split(" "));
            assertFalse(json.out().contains("\u202e"), json.out());
            assertTrue(JSON.readTree(json.out()).findValuesAsText("target").contains(target), json.out());
        }
        Printed nobody = Prompt.on(log).run("who", "/a\u202Eb");
        assertFalse((nobody.out() + nobody.err()).contains("\u202e"));
    }

    @Test
    void aBugIsToldApartFromTroubleWithTheRegistry() {
        Prompt prompt = Prompt.on(Story.shop());
        Printed brief = prompt.with(RegistryOption.VARIABLE, "/registry")
                .run(DemoPodCommand.NAME, "\u0000", "--dir", "/dev/null/x");
        assertEquals(70, brief.code(), brief.err());
        assertEquals(1, brief.err().lines().count(), brief.err());
        assertTrue(brief.err().contains("bug of the tool"), brief.err());
        Printed whole = prompt.run("--debug", DemoPodCommand.NAME, "\u0000", "--dir", "/dev/null/x");
        assertTrue(whole.err().contains("\tat dev.podregistry"), whole.err());
        Printed variable = prompt.with(Failures.DEBUG, "1").run(DemoPodCommand.NAME, "\u0000", "--dir", "/dev/null/x");
        assertTrue(variable.err().contains("\tat dev.podregistry"), variable.err());
    }

    /** An intact chain says nothing about what stands in it: somebody may have written past the registry. */
    @Test
    void aHistoryThatCannotHaveHappenedBlindsNobody() {
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        Event first = registered("first", 1, ScopeRule.write("/a"));
        Event thief = registered("thief", 2, ScopeRule.write("/a/b"));
        Origin origin = new Origin(new Actor("x"), CommandId.random());
        log.open(LogPosition.START).transact(origin, event -> {}, () -> new Proposal<>(List.of(first, thief), ""));
        Prompt prompt = Prompt.on(log);
        for (String command :
                List.of("log", "log --path /a/b", "show 2", "show thief", "state --at 1", "diff 0 1", "stats")) {
            assertEquals(0, prompt.run(command.split(" ")).code(), command);
        }
        for (String command : List.of(
                "state",
                "tree",
                "who /a",
                "blame /a",
                "diff 1",
                "check /a --pod first",
                "simulate release first",
                "export --format pods-json")) {
            Printed printed = prompt.run(command.split(" "));
            assertEquals(65, printed.code(), command);
            assertTrue(printed.err().contains("event #2 cannot have happened"), printed.err());
            assertEquals(1, printed.err().lines().count(), printed.err());
        }
        Printed verify = prompt.run("verify");
        assertEquals(65, verify.code());
        assertTrue(verify.out().contains("chain    ok      2 events"), verify.out());
        assertTrue(verify.out().contains("history  FAILED  1 event applied"), verify.out());
        assertTrue(verify.out().contains("#2 event #2 cannot have happened"), verify.out());
    }

    private static Event registered(String pod, int number, ScopeRule rule) {
        return new Event.Registered(
                new PodName(pod),
                Story.process(number),
                PodSocket.NONE,
                List.of(rule),
                List.of(),
                Story.segment(number));
    }
}
