package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One event of a history, between the tables around it.
 *
 * @param recorded the event
 * @param before the table that it happened on
 * @param after the table that it made
 */
public record Step(Recorded recorded, AllocationTable before, AllocationTable after) {

    /** {@return what happened} */
    public Event event() {
        return recorded.event();
    }

    /** {@return the row that came or went with it, as it came or went, or null} */
    @Nullable
    Allocation changedRow() {
        PodName pod = event().pod();
        if (pod == null) {
            return null;
        }
        return switch (Kind.of(event())) {
            case REGISTERED, DELEGATED -> after.find(pod);
            case RELEASED, RECLAIMED -> before.find(pod);
            case ADOPTED, SEGMENT_CHANGED, RESTORED -> null;
        };
    }

    /** {@return the rules for writing that came or went, and the denials that went: nothing else can have changed hands} */
    Stream<ScopeRule> changedRules() {
        Allocation row = changedRow();
        Stream<ScopeRule> own = row == null ? Stream.empty() : row.writeRules();
        return event() instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken
                ? Stream.concat(own, taken.restored().stream())
                : own;
    }

    /** {@return whether it took a live pod's allocation away} */
    public boolean endsPod() {
        return endedPod() != null;
    }

    /** {@return the live pod whose allocation it took away, or null} */
    @Nullable
    PodName endedPod() {
        return EventSelection.endedPod(event());
    }
}
