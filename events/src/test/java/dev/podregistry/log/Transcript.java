package dev.podregistry.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Takes events and insists that each is the next link of one chain. */
public final class Transcript implements EventSink {

    private final List<Recorded> events = new ArrayList<>();
    private LogPosition end;

    /**
     * Begins a transcript.
     *
     * @param after the position of the last event that is not in it
     */
    public Transcript(LogPosition after) {
        end = after;
    }

    @Override
    public void accept(Recorded event) {
        assertEquals(end.sequence() + 1, event.sequence());
        assertEquals(end.hash(), event.previous());
        assertEquals(end.hash().next(event.stored().getBytes(StandardCharsets.UTF_8)), event.hash());
        events.add(event);
        end = event.position();
    }

    /** {@return the position after the last event} */
    public LogPosition end() {
        return end;
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
