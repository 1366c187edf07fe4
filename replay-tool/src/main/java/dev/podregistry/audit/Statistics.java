package dev.podregistry.audit;

import dev.podregistry.audit.Summary.Hold;
import dev.podregistry.audit.Summary.Reclaims;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts a stretch of a history. It takes every event from the first on, since what goes on in the stretch may have begun
 * before.
 */
public final class Statistics implements Consumer<Recorded> {

    private final Span span;
    private final int top;
    private final Map<Kind, Long> kinds = new EnumMap<>(Kind.class);
    private final Map<PodName, Mark> live = new HashMap<>();
    /** The live pods that nothing tells since when they are. */
    private final Set<PodName> before = new HashSet<>();

    private final Family family = new Family();
    private final Prefixes prefixes;
    private final TreeSet<Hold> longest = new TreeSet<>((a, b) -> {
        int byTime = b.lasted().compareTo(a.lasted());
        return byTime != 0 ? byTime : Long.compare(a.from().sequence(), b.from().sequence());
    });
    private Point at = Point.START;
    private Reclaims reclaims = new Reclaims(0, 0, 0, 0);
    private boolean counting;
    private int mostLive;
    private int depth;
    private @Nullable Mark deepest;

    /**
     * Creates a count.
     *
     * @param span the stretch
     * @param top how many to name where only the greatest are named
     * @param names how many names the prefixes of paths have at the most
     */
    public Statistics(Span span, int top, int names) {
        this.span = span;
        this.top = top;
        this.prefixes = new Prefixes(names);
        for (Kind kind : Kind.values()) {
            kinds.put(kind, 0L);
        }
    }

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset outset) {
        at = outset.at();
        family.begin(outset);
        for (Allocation row : outset.table().allocations()) {
            before.add(row.pod());
            prefixes.begin(
                    row.pod(),
                    row.scope().allow().stream().filter(Statistics::writes).toList());
        }
    }

    private static boolean writes(ScopeRule rule) {
        return rule.permission() == Permission.WRITE;
    }

    private int live() {
        return live.size() + before.size();
    }

    @Override
    public void accept(Recorded recorded) {
        if (recorded.sequence() > span.last()) {
            return;
        }
        at = Point.after(recorded);
        boolean counts = span.contains(recorded.sequence());
        if (counts && !counting) {
            counting = true;
            mostLive = live();
            prefixes.start();
        }
        Event event = recorded.event();
        family.take(recorded);
        if (event instanceof Event.Registered registered) {
            begin(registered.pod(), recorded, registered.allow());
        } else if (event instanceof Event.Delegated delegated) {
            begin(delegated.pod(), recorded, delegated.allow());
            if (counts) {
                measure(delegated.pod(), recorded);
            }
        }
        PodName ended = EventSelection.endedPod(event);
        if (ended != null) {
            end(ended, recorded, counts);
        }
        if (counts) {
            count(event);
        }
    }

    private void count(Event event) {
        kinds.merge(Kind.of(event), 1L, Long::sum);
        mostLive = Math.max(mostLive, live());
        if (event instanceof Event.Reclaimed reclaimed) {
            reclaims = reclaimed.cause() instanceof TakenBack taken
                    ? new Reclaims(
                            reclaims.dead(),
                            reclaims.takenBack() + (taken.removed() ? 1 : 0),
                            reclaims.afterwards() + (taken.removed() ? 0 : 1),
                            reclaims.withheld() + taken.withheld().size())
                    : new Reclaims(
                            reclaims.dead() + 1, reclaims.takenBack(), reclaims.afterwards(), reclaims.withheld());
        }
    }

    private void begin(PodName pod, Recorded recorded, List<ScopeRule> allow) {
        live.put(pod, Mark.of(recorded));
        prefixes.begin(pod, allow.stream().filter(Statistics::writes).toList());
    }

    private void measure(PodName pod, Recorded recorded) {
        int above = family.depth(pod);
        if (deepest == null || above > depth) {
            depth = above;
            deepest = Mark.of(recorded);
        }
    }

    private void end(PodName pod, Recorded recorded, boolean counts) {
        before.remove(pod);
        Mark from = live.remove(pod);
        if (from != null && counts) {
            keep(longest, hold(pod, from, Mark.of(recorded), recorded.time()));
        }
        prefixes.end(pod);
    }

    private static Hold hold(PodName pod, Mark from, @Nullable Mark until, Instant end) {
        return new Hold(pod, from, until, Duration.between(from.time(), end));
    }

    private void keep(NavigableSet<Hold> holds, Hold hold) {
        holds.add(hold);
        if (holds.size() > top) {
            holds.pollLast();
        }
    }

    /** {@return what was counted so far; pods that are live are held up to now} */
    public Summary summary() {
        TreeSet<Hold> holds = new TreeSet<>(longest);
        Instant end = at.time();
        live.forEach((pod, from) -> keep(holds, hold(pod, from, null, end == null ? from.time() : end)));
        long events = kinds.values().stream().mapToLong(n -> n).sum();
        return new Summary(
                at,
                events,
                new EnumMap<>(kinds),
                reclaims,
                mostLive,
                deepest,
                depth,
                List.copyOf(holds),
                prefixes.greatest(top));
    }
}
