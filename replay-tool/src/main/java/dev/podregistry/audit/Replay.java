package dev.podregistry.audit;

import dev.podregistry.event.Recorded;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Makes the table of one point of a history, remembers how its live pods came to be, and shows every step to watchers.
 *
 * <p>Takes every event from the first on; those after the point are ignored. It keeps no more than the live pods.
 */
public final class Replay implements Consumer<Recorded> {

    private final long last;
    private final List<Watcher> watchers;
    private final Lineage lineage = new Lineage();
    private AllocationTable table = AllocationTable.EMPTY;
    private Point point = Point.START;

    /**
     * Creates a replay.
     *
     * @param last the sequence of the last event to take in; {@link Long#MAX_VALUE} for all
     * @param watchers see every step up to there
     */
    public Replay(long last, Watcher... watchers) {
        this.last = last;
        this.watchers = List.of(watchers);
    }

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset outset) {
        table = outset.table();
        point = outset.at();
        lineage.begin(outset);
        watchers.forEach(watcher -> watcher.begin(outset, lineage));
    }

    /**
     * Takes the next event.
     *
     * @throws ImpossibleHistoryException when it cannot have happened on the table so far
     */
    @Override
    public void accept(Recorded next) {
        if (next.sequence() > last) {
            return;
        }
        Step step = new Step(next, table, table.evolve(next));
        table = step.after();
        point = Point.after(next);
        lineage.take(step);
        watchers.forEach(watcher -> watcher.watch(step, lineage));
    }

    /** {@return the state after the events taken so far} */
    public State state() {
        return new State(point, table, lineage.beginnings());
    }

    /** {@return where the replay stands} */
    public Point at() {
        return point;
    }
}
