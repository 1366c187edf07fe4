package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.table.AllocationTable;

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

    /** {@return whether it took a live pod's allocation away} */
    public boolean endsPod() {
        return EventSelection.endsPod(event());
    }
}
