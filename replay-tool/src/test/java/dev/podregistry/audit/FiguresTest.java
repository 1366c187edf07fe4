package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.NaiveLedger.Row;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.ProcessDead;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Figures and permissions on a long random history equal what the events and the definitions alone come to. */
@Tag("slow")
class FiguresTest {

    private static List<Recorded> events = List.of();

    @BeforeAll
    static void play() {
        events = RandomHistory.events(4, 10_000);
    }

    /** A holder of a name, from the event that gave it its allocation to the one that took it away. */
    private record Life(Recorded from, @Nullable Recorded until, int depth) {

        PodName pod() {
            return from.event().pod();
        }

        boolean isIn(Span span) {
            return from.sequence() <= span.last() && (until == null || until.sequence() >= span.first());
        }

        boolean isLiveAfter(long sequence) {
            return from.sequence() <= sequence && (until == null || until.sequence() > sequence);
        }

        boolean claimsWithin(ScopePath prefix) {
            List<ScopeRule> allow =
                    from.event() instanceof Event.Registered e ? e.allow() : ((Event.Delegated) from.event()).allow();
            return allow.stream()
                    .anyMatch(r ->
                            r.permission() == Permission.WRITE && r.target().isWithin(prefix));
        }
    }

    private static List<Life> lives(long last) {
        NaiveLedger ledger = new NaiveLedger();
        List<Life> lives = new ArrayList<>();
        for (Recorded event : events.subList(0, (int) last)) {
            Row ended = ledger.apply(event);
            if (event.event() instanceof Event.Registered || event.event() instanceof Event.Delegated) {
                Row row = ledger.find(event.event().pod());
                lives.add(new Life(event, null, row == null ? -1 : row.depth()));
            }
            if (ended != null) {
                lives.replaceAll(
                        life -> life.from.sequence() == ended.created ? new Life(life.from, event, life.depth) : life);
            }
        }
        return lives;
    }

    @ParameterizedTest
    @CsvSource({"0, 10000", "1, 1", "5000, 10000", "2000, 2500", "1, 3000"})
    void theFiguresAreThoseOfTheEvents(long first, long last) {
        Span span = new Span(first, last);
        Statistics statistics = new Statistics(span, 10, 2);
        events.forEach(statistics);
        Summary summary = statistics.summary();
        List<Recorded> counted =
                events.stream().filter(e -> span.contains(e.sequence())).toList();
        List<Life> lives = lives(last).stream().filter(life -> life.isIn(span)).toList();

        assertEquals(last, summary.at().sequence());
        assertEquals(counted.size(), summary.events());
        for (Kind kind : Kind.values()) {
            long count =
                    counted.stream().filter(e -> Kind.of(e.event()) == kind).count();
            assertEquals(count, summary.kinds().get(kind), kind::toString);
        }
        assertEquals(reclaims(counted), summary.reclaims());
        long start = Math.max(0, first - 1);
        assertEquals(atOnce(lives, start, last), summary.mostLive());
        assertEquals(
                lives.stream()
                        .filter(life -> span.contains(life.from.sequence()))
                        .mapToInt(life -> life.from.event() instanceof Event.Delegated ? life.depth : 0)
                        .max()
                        .orElse(0),
                summary.depth());
        assertEquals(
                longest(lives, events.get((int) last - 1)),
                summary.longest().stream()
                        .map(h -> h.pod() + " #" + h.from().sequence() + " " + h.lasted())
                        .toList());
        assertEquals(contention(lives, start, last), told(summary));
    }

    private static Summary.Reclaims reclaims(List<Recorded> counted) {
        List<Event.Cause> causes = new ArrayList<>();
        counted.forEach(e -> {
            if (e.event() instanceof Event.Reclaimed reclaimed) {
                causes.add(reclaimed.cause());
            }
        });
        return new Summary.Reclaims(
                causes.stream().filter(ProcessDead.class::isInstance).count(),
                causes.stream()
                        .filter(c -> c instanceof TakenBack t && t.removed())
                        .count(),
                causes.stream()
                        .filter(c -> c instanceof TakenBack t && !t.removed())
                        .count(),
                causes.stream()
                        .mapToLong(c -> c instanceof TakenBack t ? t.withheld().size() : 0)
                        .sum());
    }

    private static int atOnce(List<Life> lives, long start, long last) {
        int most = 0;
        for (long sequence = start; sequence <= last; sequence++) {
            long here = sequence;
            most = Math.max(most, (int)
                    lives.stream().filter(life -> life.isLiveAfter(here)).count());
        }
        return most;
    }

    private static List<String> longest(List<Life> lives, Recorded end) {
        return lives.stream()
                .sorted(Comparator.comparing((Life life) -> lasted(life, end))
                        .reversed()
                        .thenComparingLong(life -> life.from.sequence()))
                .limit(10)
                .map(life -> life.pod() + " #" + life.from.sequence() + " " + lasted(life, end))
                .toList();
    }

    private static Duration lasted(Life life, Recorded end) {
        return Duration.between(life.from.time(), (life.until == null ? end : life.until).time());
    }

    private static List<String> contention(List<Life> lives, long start, long last) {
        TreeMap<ScopePath, List<Life>> claims = new TreeMap<>();
        for (ScopePath prefix : NaiveLedger.PATHS) {
            List<Life> here =
                    lives.stream().filter(life -> life.claimsWithin(prefix)).toList();
            if (prefix.names().size() <= 2 && !here.isEmpty()) {
                claims.put(prefix, here);
            }
        }
        Set<ScopePath> repeated = new HashSet<>();
        claims.forEach((prefix, here) -> {
            ScopePath parent = prefix.parent();
            if (parent != null && claims.getOrDefault(parent, List.of()).equals(here)) {
                repeated.add(parent);
            }
        });
        claims.keySet().removeAll(repeated);
        List<Summary.Contention> all = new ArrayList<>();
        claims.forEach((prefix, here) -> all.add(new Summary.Contention(
                prefix,
                (int) here.stream().map(Life::pod).distinct().count(),
                here.size(),
                atOnce(here, start, last))));
        all.sort(Comparator.comparingInt(Summary.Contention::pods)
                .thenComparingLong(Summary.Contention::claims)
                .reversed()
                .thenComparing(Summary.Contention::prefix));
        return all.stream().limit(10).map(Object::toString).toList();
    }

    private static List<String> told(Summary summary) {
        return summary.contention().stream().map(Object::toString).toList();
    }

    @Test
    void whoMayWriteIsWhoHolds() {
        Random random = new Random(5);
        int yes = 0;
        for (int i = 0; i < 60; i++) {
            long at = random.nextInt(events.size());
            NaiveLedger ledger = new NaiveLedger();
            events.stream().limit(at).forEach(ledger::apply);
            Replay replay = new Replay(at);
            events.forEach(replay);
            State state = replay.state();
            for (int p = 0; p < 56; p++) {
                PodName pod = new PodName("p" + p % 14);
                ScopePath path = NaiveLedger.PATHS.get(random.nextInt(NaiveLedger.PATHS.size()));
                Row row = ledger.find(pod);
                Row holder = ledger.holder(path);
                Access access = Access.of(state, pod, path);
                assertEquals(at, access.holding().at().sequence());
                assertEquals(row != null, access.isLive());
                assertEquals(row != null && holder == row, access.mayWrite(), () -> pod + " " + path + " at #" + at);
                assertEquals(row == null ? List.of() : writable(ledger, row), rules(access));
                yes += access.mayWrite() ? 1 : 0;
            }
        }
        assertTrue(yes > 30, "only " + yes + " times yes");
    }

    private static List<ScopeRule> writable(NaiveLedger ledger, Row row) {
        return row.allow.stream()
                .filter(rule -> rule.permission() == Permission.WRITE)
                .filter(rule ->
                        NaiveLedger.PATHS.stream().anyMatch(path -> rule.covers(path) && ledger.holder(path) == row))
                .toList();
    }

    private static List<ScopeRule> rules(Access access) {
        return access.writable().stream().map(Access.Writable::rule).toList();
    }
}
