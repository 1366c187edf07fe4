package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.NaiveLedger.Row;
import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.Holders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who held what over time, on long random histories, equals what the events and the definitions alone come to. */
@Tag("slow")
class StretchesTest {

    private static List<Recorded> events = List.of();

    @BeforeAll
    static void play() {
        events = RandomHistory.events(1, 10_000);
    }

    @Test
    void everyKindOfEventIsThere() {
        Map<Kind, Integer> counts = new LinkedHashMap<>();
        events.forEach(event -> counts.merge(Kind.of(event.event()), 1, Integer::sum));
        assertEquals(Kind.values().length, counts.size(), counts::toString);
        assertTrue(counts.values().stream().allMatch(n -> n > 100), counts::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/b/c", "/a/b/c", "/a/z", "/c/c/c/z/z", "/z"})
    void thePeriodsOfAPathAreThoseOfTheEvents(String path) {
        List<String> told = new ArrayList<>();
        PathHistory history = new PathHistory(new ScopePath(path), period -> told.add(text(period)));
        Replay replay = new Replay(Long.MAX_VALUE, history);
        events.forEach(replay);
        history.end();
        List<String> expected = naivePeriods(new ScopePath(path));
        assertTrue(expected.size() > 10 || path.equals("/z"), "only " + expected.size() + " periods");
        assertEquals(expected, told);
    }

    private static String text(Period period) {
        List<String> chain = period.chain().stream()
                .map(link -> link.allocation().pod() + "#" + link.allocation().created())
                .toList();
        List<Long> changes = period.changes().stream().map(Mark::sequence).toList();
        return sequence(period.from()) + "-" + sequence(period.until()) + " " + chain + " " + changes;
    }

    private static long sequence(@Nullable Mark mark) {
        return mark == null ? 0 : mark.sequence();
    }

    private static List<String> naivePeriods(ScopePath path) {
        List<String> periods = new ArrayList<>();
        NaiveLedger ledger = new NaiveLedger();
        Row holder = null;
        long from = 0;
        List<String> chain = List.of();
        Set<Row> line = new HashSet<>();
        List<Long> changes = new ArrayList<>();
        for (Recorded event : events) {
            PodName pod = event.event().pod();
            Row changed = ledger.find(pod);
            Row ended = ledger.apply(event);
            Row now = ledger.holder(path);
            if (now != holder) {
                periods.add(from + "-" + event.sequence() + " " + chain + " " + changes);
                holder = now;
                from = event.sequence();
                chain = new ArrayList<>();
                line.clear();
                changes.clear();
                for (Row row = now; row != null; row = row.parent) {
                    chain.add(row.toString());
                    line.add(row);
                }
            } else if (changed != null
                    && line.contains(changed)
                    && (ended == changed || event.event() instanceof Event.Adopted)) {
                changes.add(event.sequence());
            }
        }
        periods.add(from + "-0 " + chain + " " + changes);
        return periods;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/b/c", "/a/b/c", "/z"})
    void theStaysInASubtreeAreThoseOfTheEvents(String path) {
        List<String> told = new ArrayList<>();
        SubtreeHistory history = new SubtreeHistory(
                new ScopePath(path),
                stay -> told.add(
                        stay.pod() + " " + stay.from().sequence() + "-" + sequence(stay.until()) + moves(stay)));
        Replay replay = new Replay(Long.MAX_VALUE, history);
        events.forEach(replay);
        history.end();
        assertEquals(naiveStays(new ScopePath(path)), told);
    }

    /** The look-up that a page makes, of every path on which the rules can differ, after every event. */
    @Test
    void theTargetsTellTheHolderOfEveryPathAtEveryTime() {
        Map<ScopePath, Holders> targets = new HashMap<>();
        TargetHistory history = new TargetHistory(change -> {
            if (change.holders() == null) {
                targets.remove(change.target());
            } else {
                targets.put(change.target(), change.holders());
            }
        });
        NaiveLedger ledger = new NaiveLedger();
        Replay replay = new Replay(Long.MAX_VALUE, history);
        for (Recorded event : events) {
            replay.accept(event);
            ledger.apply(event);
            for (ScopePath path : NaiveLedger.PATHS) {
                Row row = ledger.holder(path);
                long expected = row == null ? Holders.NOBODY : row.created;
                assertEquals(expected, holder(targets, path), () -> path + " at #" + event.sequence());
            }
        }
        assertEquals(targets.keySet(), ruled(ledger));
    }

    private static long holder(Map<ScopePath, Holders> targets, ScopePath path) {
        if (targets.containsKey(path)) {
            return targets.get(path).itself();
        }
        for (ScopePath above = path.parent(); above != null; above = above.parent()) {
            if (targets.containsKey(above)) {
                return path.isChildOf(above)
                        ? targets.get(above).children()
                        : targets.get(above).deeper();
            }
        }
        return Holders.NOBODY;
    }

    private static Set<ScopePath> ruled(NaiveLedger ledger) {
        return ledger.rows.stream()
                .filter(row -> row.allow.stream().anyMatch(rule -> rule.permission() == Permission.WRITE))
                .flatMap(row -> Stream.concat(
                        row.allow.stream().filter(rule -> rule.permission() == Permission.WRITE), row.deny.stream()))
                .map(ScopeRule::target)
                .collect(Collectors.toSet());
    }

    private static String moves(Stay stay) {
        return " " + stay.under()
                + stay.moves().stream()
                        .map(move -> " #" + move.by().sequence() + " " + move.to())
                        .collect(Collectors.joining());
    }

    private static List<String> naiveStays(ScopePath path) {
        List<String> stays = new ArrayList<>();
        Map<Row, String> above = new HashMap<>();
        Map<Row, String> moves = new HashMap<>();
        NaiveLedger ledger = new NaiveLedger();
        Map<Row, Long> open = new LinkedHashMap<>();
        for (Recorded event : events) {
            ledger.apply(event);
            List<Row> holders = ledger.holdersWithin(path);
            open.keySet().stream()
                    .filter(row -> !holders.contains(row))
                    .sorted((a, b) -> Long.compare(a.created, b.created))
                    .toList()
                    .forEach(row ->
                            stays.add(row.pod + " " + open.remove(row) + "-" + event.sequence() + moves.remove(row)));
            for (Row row : holders) {
                String parent = row.parent == null ? "null" : row.parent.pod.toString();
                if (open.putIfAbsent(row, event.sequence()) == null) {
                    moves.put(row, " " + parent);
                } else if (!parent.equals(above.get(row))) {
                    moves.merge(row, " #" + event.sequence() + " " + parent, String::concat);
                }
                above.put(row, parent);
            }
        }
        open.keySet().stream()
                .sorted((a, b) -> Long.compare(a.created, b.created))
                .forEach(row -> stays.add(row.pod + " " + open.get(row) + "-0" + moves.get(row)));
        return stays;
    }
}
