package dev.podregistry.audit;

import dev.podregistry.audit.Continuation.Outcome;
import dev.podregistry.event.Recorded;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the event of an earlier checkpoint in a history.
 *
 * <p>The hash of an event stands for all events before it, so finding that one event is proof enough.
 */
public final class Continuity implements Consumer<Recorded> {

    private final Checkpoint checkpoint;
    private @Nullable Point found;
    private long begin;
    private long end;

    /**
     * Creates a search.
     *
     * @param checkpoint what to look for
     */
    public Continuity(Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.found = checkpoint.at().sequence() == 0 ? Point.START : null;
    }

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset outset) {
        begin = outset.sequence();
        found = checkpoint.at().sequence() == begin ? outset.at() : null;
    }

    @Override
    public void accept(Recorded event) {
        end = event.sequence();
        if (end == checkpoint.at().sequence()) {
            found = Point.after(event);
        }
    }

    /** Where a history begins the time may not be known; the hash stands for it. */
    private static boolean isAt(Point found, Point kept) {
        return found.time() == null ? found.position().equals(kept.position()) : found.equals(kept);
    }

    /**
     * {@return what the search came to}
     *
     * @param whole whether all of the log could be read
     */
    public Continuation result(boolean whole) {
        if (found != null) {
            Outcome outcome = isAt(found, checkpoint.at()) ? Outcome.CONTINUES : Outcome.DIFFERS;
            return new Continuation(checkpoint, outcome, found.sequence());
        }
        if (checkpoint.at().sequence() < begin) {
            return new Continuation(checkpoint, Outcome.BEFORE, begin);
        }
        return new Continuation(checkpoint, whole ? Outcome.CUT_OFF : Outcome.UNREAD, end);
    }
}
