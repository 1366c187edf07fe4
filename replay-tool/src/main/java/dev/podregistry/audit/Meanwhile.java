package dev.podregistry.audit;

import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sees at which of some events a path changed hands. */
public final class Meanwhile implements Consumer<Recorded> {

    private final ScopePath path;
    private final long last;
    private final List<Turn> turns = new ArrayList<>();
    private AllocationTable table;

    /**
     * A change of hands.
     *
     * @param by the event
     * @param from who held the path before, or null for nobody
     * @param to who held it after, or null for nobody
     */
    public record Turn(
            Mark by, @Nullable PodName from, @Nullable PodName to) {}

    /**
     * Creates a watch.
     *
     * @param path the path
     * @param before the table before the events
     * @param last the sequence of the last of them
     */
    public Meanwhile(ScopePath path, AllocationTable before, long last) {
        this.path = path;
        this.table = before;
        this.last = last;
    }

    @Override
    public void accept(Recorded event) {
        if (event.sequence() > last) {
            return;
        }
        Allocation from = table.holderOf(path);
        table = table.evolve(event);
        Allocation to = table.holderOf(path);
        if (Handover.created(from) != Handover.created(to)) {
            turns.add(new Turn(Mark.of(event), from == null ? null : from.pod(), to == null ? null : to.pod()));
        }
    }

    /** {@return the changes, in their order} */
    public List<Turn> turns() {
        return List.copyOf(turns);
    }
}
