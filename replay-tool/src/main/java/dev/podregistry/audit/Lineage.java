package dev.podregistry.audit;

import dev.podregistry.audit.State.Link;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import dev.podregistry.table.AllocationTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How each live pod came to its allocation, as a history goes on. It keeps no more than the live pods. */
public final class Lineage {

    private final Map<PodName, Beginning> beginnings = new HashMap<>();

    void begin(Outset outset) {
        outset.table().allocations().forEach(row -> beginnings.put(row.pod(), Beginning.LOST));
    }

    void take(Step step) {
        Recorded next = step.recorded();
        Event event = next.event();
        PodName about = event.pod();
        if (about == null) {
            return;
        }
        if (event instanceof Event.Registered || event instanceof Event.Delegated) {
            beginnings.put(about, new Beginning(Mark.of(next), null, grantedUnder(step.before(), event)));
        } else if (event instanceof Event.Adopted) {
            beginnings.computeIfPresent(about, (pod, beginning) -> beginning.adoptedBy(Mark.of(next)));
        } else if (step.endsPod()) {
            beginnings.remove(about);
        }
    }

    private static @Nullable Scope grantedUnder(AllocationTable before, Event event) {
        if (!(event instanceof Event.Delegated delegated)) {
            return null;
        }
        if (delegated.authority() instanceof Authority.Given given) {
            return given.scope();
        }
        Allocation spawner = before.find(delegated.spawner());
        return spawner == null || delegated.authority() instanceof Authority.Unrecorded ? null : spawner.scope();
    }

    /** {@return how each pod came to its allocation that is live now} */
    Beginnings beginnings() {
        Map<PodName, Beginning> now = Map.copyOf(beginnings);
        return row -> of(row, now);
    }

    private static Beginning of(Allocation row, Map<PodName, Beginning> beginnings) {
        Beginning beginning = beginnings.get(row.pod());
        if (beginning == null) {
            throw new IllegalStateException("the replay saw no beginning of the live pod " + row.pod());
        }
        return beginning;
    }

    /** {@return the live pod and those above it in {@code table}, the table after the last step, each with its beginning} */
    public List<Link> chain(AllocationTable table, PodName pod) {
        return table.chain(pod).stream()
                .map(row -> new Link(row, of(row, beginnings)))
                .toList();
    }
}
