package dev.podregistry.audit;

import dev.podregistry.event.Recorded;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at one event and at what it changed, as far as a table can be made of the history up to it. */
public final class EventView implements Consumer<Recorded> {

    private final long sequence;
    private @Nullable AllocationTable table = AllocationTable.EMPTY;
    private @Nullable Recorded event;
    private @Nullable Difference change;

    /**
     * Creates a view.
     *
     * @param sequence the event to look at
     */
    public EventView(long sequence) {
        this.sequence = sequence;
    }

    /** Takes where the history begins; before the first event, if at all. */
    public void begin(Outset outset) {
        table = outset.table();
    }

    @Override
    public void accept(Recorded next) {
        if (next.sequence() > sequence) {
            return;
        }
        AllocationTable before = table;
        table = before == null ? null : after(before, next);
        if (next.sequence() == sequence) {
            event = next;
            change = before == null || table == null ? null : Difference.between(before, table);
        }
    }

    private static @Nullable AllocationTable after(AllocationTable before, Recorded next) {
        try {
            return before.evolve(next);
        } catch (ImpossibleHistoryException e) {
            return null;
        }
    }

    /** {@return the event, or null when it has not come} */
    public @Nullable Recorded event() {
        return event;
    }

    /** {@return what it changed, or null when no registry can have decided it, or an event before it} */
    public @Nullable Difference change() {
        return change;
    }
}
