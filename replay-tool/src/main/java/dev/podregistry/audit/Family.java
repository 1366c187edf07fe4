package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which live pod is below which, from the events alone: it asks nothing of a history, so it also works on one that no table
 * can be made of.
 */
final class Family {

    private final Map<PodName, Member> live = new HashMap<>();

    private static final class Member {
        private final long created;
        private @Nullable PodName parent;
        private final TreeMap<Long, PodName> children = new TreeMap<>();

        Member(long created, @Nullable PodName parent) {
            this.created = created;
            this.parent = parent;
        }
    }

    /** Takes where the history begins; before the first event, if at all. */
    void begin(Outset outset) {
        outset.table().allocations().forEach(row -> add(row.pod(), row.created(), row.delegatedFrom()));
    }

    /** Takes the next event and returns whom it moved up. */
    Moved take(Recorded recorded) {
        Event event = recorded.event();
        if (event instanceof Event.Registered registered) {
            add(registered.pod(), recorded.sequence(), null);
        } else if (event instanceof Event.Delegated delegated) {
            add(delegated.pod(), recorded.sequence(), delegated.spawner());
        }
        PodName ended = EventSelection.endedPod(event);
        return ended == null ? Moved.NOBODY : remove(ended);
    }

    /** {@return how many pods are above the live pod} */
    int depth(PodName pod) {
        int depth = 0;
        Member member = live.get(pod);
        while (member != null && member.parent != null && depth < live.size()) {
            member = live.get(member.parent);
            depth++;
        }
        return depth;
    }

    private void add(PodName pod, long created, @Nullable PodName parent) {
        remove(pod);
        live.put(pod, new Member(created, parent));
        Member above = parent == null ? null : live.get(parent);
        if (above != null) {
            above.children.put(created, pod);
        }
    }

    private Moved remove(PodName pod) {
        Member gone = live.remove(pod);
        if (gone == null) {
            return Moved.NOBODY;
        }
        PodName to = gone.parent;
        Member above = to == null ? null : live.get(to);
        if (above != null) {
            above.children.remove(gone.created);
            above.children.putAll(gone.children);
        }
        for (PodName child : gone.children.values()) {
            Member moved = live.get(child);
            if (moved != null) {
                moved.parent = to;
            }
        }
        return gone.children.isEmpty() ? Moved.NOBODY : new Moved(List.copyOf(gone.children.values()), to);
    }
}
