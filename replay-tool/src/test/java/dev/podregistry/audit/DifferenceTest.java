package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.NaiveLedger.Row;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What changed between two points of a long random history equals what the events alone come to. */
@Tag("slow")
class DifferenceTest {

    private static List<Recorded> events = List.of();

    @BeforeAll
    static void play() {
        events = RandomHistory.events(2, 10_000);
    }

    private static NaiveLedger ledger(long last) {
        NaiveLedger ledger = new NaiveLedger();
        events.stream().limit(last).forEach(ledger::apply);
        return ledger;
    }

    private static Between between(long first, long last) {
        Between between = new Between(first);
        events.forEach(new Replay(last, between));
        return between;
    }

    @Test
    void whatChangedBetweenTwoPointsIsWhatTheEventsChanged() {
        Random random = new Random(3);
        for (int i = 0; i < 40; i++) {
            long first = random.nextInt(events.size());
            long last = Math.min(events.size(), first + random.nextInt(i % 2 == 0 ? 20 : 5_000));
            Between between = between(first, last);
            assertEquals(first, between.from().sequence());
            assertEquals(last, between.to().sequence());
            check(ledger(first), ledger(last), between.difference(), "#" + first + " to #" + last);
            for (Allocation row : between.difference().went()) {
                long ended = Objects.requireNonNull(between.endings().get(row.created()))
                        .sequence();
                assertTrue(names(ledger(ended - 1)).contains(name(row)));
                assertFalse(names(ledger(ended)).contains(name(row)));
            }
        }
    }

    @Test
    void whatOneEventChangedIsToldWithIt() {
        NaiveLedger before = new NaiveLedger();
        NaiveLedger after = new NaiveLedger();
        for (Recorded event : events.subList(0, 600)) {
            after.apply(event);
            EventView view = new EventView(event.sequence());
            events.stream().limit(event.sequence()).forEach(view);
            assertEquals(event, view.event());
            check(before, after, Objects.requireNonNull(view.change()), "#" + event.sequence());
            before.apply(event);
        }
    }

    private static void check(NaiveLedger before, NaiveLedger after, Difference difference, String where) {
        assertEquals(without(names(after), names(before)), names(difference.came()), where);
        assertEquals(without(names(before), names(after)), names(difference.went()), where);
        List<String> changed = before.rows.stream()
                .filter(row -> after.rows.stream()
                        .anyMatch(other ->
                                other.created == row.created && !text(other).equals(text(row))))
                .map(Row::toString)
                .toList();
        assertEquals(
                changed,
                names(difference.changed().stream()
                        .map(Difference.Change::after)
                        .toList()),
                where);
        for (ScopePath path : NaiveLedger.PATHS) {
            String old = String.valueOf(before.holder(path));
            String now = String.valueOf(after.holder(path));
            checkHandovers(path, old, now, difference.handovers(), where);
        }
    }

    private static void checkHandovers(
            ScopePath path, String before, String after, List<Handover> handovers, String where) {
        List<Handover> about =
                handovers.stream().filter(handover -> isAbout(handover, path)).toList();
        assertEquals(!before.equals(after), !about.isEmpty(), () -> where + " " + path + " " + before + " " + about);
        about.forEach(handover ->
                assertEquals(before + " → " + after, name(handover.before()) + " → " + name(handover.after()), where));
    }

    /** {@return whether a handover, as it is printed, says something of a path} */
    private static boolean isAbout(Handover handover, ScopePath path) {
        ScopePath at = handover.at();
        boolean named = path.equals(at)
                ? handover.itself()
                : path.isChildOf(at) ? handover.children() : path.isWithin(at) && handover.deeper();
        return named && handover.exceptions().stream().noneMatch(exception -> isAbout(exception, path));
    }

    private static String name(@Nullable Allocation row) {
        return row == null ? "null" : row.pod() + "#" + row.created();
    }

    private static List<String> names(List<Allocation> rows) {
        return rows.stream().map(DifferenceTest::name).toList();
    }

    private static List<String> names(NaiveLedger ledger) {
        return ledger.rows.stream().map(Row::toString).toList();
    }

    private static List<String> without(List<String> some, List<String> others) {
        List<String> rest = new ArrayList<>(some);
        rest.removeAll(others);
        return rest;
    }

    /** A parent's name is part of a row, who exactly bears it is not. */
    private static String text(Row row) {
        return row + " " + row.owner + " " + (row.parent == null ? "" : row.parent.pod) + " " + row.deny;
    }

    /** A direct child and what is deeper below can go to other pods than the path itself. */
    @Test
    void whatARuleCoversOfAPathIsToldApart() {
        Events history = new Events()
                .then(Events.registered("a", 1, ScopeRule.write("/x")))
                .then(new Event.Released(Events.pod("a")))
                .then(Events.registered("b", 2, ScopeRule.write("/x").shallow()))
                .then(new Event.Registered(
                        Events.pod("c"),
                        Events.process(3),
                        PodSocket.NONE,
                        List.of(ScopeRule.write("/y")),
                        List.of(ScopeRule.write("/y").shallow()),
                        Events.segment(3)));
        Between between = new Between(1);
        history.tellTo(new Replay(Long.MAX_VALUE, between));
        assertEquals(
                List.of("/x/* a#1 b#3", "deeper below /x a#1 null", "deeper below /y null c#4"),
                between.difference().handovers().stream()
                        .map(h -> h.paths() + " " + name(h.before()) + " " + name(h.after()))
                        .toList());
    }

    /** What a pod had lent out stays with whom it was lent to, also when the lender's process dies. */
    @Test
    void whatWasLentOutDoesNotChangeHandsWhenTheLenderEnds() {
        Events history = new Events()
                .then(Events.registered("lead", 1, ScopeRule.write("/r")))
                .then(delegated("lead", "child", ScopeRule.write("/r/a")))
                .then(delegated(
                        "child", "inner", ScopeRule.write("/r/a/deep/er").shallow()))
                .then(new Event.Released(Events.pod("lead")));
        Between between = new Between(3);
        history.tellTo(new Replay(Long.MAX_VALUE, between));
        assertEquals(
                List.of("/r/** lead#1 null but not /r/a/** child#2 child#2"),
                between.difference().handovers().stream()
                        .map(DifferenceTest::line)
                        .toList());
    }

    private static Event delegated(String spawner, String pod, ScopeRule... allow) {
        return new Event.Delegated(
                Events.pod(pod),
                Events.pod(spawner),
                Events.process(1),
                PodSocket.NONE,
                List.of(allow),
                new Authority.OwnScope());
    }

    private static String line(Handover handover) {
        String text = handover.paths() + " " + name(handover.before()) + " " + name(handover.after());
        return text
                + handover.exceptions().stream()
                        .map(exception -> " but not " + line(exception))
                        .collect(Collectors.joining());
    }
}
