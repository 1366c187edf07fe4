package dev.podregistry.audit;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes the table of one point of a history, and remembers how its live pods came to be.
 *
 * <p>Takes every event from the first on; those after the point are ignored. It keeps no more than the live pods.
 */
public final class Replay implements Consumer<Recorded> {

    private final long last;
    private final Map<PodName, Beginning> beginnings = new HashMap<>();
    private AllocationTable table = AllocationTable.EMPTY;
    private Point point = Point.START;

    /**
     * Creates a replay.
     *
     * @param last the sequence of the last event to take in; {@link Long#MAX_VALUE} for all
     */
    public Replay(long last) {
        this.last = last;
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
        AllocationTable before = table;
        table = before.evolve(next);
        point = Point.after(next);
        Event event = next.event();
        if (event instanceof Event.Registered || event instanceof Event.Delegated) {
            beginnings.put(event.pod(), new Beginning(next, null, grantedUnder(before, event)));
        } else if (event instanceof Event.Adopted) {
            beginnings.computeIfPresent(event.pod(), (pod, beginning) -> beginning.adoptedBy(next));
        } else if (EventSelection.endsPod(event)) {
            beginnings.remove(event.pod());
        }
    }

    private static @Nullable Scope grantedUnder(AllocationTable before, Event event) {
        if (!(event instanceof Event.Delegated delegated)) {
            return null;
        }
        if (delegated.authority() instanceof Authority.Given given) {
            return given.scope();
        }
        Allocation spawner = before.find(delegated.spawner());
        return spawner == null || delegated.authority() instanceof Authority.Unrecorded ? null : spawner.scope();
    }

    /** {@return the state after the events taken so far} */
    public State state() {
        return new State(point, table, beginnings);
    }
}
