package dev.podregistry.audit;

import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.table.AllocationTable;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes the state of one point of a history from a snapshot and the events after it, as {@link Replay} makes it from all.
 *
 * <p>Takes every event after the snapshot's; those after the point are ignored.
 */
public final class Resumption implements Consumer<Recorded> {

    private final long last;
    private AllocationTable table;
    private @Nullable Recorded newest;

    /**
     * Creates a resumption.
     *
     * @param snapshot of the point or one before it
     * @param last the sequence of the last event to take in; {@link Long#MAX_VALUE} for all
     */
    public Resumption(Snapshot snapshot, long last) {
        this.last = last;
        this.table = AllocationTable.of(snapshot.table());
    }

    /**
     * Takes the next event.
     *
     * @throws dev.podregistry.table.ImpossibleHistoryException when it cannot have happened on the table so far
     */
    @Override
    public void accept(Recorded next) {
        if (next.sequence() <= last) {
            table = table.evolve(next);
            newest = next;
        }
    }

    /** {@return the sequence of the last event taken so far} */
    public long at() {
        return table.sequence();
    }

    /**
     * {@return the state after the events taken so far}
     *
     * @param first the sequence that the history begins after
     * @param events tells the event of any sequence up to there, as long as the state is asked how its pods began
     * @param replay makes the beginnings of the same state from all events, should single ones not tell
     */
    public State state(long first, LongFunction<Recorded> events, Supplier<Beginnings> replay) {
        Recorded end = newest == null ? events.apply(table.sequence()) : newest;
        return new State(Point.after(end), table, new FetchedBeginnings(table, first, events, replay));
    }
}
