package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Actor;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Picks events; all that is asked for must hold.
 *
 * <p>It must be given every event of the log from the first on, in order: whether an event that names only a pod touches a
 * path depends on the rules the pod got earlier. It asks nothing of the history but that, so it also works on one that no
 * table can be made of.
 */
public final class EventSelection implements Predicate<Recorded> {

    private final @Nullable PodName pod;
    private final @Nullable ScopeRule subtree;
    private final Set<Kind> kinds;
    private final @Nullable Actor actor;
    private final Map<PodName, List<ScopeRule>> rules = new HashMap<>();
    private final Family family = new Family();
    private Moved moved = Moved.NOBODY;

    /**
     * Creates a selection.
     *
     * @param pod only events about this pod, by it or that moved it up; null for any
     * @param path only events about pods whose rules cover a path at or below this one; null for any
     * @param kinds only events of these kinds; empty for any
     * @param actor only what this actor asked for; null for any
     */
    public EventSelection(@Nullable PodName pod, @Nullable ScopePath path, Set<Kind> kinds, @Nullable Actor actor) {
        this.actor = actor;
        this.pod = pod;
        this.subtree = path == null ? null : ScopeRule.read(path.value());
        this.kinds = Set.copyOf(kinds);
    }

    @Override
    public boolean test(Recorded recorded) {
        Event event = recorded.event();
        moved = family.take(recorded);
        boolean touches = subtree == null || touches(event, subtree);
        boolean asked = actor == null || recorded.origin().actor().equals(actor);
        return asked
                && touches
                && (pod == null || involves(event, moved, pod))
                && (kinds.isEmpty() || kinds.contains(Kind.of(event)));
    }

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset outset) {
        family.begin(outset);
        outset.table()
                .allocations()
                .forEach(row -> rules.put(row.pod(), row.scope().allow()));
    }

    /** {@return whom the event that was tested last has moved up} */
    public Moved moved() {
        return moved;
    }

    /** {@return whether {@code event} is about {@code pod} or moved it, or {@code pod} delegated or took back in it} */
    static boolean involves(Event event, Moved moved, PodName pod) {
        return pod.equals(event.pod())
                || moved.children().contains(pod)
                || (event instanceof Event.Delegated delegated
                        && delegated.spawner().equals(pod))
                || (event instanceof Event.Reclaimed reclaimed
                        && reclaimed.cause() instanceof TakenBack taken
                        && taken.parent().equals(pod));
    }

    private boolean touches(Event event, ScopeRule wanted) {
        if (event instanceof Event.Registered registered) {
            rules.put(registered.pod(), registered.allow());
        } else if (event instanceof Event.Delegated delegated) {
            rules.put(delegated.pod(), delegated.allow());
        }
        PodName about = event.pod();
        List<ScopeRule> own = about == null ? List.of() : rules.getOrDefault(about, List.of());
        boolean touched = Stream.concat(own.stream(), returned(event)).anyMatch(wanted::overlaps);
        PodName ended = endedPod(event);
        if (ended != null) {
            rules.remove(ended);
        }
        return touched;
    }

    private static Stream<ScopeRule> returned(Event event) {
        return event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken
                ? Stream.concat(taken.restored().stream(), taken.withheld().stream())
                : Stream.empty();
    }

    /** {@return the pod whose allocation {@code event} took away, or null} */
    static @Nullable PodName endedPod(Event event) {
        boolean ends = event instanceof Event.Released
                || (event instanceof Event.Reclaimed reclaimed
                        && !(reclaimed.cause() instanceof TakenBack taken && !taken.removed()));
        return ends ? event.pod() : null;
    }
}
