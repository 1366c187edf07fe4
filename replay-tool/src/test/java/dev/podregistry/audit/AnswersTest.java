package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.NaiveLedger.Row;
import dev.podregistry.audit.State.Holding;
import dev.podregistry.audit.State.Link;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who holds a path, the forest, a pod's story and picked events, on a long random history, equal naive answers. */
@Tag("slow")
class AnswersTest {

    private static List<Recorded> events = List.of();

    @BeforeAll
    static void play() {
        events = RandomHistory.events(7, 10_000);
    }

    /** A history read naively, which also remembers by which words of which events each live pod came to be. */
    private static final class Chronicle {

        private final NaiveLedger ledger = new NaiveLedger();
        private final Map<Long, String> origins = new HashMap<>();

        void take(Recorded recorded) {
            Event event = recorded.event();
            Row spawner = event instanceof Event.Delegated e ? ledger.find(e.spawner()) : null;
            String granted = event instanceof Event.Delegated e ? granted(e.authority(), spawner) : "null";
            ledger.apply(recorded);
            Row row = ledger.find(event.pod());
            if (event instanceof Event.Registered || event instanceof Event.Delegated) {
                origins.put(Objects.requireNonNull(row).created, row.created + " " + granted);
            } else if (event instanceof Event.Adopted) {
                origins.merge(Objects.requireNonNull(row).created, " adopted " + recorded.sequence(), String::concat);
            }
        }

        private static String granted(Authority authority, @Nullable Row spawner) {
            return authority instanceof Authority.Given given
                    ? text(given.scope().allow(), given.scope().deny())
                    : text(Objects.requireNonNull(spawner).allow, spawner.deny);
        }

        String link(Row row) {
            return row.pod + " " + origins.get(row.created);
        }

        List<String> chain(@Nullable Row holder) {
            List<String> chain = new ArrayList<>();
            for (Row row = holder; row != null; row = row.parent) {
                chain.add(link(row));
            }
            return chain;
        }

        /** The delegation forest, parents first or last, each with its depth. */
        List<Row> walk(@Nullable Row above, boolean parentsFirst) {
            List<Row> walk = new ArrayList<>();
            for (Row row : ledger.children(above)) {
                List<Row> below = walk(row, parentsFirst);
                walk.addAll(
                        parentsFirst
                                ? Stream.concat(Stream.of(row), below.stream()).toList()
                                : below);
                if (!parentsFirst) {
                    walk.add(row);
                }
            }
            return walk;
        }
    }

    private static String text(List<ScopeRule> allow, List<ScopeRule> deny) {
        return allow + " but " + deny;
    }

    private static String text(Link link) {
        Beginning beginning = link.beginning();
        Scope granted = beginning.grantedUnder();
        return link.allocation().pod() + " " + beginning.created().sequence() + " "
                + (granted == null ? "null" : text(granted.allow(), granted.deny()))
                + (beginning.adopted() == null
                        ? ""
                        : " adopted " + beginning.adopted().sequence());
    }

    @Test
    void whoHoldsAPathAndHowThatCameAboutIsWhatTheEventsSay() {
        Random random = new Random(9);
        Chronicle chronicle = new Chronicle();
        Replay replay = new Replay(Long.MAX_VALUE);
        int deep = 0;
        for (Recorded event : events) {
            chronicle.take(event);
            replay.accept(event);
            if (random.nextInt(20) > 0) {
                continue;
            }
            State state = replay.state();
            for (int i = 0; i < 20; i++) {
                ScopePath path = NaiveLedger.PATHS.get(random.nextInt(NaiveLedger.PATHS.size()));
                Row holder = chronicle.ledger.holder(path);
                List<Row> within = chronicle.ledger.holdersWithin(path);
                Holding told = state.who(path);
                String where = path + " at #" + event.sequence();
                assertEquals(event.sequence(), told.at().sequence());
                assertEquals(
                        chronicle.chain(holder),
                        told.chain().stream().map(row -> text(state.link(row))).toList(),
                        where);
                assertEquals(
                        chronicle.walk(null, false).stream()
                                .filter(row -> row != holder && within.contains(row))
                                .map(Row::toString)
                                .toList(),
                        told.below().stream()
                                .map(c -> c.holder().pod() + "#" + c.holder().created())
                                .toList(),
                        where);
                deep += told.chain().size() > 2 ? 1 : 0;
            }
            assertEquals(
                    chronicle.walk(null, true).stream()
                            .map(row -> row.depth() + " " + chronicle.link(row))
                            .toList(),
                    state.forest().stream()
                            .map(node -> node.depth() + " " + text(state.link(node.allocation())))
                            .toList());
        }
        assertTrue(deep > 30, "only " + deep + " chains of three");
    }

    /** Whom each event moved up, by its sequence. */
    private static Map<Long, List<PodName>> moved() {
        Map<Long, List<PodName>> moved = new HashMap<>();
        NaiveLedger ledger = new NaiveLedger();
        for (Recorded event : events) {
            Row before = ledger.find(event.event().pod());
            List<Row> children = before == null ? List.of() : ledger.children(before);
            Row ended = ledger.apply(event);
            moved.put(
                    event.sequence(),
                    ended == null
                            ? List.of()
                            : children.stream().map(row -> row.pod).toList());
        }
        return moved;
    }

    private static boolean involves(Recorded recorded, PodName pod, List<PodName> moved) {
        Event event = recorded.event();
        return pod.equals(event.pod())
                || moved.contains(pod)
                || (event instanceof Event.Delegated e && e.spawner().equals(pod))
                || (event instanceof Event.Reclaimed r
                        && r.cause() instanceof TakenBack t
                        && t.parent().equals(pod));
    }

    @Test
    void theStoryOfANameIsThatOfItsEvents() {
        Map<Long, List<PodName>> moved = moved();
        for (int i = 0; i < 14; i++) {
            PodName pod = new PodName("p" + i);
            List<String> told = new ArrayList<>();
            PodStory story = new PodStory(
                    pod,
                    9_000,
                    t -> told.add(t.life() + ": " + t.recorded().sequence() + " "
                            + t.moved().children()));
            events.forEach(story);
            List<String> expected = new ArrayList<>();
            int lives = 0;
            for (Recorded event : events.subList(0, 9_000)) {
                List<PodName> children = moved.getOrDefault(event.sequence(), List.of());
                boolean creates = event.event() instanceof Event.Registered || event.event() instanceof Event.Delegated;
                lives += creates && pod.equals(event.event().pod()) ? 1 : 0;
                if (involves(event, pod, children)) {
                    expected.add(lives + ": " + event.sequence() + " " + children);
                }
            }
            assertTrue(expected.size() > 300, pod + " has a short story");
            assertEquals(expected, told, pod::toString);
            assertEquals(lives, story.lives());
            assertEquals(9_000, story.at().sequence());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/b/c", "/a/b/c", "/a/z", "/z/z"})
    void whatIsPickedOfASubtreeIsAboutPodsWithRulesThere(String path) {
        ScopePath subtree = new ScopePath(path);
        for (@Nullable PodName pod : new PodName[] {null, new PodName("p3")}) {
            EventSelection selection = new EventSelection(pod, subtree, Set.of(), null);
            List<Long> told =
                    events.stream().filter(selection).map(Recorded::sequence).toList();
            assertEquals(picked(subtree, pod), told);
        }
    }

    private static List<Long> picked(ScopePath subtree, @Nullable PodName pod) {
        Map<Long, List<PodName>> moved = moved();
        List<Long> picked = new ArrayList<>();
        NaiveLedger ledger = new NaiveLedger();
        for (Recorded event : events) {
            Row before = ledger.find(event.event().pod());
            ledger.apply(event);
            Row row = before == null ? ledger.find(event.event().pod()) : before;
            Stream<ScopeRule> own = row == null ? Stream.empty() : row.allow.stream();
            boolean touches = Stream.concat(own, returned(event.event()))
                    .anyMatch(rule ->
                            NaiveLedger.PATHS.stream().anyMatch(path -> path.isWithin(subtree) && rule.covers(path)));
            if (touches && (pod == null || involves(event, pod, moved.getOrDefault(event.sequence(), List.of())))) {
                picked.add(event.sequence());
            }
        }
        return picked;
    }

    private static Stream<ScopeRule> returned(Event event) {
        return event instanceof Event.Reclaimed r && r.cause() instanceof TakenBack t
                ? Stream.concat(t.restored().stream(), t.withheld().stream())
                : Stream.empty();
    }
}
