package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is at the border of a limit is written and read again; what is past it is neither made nor read. */
final class ExtremeValuesTest {

    private static final EventCodec CODEC = new EventCodec();
    private static final PodName POD = new PodName("é".repeat(PodName.MAX_BYTES / 2));
    private static final PodSocket SOCKET = new PodSocket("é".repeat(PodSocket.MAX_BYTES / 2));
    private static final ProcessIdentity PROCESS = new BarePid(1);

    /** {@return as many rules as targets of so many bytes make up; two bytes a character grow most when written} */
    private static List<ScopeRule> rules(int count, int bytes) {
        return IntStream.range(0, count)
                .mapToObj(i -> ScopeRule.write(target(bytes)))
                .toList();
    }

    private static String target(int bytes) {
        StringBuilder target = new StringBuilder();
        while (bytes - target.toString().getBytes(StandardCharsets.UTF_8).length > 202) {
            target.append('/').append("é".repeat(100));
        }
        int rest = bytes - target.toString().getBytes(StandardCharsets.UTF_8).length;
        return target + "/" + "é".repeat((rest - 1) / 2) + "x".repeat((rest - 1) % 2);
    }

    private static Event registered(List<ScopeRule> allow, List<ScopeRule> deny) {
        return new Event.Registered(POD, PROCESS, SOCKET, allow, deny, null);
    }

    private static Event delegated(List<ScopeRule> allow, List<ScopeRule> givenAllow, List<ScopeRule> givenDeny) {
        Authority authority = new Authority.Given(new Scope(givenAllow, givenDeny));
        return new Event.Delegated(POD, POD, PROCESS, SOCKET, allow, authority);
    }

    private static Event takenBack(List<ScopeRule> restored, List<ScopeRule> withheld) {
        return new Event.Reclaimed(POD, new Cause.TakenBack(POD, true, restored, withheld));
    }

    private static String roundTrip(Event event, Instant time) {
        EventLine line = Samples.lines().get(0);
        EventLine extreme = new EventLine(line.sequence(), line.synced(), time, line.origin(), event);
        String text = CODEC.encode(extreme);
        assertEquals(extreme, CODEC.decode(text));
        return text;
    }

    @Test
    void asManyRulesAsThereMayBeAreWritten() {
        List<ScopeRule> all = rules(1000, 80);
        List<ScopeRule> more = rules(1001, 20);

        roundTrip(registered(all, all), Instant.EPOCH);
        roundTrip(delegated(all, all, all), Instant.EPOCH);
        roundTrip(takenBack(all, List.of()), Instant.EPOCH);
        for (Executable past : List.<Executable>of(
                () -> registered(more, List.of()),
                () -> registered(List.of(), more),
                () -> delegated(more, List.of(), List.of()),
                () -> delegated(List.of(), more, List.of()),
                () -> delegated(List.of(), List.of(), more),
                () -> takenBack(more.subList(0, 500), more.subList(0, 501)))) {
            assertEquals(
                    "1001 rules in one list are more than 1000",
                    assertThrows(IllegalArgumentException.class, past).getMessage());
        }
    }

    @Test
    void asLongTargetsAsThereMayBeAreWrittenAndFitALine() {
        int each = Limit.TARGETS.greatest() / 64;
        List<ScopeRule> most = rules(64, each - 1);
        List<ScopeRule> last = rules(1, 64);
        assertEquals(Limit.TARGETS.greatest(), Limit.bytes(most) + Limit.bytes(last));

        String line = roundTrip(delegated(most, last, List.of()), Instant.MAX);

        assertTrue(line.length() < EventCodec.MAX_LINE / 4, line.length() + " characters");
        IllegalArgumentException past = assertThrows(
                IllegalArgumentException.class, () -> delegated(most, last, List.of(ScopeRule.write("/"))));
        assertEquals("262145 bytes of targets in one command are more than 262144", past.getMessage());
    }

    @Test
    void everyTimeIsWritten() {
        for (Instant time : List.of(
                Instant.MIN,
                Instant.MAX,
                Instant.EPOCH.minusNanos(1),
                Instant.parse("0001-01-01T00:00:00.000000001Z"),
                Instant.parse("+999999999-12-31T23:59:59.999999999Z"))) {
            roundTrip(new Event.Released(POD), time);
        }
        String line = roundTrip(new Event.Released(POD), Instant.MAX);
        refused(line.replace("+1000000000-", "+1000000001-"));
        refused(line.replace("59.999999999Z", "60Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "4294967296",
                "9223372036854775808",
                "-9223372036854775808",
                "1.0",
                "1e3",
                "\"1\"",
                "null"
            })
    void aPidThatNoProcessHasIsNotRead(String pid) {
        String line = roundTrip(registered(List.of(), List.of()), Instant.EPOCH);

        refused(line.replace("\"pid\":1", "\"pid\":" + pid));
        assertTrue(CODEC.decode(line.replace("\"pid\":1", "\"pid\":4294967295")) != null);
    }

    @Test
    void theLongestNamesAndPathsAreWritten() {
        String name = "n".repeat(ScopePath.MAX_NAME_BYTES);
        String longest = ("/" + name).repeat(15) + "/" + "x".repeat(ScopePath.MAX_BYTES - 15 * 256 - 1);
        roundTrip(registered(List.of(ScopeRule.write(longest)), List.of()), Instant.EPOCH);
        roundTrip(registered(List.of(ScopeRule.write("/d".repeat(2047))), List.of()), Instant.EPOCH);

        for (Executable past : List.<Executable>of(
                () -> new PodName("n".repeat(PodName.MAX_BYTES + 1)),
                () -> new PodSocket("s".repeat(PodSocket.MAX_BYTES + 1)),
                () -> new ScopePath("/n" + name),
                () -> new ScopePath(longest + "x"),
                () -> new ScopePath("/d".repeat(2048)))) {
            assertThrows(IllegalArgumentException.class, past);
        }
    }

    private static void refused(String line) {
        assertThrows(UnreadableEventException.class, () -> CODEC.decode(line));
    }
}
