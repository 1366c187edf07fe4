package dev.podregistry.log;

import dev.podregistry.event.Event;
import java.util.List;

/**
 * What a decision wants: events to append, all or none, and the answer to give once they are.
 *
 * @param events the events, in order; empty to append nothing
 * @param answer what {@link EventLog#transact} returns
 * @param <A> the type of the answer
 */
public record Proposal<A>(List<Event> events, A answer) {

    public Proposal {
        events = List.copyOf(events);
    }
}
