package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first day's file is gone, and the log goes on from a snapshot: what each command makes of that. */
@Timeout(600)
final class FoundationTest {

    private static final int FIRST = 7;
    private static final int EVENTS = 14;

    @TempDir
    private static Path temporary;

    private static Path whole;

    @TempDir
    private Path work;

    private Path registry;

    /** The story's ten events and two more are of the first days; the snapshot is of the second one's middle. */
    @BeforeAll
    static void write() throws IOException {
        whole = temporary.resolve("whole");
        Instant[] clock = {Story.NOON.minus(Duration.ofDays(1))};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(whole, options, LogPosition.START)) {
            Story story = new Story(log);
            story.register("old-lead", 10, Story.scope(ScopeRule.write("/old")), 50);
            story.delegate("old-lead", "old-child", null, ScopeRule.write("/old/a"));
            story.adopt("old-child", 11, 51);
            clock[0] = Story.NOON;
            Story.tellShop(story, clock);
            clock[0] = Story.NOON.plus(Duration.ofMinutes(20));
            story.tell(new Release(new PodName("old-lead"), null));
        }
        Snapshots.of(whole).keepOnly((long) FIRST);
    }

    @BeforeEach
    void loseTheFirstDay() throws IOException {
        registry = work.resolve("registry");
        try (Stream<Path> files = Files.walk(whole)) {
            for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
                Files.copy(file, registry.resolve(whole.relativize(file).toString()));
            }
        }
        Files.delete(registry.resolve("queue/20260130F.cq4"));
    }

    private static Printed run(Path registry, String command) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(command.split(" "));
    }

    private Printed run(String command) {
        return run(registry, command);
    }

    private static void assertSays(int code, Printed printed, String... texts) {
        String both = printed.out() + printed.err();
        assertEquals(code, printed.code(), both);
        for (String text : texts) {
            assertTrue(both.contains(text), "'" + text + "' in\n" + both);
        }
    }

    private void goOn() {
        assertSays(0, run("repair --from-snapshot --apply --actor ops"), "begins   at #7");
    }

    @Test
    void eachToolOffersIt() {
        String offer = "repair --from-snapshot";
        assertSays(65, run("verify"), offer, "#7");
        assertSays(65, run("doctor"), offer, "#7");
        assertSays(65, run("log"), offer, "#7");
        assertSays(66, run("repair"), offer, "#7", "move ");
        assertSays(66, run("repair --apply"), offer, "#7");
    }

    @Test
    void aPlanChangesNothing() throws IOException {
        Printed plan = run("repair --from-snapshot --actor ops");
        assertSays(
                1,
                plan,
                "to begin at #7 of 2026-01-31T12:03:00Z",
                "lost     #1 to #3 are lost, as in 20260131F.cq4",
                "apart    #4 to #7 can still be read",
                "goes on  up to #14",
                "accepted by ops",
                "nothing was changed");
        assertFalse(Files.exists(registry.resolve("quarantine")));
        assertSays(1, run("repair --from-snapshot -o json"), "\"schema\": \"pod-registry/from-snapshot/1\"");
        assertSays(2, run("repair --actor ops"), "--from-snapshot");
    }

    @Test
    void allToolsSaySoEverAfter() {
        goOn();
        String says = "history begins at #7, events #1 to #7 are missing, accepted on 2026-01-31T12:30:00Z by ops";
        assertSays(0, run("verify"), "begins   note    the " + says, "chain    ok      7 events", "the log is sound");
        assertSays(0, run("verify -o json"), "\"acceptedBy\": \"ops\"");
        assertSays(0, run("doctor"), "history    warn the " + says, "log        ok");
        assertSays(0, run("log"), "note: the " + says, "7 of 7 events");
        assertSays(0, run("repair"), "nothing to repair");
        assertSays(0, run("repair --from-snapshot"), "nothing to repair");
        assertSays(0, run("export --format ndjson"), "ndjson of 7 of 7 events at #14\n", "note: the " + says);
        assertSays(0, run("stats"), "7 events counted");
        assertSays(0, run("report -O " + work.resolve("page.html")), "report of 7 of 7 events at #14");
        assertSays(0, run("who /old/a/x"), "old-child was live where the history begins; how it came to be is lost");
        assertSays(0, run("show old-child"), "old-child is live");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state --at 3",
                "state --at 0",
                "who /old --at 6",
                "who /old --at 2026-01-30",
                "show 7",
                "show 1",
                "log --since 7",
                "log --since 2026-01-31T12:00",
                "log --until 2",
                "blame /old --since 3",
                "diff 3 9",
                "diff 2026-01-30 end",
                "export --format csv --at 5",
                "stats --since 1",
                "check /old --pod old-lead --at 1",
                "simulate release old-lead --at 6",
                "report -O - --until 2026-01-30"
            })
    void nothingIsToldOfWhatIsLost(String question) {
        goOn();
        Printed answer = run(question);
        assertSays(2, answer, "nothing can be told of ", "the history begins at #7", "by ops");
        assertEquals("", answer.out());
    }

    /** Whatever was after the snapshot is told as the whole log tells it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "state --at 7 -o ndjson",
                "state --at 9",
                "state -o json --at 12",
                "log --since 8",
                "log --since 8 --reverse",
                "log --since 8 -o ndjson --pod tester",
                "log --since 8 --path /srv/shop",
                "log --since 2026-01-31T12:04",
                "show 8",
                "show 9",
                "show 14",
                "show 11 -o json",
                "diff 7 14",
                "diff 8 11 -o json",
                "blame /srv/handbook --since 8",
                "check /srv/handbook/x --pod docs-writer --at 12",
                "simulate register new --allow write:/old --at 12",
                "state --at 2026-01-31T12:05",
                "export --format csv --since 8",
                "export --format pods-json"
            })
    void whatCameAfterIsToldAsByTheWholeLog(String question) {
        goOn();
        Printed expected = run(whole, question + fromStart(question));
        Printed answer = run(question);
        assertEquals(expected.code(), answer.code(), answer.toString());
        assertEquals(counted(expected.out()), counted(answer.out()));
    }

    private static String fromStart(String question) {
        return question.startsWith("state") || question.startsWith("who") ? " --from-start" : "";
    }

    /** How many events there are is not the same. */
    private static List<String> counted(String out) {
        return Arrays.stream(out.split("\n"))
                .map(line -> line.replaceAll(" of (7|14) events at", " of N events at"))
                .toList();
    }

    @Test
    void itIsAuditedOn() throws IOException {
        goOn();
        assertSays(0, run("verify --save " + work.resolve("kept")));
        assertSays(0, run("verify --against " + work.resolve("kept")), "continues the checkpoint of #14");
        run(whole, "verify --save " + work.resolve("early"));
        assertSays(0, run("verify --against " + work.resolve("early")), "continues the checkpoint of #14");
        Path copy = work.resolve("copy");
        assertSays(0, run("backup " + copy), "up to #14");
        assertSays(0, run(copy, "verify"), "history begins at #7");
        assertSays(0, run("restore " + copy + " --apply"), "now at #15");
        assertSays(0, run("verify"), "history begins at #7", "8 events");
        assertEquals(EVENTS + 1, run("log --since 8 -o ndjson").out().lines().count() + FIRST);
    }
}
