package dev.podregistry.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import org.jspecify.annotations.Nullable;

/** Runs each step twice on the same state, and fails unless both proposals are equal: steps must be pure. */
public final class TwiceDecidingLog implements EventLog {

    private final EventLog log;

    /**
     * Wraps a log.
     *
     * @param log the log; closed with this one
     */
    public TwiceDecidingLog(EventLog log) {
        this.log = log;
    }

    @Override
    public <A> A transact(Origin origin, EventSink fold, Step<A> step) {
        return log.transact(origin, fold, () -> {
            Proposal<A> first = step.decide();
            Proposal<A> second = step.decide();
            assertEquals(first.events(), second.events(), "a step proposed other events when it ran again");
            return second;
        });
    }

    @Override
    public LogPosition replay(long from, EventSink sink) {
        return log.replay(from, sink);
    }

    @Override
    public @Nullable Recorded find(long sequence) {
        return log.find(sequence);
    }

    @Override
    public LogPosition catchUp(EventSink fold) {
        return log.catchUp(fold);
    }

    @Override
    public boolean mayHaveGrown() {
        return log.mayHaveGrown();
    }

    @Override
    public void close() {
        log.close();
    }
}
