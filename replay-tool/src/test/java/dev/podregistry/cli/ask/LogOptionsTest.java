package dev.podregistry.cli.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.Kind;
import dev.podregistry.audit.RandomHistory;
import dev.podregistry.cli.Prompt;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.Story;
import dev.podregistry.cli.WatchedReader;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.MemoryLog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which events {@code log} shows, and in which order, on a history longer than it keeps at once. */
class LogOptionsTest {

    private static MemoryLog log = new MemoryLog(() -> Story.NOON);
    private static final List<Recorded> EVENTS = new ArrayList<>();

    @BeforeAll
    static void play() {
        log = RandomHistory.log(8, LogCommand.BLOCK + 5_000);
        log.open(LogPosition.START).replay(1, EVENTS::add);
    }

    private static List<Long> sequences(String options) {
        Printed printed =
                Prompt.on(log).run(("log -o ndjson " + options).strip().split(" "));
        assertEquals(0, printed.code(), printed.err());
        List<Long> sequences = new ArrayList<>();
        Pattern sequence = Pattern.compile("\"sequence\":(\\d+),");
        printed.out().lines().forEach(line -> {
            Matcher matcher = sequence.matcher(line);
            assertTrue(matcher.find());
            sequences.add(Long.parseLong(matcher.group(1)));
        });
        return sequences;
    }

    private static List<Long> events(Predicate<Recorded> wanted) {
        return EVENTS.stream().filter(wanted).map(Recorded::sequence).toList();
    }

    private static List<Long> reversed(List<Long> sequences) {
        List<Long> reversed = new ArrayList<>(sequences);
        Collections.reverse(reversed);
        return reversed;
    }

    private static List<Long> last(int n, List<Long> sequences) {
        return sequences.subList(Math.max(0, sequences.size() - n), sequences.size());
    }

    @Test
    void backwardsIsTheSameBackwardsHoweverLong() {
        List<Long> all = events(e -> true);
        assertEquals(all, sequences(""));
        assertEquals(reversed(all), sequences("--reverse"));
        int n = LogCommand.BLOCK + 10;
        assertEquals(last(n, all), sequences("-n " + n));
        assertEquals(reversed(last(n, all)), sequences("--reverse -n " + n));
        assertEquals(reversed(last(LogCommand.BLOCK, all)), sequences("--reverse -n " + LogCommand.BLOCK));
    }

    @Test
    void theLastOfWhatIsSelectedAreShown() {
        Predicate<Recorded> asked = e -> e.origin().actor().value().equals("actor-1")
                && Kind.of(e.event()) != Kind.DELEGATED
                && e.sequence() >= 100
                && e.sequence() <= 9_000;
        String options = "--actor actor-1 --not-type Delegated --since 100 --until 9000";
        assertEquals(events(asked), sequences(options));
        assertEquals(last(7, events(asked)), sequences(options + " -n 7"));
        assertEquals(reversed(last(7, events(asked))), sequences(options + " -n 7 --reverse"));
        assertEquals(List.of(), sequences(options + " -n 0"));
        assertEquals(List.of(), sequences(options + " -n 0 --reverse"));
        assertEquals(
                events(e -> Kind.of(e.event()) == Kind.ADOPTED),
                sequences("--type adopted,released --not-type released"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-n -1",
                "-n x",
                "--actor \u0007",
                "--type adopted --not-type adopted",
                "--follow --reverse",
                "--follow --until 3",
                "--follow -o json",
                "--not-type nothing"
            })
    void whatMakesNoSenseIsToldInOneLine(String options) {
        Printed printed = Prompt.on(log).run(("log " + options).split(" "));
        assertEquals(2, printed.code());
        assertEquals(1, printed.err().lines().count(), printed.err());
        assertEquals("", printed.out());
    }

    /** It waited for ever, without a word, for a name with a slip in it. */
    @ParameterizedTest
    @CsvSource({
        "--pod, tester, no pod named tetser is in the log up to #10",
        "--actor, ci, nobody named tetser asked for"
    })
    @Timeout(600)
    void followingANameThatNeverWasSaysSoAndWaits(String option, String known, String told)
            throws InterruptedException {
        MemoryLog shop = Story.shop();
        for (String name : List.of("tetser", known)) {
            CountDownLatch begun = new CountDownLatch(1);
            Prompt prompt = Prompt.at(() -> new WatchedReader(shop.open(LogPosition.START), at -> begun.countDown()));
            List<Printed> printed = new ArrayList<>();
            Thread following = new Thread(() -> printed.add(prompt.run("log", "--follow", option, name)));
            following.start();
            assertTrue(begun.await(30, TimeUnit.SECONDS));
            following.interrupt();
            following.join();
            assertEquals(0, printed.get(0).code());
            String err = printed.get(0).err();
            assertEquals(!name.equals(known), err.contains(told) && err.contains("may still come"), err);
        }
    }

    @Test
    @Timeout(600)
    void followingShowsWhatComes() throws InterruptedException {
        MemoryLog growing = new MemoryLog(() -> Story.NOON);
        Story story = new Story(growing.open(LogPosition.START));
        story.register("first", 1, Story.scope(), 1);
        story.register("second", 2, Story.scope(), 2);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch seen = new CountDownLatch(1);
        Prompt prompt = Prompt.at(() -> new WatchedReader(growing.open(LogPosition.START), sequence -> {
            begun.countDown();
            if (sequence == 3) {
                seen.countDown();
            }
        }));
        List<Printed> printed = new ArrayList<>();
        Thread following = new Thread(() -> printed.add(prompt.run("log", "--follow", "-n", "1")));
        following.start();
        assertTrue(begun.await(30, TimeUnit.SECONDS));
        story.register("third", 3, Story.scope(), 3);
        assertTrue(seen.await(30, TimeUnit.SECONDS));
        following.interrupt();
        following.join();
        assertEquals(0, printed.get(0).code(), printed.get(0).err());
        assertTrue(printed.get(0).out().contains("third"), printed.get(0).out());
        assertTrue(!printed.get(0).out().contains("first"), printed.get(0).out());
    }
}
