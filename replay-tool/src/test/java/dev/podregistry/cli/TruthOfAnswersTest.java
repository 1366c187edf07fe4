package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.audit.Kind;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.cli.terminal.Terminal;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that were true and misleading: of a time with two answers, of a name with a slip, of a word for another. */
class TruthOfAnswersTest {

    private static Printed shop(String line) {
        return Prompt.on(Story.shop()).with("HOME", "/home/me").run(line.split(" "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "who checkout/test/a --at 2026-01-31T12:03 | #4 of 2026-01-31T12:03:00Z from coder-checkout to tester; |"
                        + " --at 3 is before",
                "who checkout/test/a --at 2026-01-31T12:03:00Z | #4 of 2026-01-31T12:03:00Z from coder-checkout to tester |"
                        + " --at 3 is before",
                "check checkout/a --pod coder-checkout --at 2026-01-31T12:01 | #2 of 2026-01-31T12:01:00Z from nobody to"
                        + " coder-checkout | --at 1 is before",
                "who checkout/test/a --at 2026-01-31 | from nobody to coder-checkout, #4 of 2026-01-31T12:03:00Z from"
                        + " coder-checkout to tester; | --at 1 is before",
                "simulate release tester --at 2026-01-31 | note: #1 to #10 are of the time asked for | --at 0",
                "simulate release tester --at 2026-01-31T12:04 | note: #5 is of the time asked for | --at 4",
            })
    void aTimeWithinWhichTheAnswerChangedIsPointedOut(String line, String told, String advice) {
        Printed printed = shop(line);
        assertEquals(1, printed.err().lines().count(), printed.err());
        assertTrue(printed.err().contains(told), printed.err());
        assertTrue(printed.err().contains(advice), printed.err());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "who checkout/test/a --at 2026-01-31T12:05",
                "who /elsewhere --at 2026-01-31T12:03",
                "who checkout/test/a --at 4",
                "who checkout/test/a",
                "who checkout/test/a --at -25m",
                "state --at 2026-01-31T11:00"
            })
    void aTimeWithOneAnswerIsNot(String line) {
        assertEquals("", shop(line).err());
    }

    private static Printed inBerlin(String line) {
        return in("Europe/Berlin", line);
    }

    private static Printed in(String zone, String line) {
        Instant[] now = {Instant.parse("2026-10-25T00:30:00Z")};
        MemoryLog log = new MemoryLog(() -> now[0]);
        Story story = new Story(log.open(LogPosition.START));
        story.register("a", 1, Story.scope(ScopeRule.write("/x")), 1);
        return run(zone, log, line.split(" "));
    }

    private static Printed run(String zone, MemoryLog log, String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Shell shell = new Shell(
                new PrintWriter(out),
                new PrintWriter(err),
                Terminal.plain(false),
                Map.of(RegistryOption.VARIABLE, "/registry"),
                Path.of("/srv"),
                new Times(Clock.fixed(Story.NOON, ZoneId.of(zone))),
                (directory, after) -> log.open(LogPosition.START));
        int code = Tool.run(shell, args);
        return new Printed(code, out.toString(), err.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "who /x --local --at 2026-10-25T02:30 | 2026-10-25T02:30 was twice in Europe/Berlin, at +02:00 and at +01:00",
                "who /x --local --at 2026-03-29T02:30 | 2026-03-29T02:30 never was in Europe/Berlin",
                "log --local --since 2026-10-25T02:30:10 | 2026-10-25T02:30:10 was twice",
                "log --local --until 2026-10-25T02:59 | was twice",
                "blame /x --local --since 2026-03-29T02:00 | never was",
                "diff --local 2026-03-29T02:30 2026-10-25T02:30 | never was",
                "stats --local --since 2026-03-29T02:30 | never was",
                "state --local --at 2026-03-29T02:30 | it is taken as 2026-03-29T03:30+02:00",
                "simulate release a --local --at 2026-10-25T02:30 | was twice",
                "show a --local --at 2026-10-25T02:30 | was twice",
                "export --format csv --local --until 2026-10-25T02:30 | was twice",
                "report -O - --local --until 2026-10-25T02:30 | was twice",
            })
    void anHourThatCameTwiceOrNeverIsPointedOut(String line, String told) {
        String err = inBerlin(line).err();
        assertTrue(err.contains("note: ") && err.contains(told), err);
        assertEquals(2, err.split(told.replace("+", "\\+"), -1).length, err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Pacific/Apia | who /x --local --at 2011-12-30 | 2011-12-30T00:00 never was in Pacific/Apia, where clocks went"
                        + " from 2011-12-30T00:00 to 2011-12-31T00:00; it is taken as 2011-12-31T00:00+14:00",
                "America/Havana | log --local --since 2026-03-08 | 2026-03-08T00:00 never was in America/Havana",
                "America/Havana | log --local --since 2026-03-09 | ``",
                "America/Nuuk | log --local --until 2024-03-30 | ``",
            },
            quoteCharacter = '`')
    void aDayThatNeverWasOrDidNotBeginAtMidnightIsPointedOut(String zone, String line, String told) {
        String err = in(zone, line).err();
        assertEquals(!told.isEmpty(), err.contains("note: "), err);
        assertTrue(err.contains(told), err);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "log --local --until 2026-10-25",
                "log --local --since 2026-03-29 --until 2026-10-25T03:00",
                "log --local --until 2026-10-25T02:30+02:00",
                "log --since 2026-03-29T02:30"
            })
    void aTimeThatWasOnceIsNot(String line) {
        String err = inBerlin(line).err();
        assertFalse(err.contains("twice") || err.contains("never was"), err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "log --pod testr | 1 | no pod named testr is in the log up to #10; did you mean tester?",
                "log --pod testr --reverse | 1 | did you mean tester?",
                "log --pod testr -o json | 1 | did you mean tester?",
                "log --pod zzzzzz | 1 | no pod named zzzzzz is in the log up to #10",
                "log --pod docs-writer --until 3 | 1 | no pod named docs-writer is in the log up to #3",
                "log --actor ic | 1 | nobody named ic asked for anything in the log up to #10; did you mean ci?",
                "show codercheckout | 1 | no pod named codercheckout is in the log up to #10; did you mean coder-checkout?",
                "export --format csv --pod orchestrater | 1 | did you mean orchestrator?",
                "check / --pod testre | 3 | no pod named testre is live; did you mean tester?",
                "simulate release testre | 3 | no pod named testre is live; did you mean tester?",
                "simulate release tester --dead testre | 2 | did you mean tester?",
                "log --pod tester --since 9 | 0 | ``",
                "log --pod docs-writer --since 9 -n 0 | 0 | ``",
                "stat | 2 | there is no command \"stat\"; did you mean state or stats? See pod-registry --help",
                "simulate regster x | 2 | there is no command \"regster\"; did you mean register? See pod-registry simulate",
                "nams | 2 | there is no command \"nams\"; see",
                "help nams | 2 | there is no command \"nams\"; see",
                "who checkout/test/a /elsewhere | 1 | ``",
                "xyzzy | 2 | there is no command \"xyzzy\"; see pod-registry --help",
                "who / --dri /x | 2 | who has no option --dri; did you mean --dir? See pod-registry who --help",
                "who / --dri=/x | 2 | who has no option --dri; did you mean --dir?",
                "-d /x log | 2 | pod-registry has no option -d; --dir comes after the command: pod-registry COMMAND --dir DIR; see",
                "-d=/x log | 2 | --dir comes after the command",
                "--dir /x log | 2 | pod-registry has no option --dir; --dir comes after the command",
                "--dir=/x log | 2 | --dir comes after the command",
                "--dri /x log | 2 | pod-registry has no option --dri; --dir comes after the command",
                "simulate -d /x release tester | 2 | --dir comes after the command: pod-registry simulate COMMAND --dir DIR",
                "--output json state | 2 | pod-registry has no option --output; --output comes after the command: pod-registry COMMAND --output FORMAT; see",
                "-o json state | 2 | pod-registry has no option -o; --output comes after the command: pod-registry COMMAND --output FORMAT; see",
                "-ojson state | 2 | --output comes after the command",
                "-d/x state | 2 | --dir comes after the command",
                "--from-start state | 2 | --from-start comes after the command: pod-registry COMMAND --from-start; see",
                "--form-start state | 2 | --from-start comes after the command",
                "--at=3 state | 2 | --at comes after the command: pod-registry COMMAND --at POINT",
                "simulate --token 3 release x | 2 | --token comes after the command: pod-registry simulate COMMAND --token",
                "--hepl | 2 | did you mean --help?",
                "-debug log | 2 | did you mean --debug?",
                "-V | 0 | ``",
                "- log | 2 | pod-registry has no option -",
                "-x log | 2 | pod-registry has no option -x",
                "--debgu log | 2 | did you mean --debug?",
                "state --form-start | 2 | did you mean --from-start?",
                "diff --exit-cod 1 | 2 | diff has no option --exit-cod; did you mean --exit-code?",
                "state extra | 2 | state does not take \"extra\"; see pod-registry state --help",
                "help whoo | 2 | there is no command \"whoo\"; did you mean who?",
                "help simulate adpot | 2 | there is no command \"adpot\"; did you mean adopt?",
                "log --type Registred | 2 | there are Registered",
                "export --format jsn | 2 | there are ndjson",
                "completion fish | 2 | \"fish\" is no shell; there are bash and zsh; see pod-registry completion --help",
                "completion basj | 2 | there are bash and zsh; did you mean bash? See",
                "stats --top x | 2 | \"x\" is no whole number, or too great a one",
                "simulate release tester --token 99999999999999999999 | 2 | is no whole number, or too great a one",
                "HELP | 2 | there is no command \"HELP\"; did you mean help?",
                "version | 2 | there is no command \"version\"; did you mean --version?",
                "-version | 2 | did you mean --version?",
                "WHO / | 2 | did you mean who?",
                "rep | 2 | did you mean repair or report?",
                "simulate chan x | 2 | did you mean change-segment?",
                "s | 2 | there is no command \"s\"; see",
                "man wh | 2 | there is no command \"wh\"; did you mean who?",
                "man simulate regster | 2 | there is no command \"regster\"; did you mean register?",
                "log --type segment-changed,SEGMENT_CHANGED,re-leased | 0 | ``",
                "export --format PodsJson | 0 | ``",
                "log --type release | 2 | \"release\" is no kind of event; there are Registered, Delegated, Adopted, SegmentChanged, Released, Reclaimed and Restored; did you mean Released? See",
                "export --format cvs | 2 | did you mean csv?",
                "state -o jsno | 2 | there are table, json and ndjson; did you mean json?",
                "simulate register x --alow write:/x | 2 | register has no option --alow; did you mean --allow?",
                "simulate register x --allow wirte:/x | 2 | PATH/* only it and its direct children; did you mean write:?",
                "log --since strat | 2 | did you mean start?",
                "log --since 5 --until 3 | 2 | --since is later than --until, so that nothing can match; exchange them",
                "stats --since 2026-02-02 --until 2026-02-01 | 2 | nothing can match",
                "blame / --since -1h --until -2h | 2 | nothing can match",
                "export --format csv --since 5 --until 3 | 2 | nothing can match",
                "log --since 3 --until 3 | 0 | ``",
                "log --since 5 --until 2026-01-31T12:02 | 2 | nothing can match: the last event of --until is #3; exchange them",
                "log --since 2 --until 2026-01-30 | 2 | nothing can match: no event is of --until; exchange them",
                "stats --since 2026-01-31T12:05 --until 3 | 2 | nothing can match: the first event of --since is #6; exchange them",
                "export --format csv --since 2026-02-02 --until 10 | 2 | nothing can match: no event up to #10 is of --since",
                "blame / --since end --until 10 | 2 | nothing can match: no event up to #10 is of --since",
                "log --since 5 --until 2026-01-31T12:04 | 0 | ``",
                "log --since 2026-01-31T12:05 --until 6 | 0 | ``",
                "log --since 1 --until 2026-01-30 | 0 | ``",
                "log --since 11 --until 2026-01-31T12:04 | 0 | ``",
                "log --since 2026-01-31T13:00 --until 2026-01-31T13:01 | 0 | ``",
                "log --since end | 0 | ``",
                "log --since 2026-02-02 --until 11 | 2 | there is no event #11 yet",
                "log --since 2026-02-01 --until 2026-02-01 | 0 | ``",
                "log --until 0 | 0 | ``",
                "who ~/x | 1 | ~/x was taken for a name in /srv/shop/services, as the tool does not replace ~",
                "who ~/x | 1 | ; ask for /home/me/x",
                "who file:///srv/shop | 1 | file:///srv/shop was taken for a name in /srv/shop/services, as the tool does not read URLs; ask for /srv/shop",
                "log --path file:///srv/shop | 0 | ask for /srv/shop",
                "simulate register x --allow write:~/x | 0 | ask for /home/me/x",
                "simulate register x --allow write:$HOME/x | 0 | as the tool does not replace $HOME, and the shell only where it is not quoted; ask for /home/me/x",
                "who ${HOME} | 1 | ask for /home/me",
                "simulate register x --allow x | 2 | PATH, or PATH/**, and everything below it",
                "state --dir=~/x | 0 | ask for /home/me/x",
            },
            quoteCharacter = '`')
    void aSlipOfTheFingersIsUnderstood(String line, int code, String told) {
        Printed printed = shop(line);
        assertEquals(code, printed.code(), printed.err());
        assertTrue(printed.err().contains(told), printed.err());
    }

    @ParameterizedTest
    @CsvSource({"2, from x to nobody; the", "4, and 1 time more; the", "5, and 2 times more; the"})
    void moreTimesAreCountedInWords(int turns, String told) {
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        Story story = new Story(log.open(LogPosition.START));
        for (int i = 1; i <= turns; i++) {
            if (i % 2 == 1) {
                story.register("x", i, Story.scope(ScopeRule.write("/x")), i);
            } else {
                story.tell(new Release(new PodName("x"), null));
            }
        }
        String err = Prompt.on(log).run("who", "/x", "--at", "2026-01-31T12:00").err();
        assertTrue(err.contains(told), err);
    }

    @Test
    void aSingleEventIsToldAsOne() {
        String verify = inBerlin("verify").out();
        assertTrue(verify.contains("ok      1 event, its hash computed again\n"), verify);
        assertTrue(verify.contains("ok      1 event applied to the table before it\n"), verify);
        assertTrue(verify.contains(" after the 1 event, and everywhere at the end\n"), verify);
        assertTrue(
                inBerlin("log").out().contains("\n1 of 1 event at #1, "),
                inBerlin("log").out());
    }

    @Test
    void helpNamesEveryKindOfEventThatIsTaken() {
        String help = shop("log --help").out();
        for (Kind kind : Kind.values()) {
            assertTrue(help.contains(kind.toString()), help);
            assertEquals(0, shop("log --type " + kind).code());
        }
    }

    /** A denial that is not recursive leaves only what is deeper. */
    @Test
    void whatOfAPathChangedHandsIsToldInJson() throws IOException {
        MemoryLog log = new MemoryLog(() -> Story.NOON);
        ScopeRule denied = new ScopeRule(new ScopePath("/x"), Permission.WRITE, false);
        new Story(log.open(LogPosition.START))
                .register("a", 1, new Scope(List.of(ScopeRule.write("/x")), List.of(denied)), 1);
        String json = Prompt.on(log).run("diff", "0", "1", "-o", "json").out();
        assertEquals(
                "{\"path\":\"/x\",\"itself\":false,\"children\":false,\"deeper\":true,\"before\":null,\"after\":\"a\",\"exceptions\":[]}",
                new JsonMapper().readTree(json).at("/handovers/0").toString());
    }

    @Test
    void helpMayComeFirst() {
        for (String command : List.of("who", "simulate", "simulate register")) {
            Printed asked = shop("help " + command);
            assertEquals(0, asked.code(), asked.err());
            assertEquals(shop(command + " --help").out(), asked.out());
        }
        assertEquals(shop("--help").out(), shop("help").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"who /x/services/*", "blame /x/s?/y", "check /x/** --pod tester", "log --path /x/*.txt"})
    void aPatternIsPointedOut(String line) {
        String err = shop(line).err();
        assertTrue(err.contains("was taken for a name, not for a pattern; ask for the directory /x"), err);
    }
}
