package dev.podregistry.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import java.nio.charset.StandardCharsets;

/** Insists that each event is the next link of one chain, and keeps no more of them than where the chain ends. */
public final class Chain implements EventSink {

    private LogPosition end;

    /**
     * Begins a chain.
     *
     * @param after the position of the last event that is not in it
     */
    public Chain(LogPosition after) {
        end = after;
    }

    @Override
    public void accept(Recorded event) {
        assertEquals(end.sequence() + 1, event.sequence());
        assertEquals(end.hash(), event.previous());
        assertEquals(end.hash().next(event.stored().getBytes(StandardCharsets.UTF_8)), event.hash());
        end = event.position();
    }

    /** {@return the position after the last event} */
    public LogPosition end() {
        return end;
    }
}
