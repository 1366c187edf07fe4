package dev.podregistry.audit;

import dev.podregistry.model.PodName;
import dev.podregistry.table.AllocationTable;
import java.util.Map;
import java.util.TreeMap;

/** Watches what becomes of the table between two points of a history. */
public final class Between implements Watcher {

    private final long first;
    private final Map<Long, Mark> endings = new TreeMap<>();
    private AllocationTable earlier = AllocationTable.EMPTY;
    private AllocationTable later = AllocationTable.EMPTY;
    private Point from = Point.START;
    private Point to = Point.START;

    /**
     * Creates a watch up to the last step it will see.
     *
     * @param first the sequence of the point to begin at; {@link Long#MAX_VALUE} for the end
     */
    public Between(long first) {
        this.first = first;
    }

    @Override
    public void begin(Outset outset, Lineage lineage) {
        earlier = outset.table();
        later = earlier;
        from = outset.at();
        to = from;
    }

    @Override
    public void watch(Step step, Lineage lineage) {
        later = step.after();
        to = Point.after(step.recorded());
        if (step.recorded().sequence() <= first) {
            earlier = later;
            from = to;
            return;
        }
        PodName ended = step.endedPod();
        if (ended != null) {
            long created = Handover.created(step.before().find(ended));
            if (created <= from.sequence()) {
                endings.put(created, Mark.of(step.recorded()));
            }
        }
    }

    /** {@return where it began} */
    public Point from() {
        return from;
    }

    /** {@return where it ended} */
    public Point to() {
        return to;
    }

    /** {@return what is different between the two points} */
    public Difference difference() {
        return Difference.between(earlier, later);
    }

    /** {@return by which event each pod that went has ended, by the sequence that created its row} */
    public Map<Long, Mark> endings() {
        return Map.copyOf(endings);
    }
}
