package dev.podregistry.decide;

import dev.podregistry.event.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * What a command comes to.
 *
 * @param events what happens, in order; dead pods may be reclaimed even when the answer is a refusal
 * @param answer what the caller is told
 */
public record Decision(List<Event> events, Answer answer) {

    public Decision {
        events = List.copyOf(events);
    }

    static Decision of(Event event, Answer answer) {
        return new Decision(List.of(event), answer);
    }

    static Decision nothing(Answer answer) {
        return new Decision(List.of(), answer);
    }

    Decision after(List<? extends Event> earlier) {
        List<Event> all = new ArrayList<>(earlier);
        all.addAll(events);
        return new Decision(all, answer);
    }
}
