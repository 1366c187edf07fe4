package dev.podregistry.log;

import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import java.util.ArrayList;
import java.util.List;

/** Keeps all events, each of which has to be the next link of one chain. */
public final class Transcript implements EventSink {

    private final List<Recorded> events = new ArrayList<>();
    private final Chain chain;

    /**
     * Begins a transcript.
     *
     * @param after the position of the last event that is not in it
     */
    public Transcript(LogPosition after) {
        chain = new Chain(after);
    }

    @Override
    public void accept(Recorded event) {
        chain.accept(event);
        events.add(event);
    }

    /** {@return the position after the last event} */
    public LogPosition end() {
        return chain.end();
    }

    /** {@return all that was taken} */
    public List<Recorded> recorded() {
        return List.copyOf(events);
    }

    /** {@return the events, without what was recorded besides} */
    public List<Event> events() {
        return events.stream().map(Recorded::event).toList();
    }

    /** {@return the names of the pods that the events are about} */
    public List<String> pods() {
        return events.stream().map(event -> event.event().pod().value()).toList();
    }
}
