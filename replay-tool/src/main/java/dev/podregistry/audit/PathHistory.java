package dev.podregistry.audit;

import dev.podregistry.audit.State.Link;
import dev.podregistry.event.Event;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who held one path, period by period; each is told as soon as it has ended, so none is kept. */
public final class PathHistory implements Watcher {

    private static final long NOBODY = 0;

    private final ScopePath path;
    private final Consumer<Period> sink;
    private long holder = NOBODY;
    private @Nullable Mark from;
    private List<Link> chain = List.of();
    private final Set<PodName> line = new HashSet<>();
    private final List<Mark> changes = new ArrayList<>();

    /**
     * Creates a history.
     *
     * @param path the path
     * @param sink takes the periods in their order; without a gap they cover the whole history
     */
    public PathHistory(ScopePath path, Consumer<Period> sink) {
        this.path = path;
        this.sink = sink;
    }

    @Override
    public void begin(Outset outset, Lineage lineage) {
        Allocation row = outset.table().holderOf(path);
        if (row != null) {
            begin(row.created(), null, lineage.chain(outset.table(), row.pod()));
        }
    }

    @Override
    public void watch(Step step, Lineage lineage) {
        Allocation row = step.after().holderOf(path);
        long now = row == null ? NOBODY : row.created();
        if (now != holder) {
            end(Mark.of(step.recorded()));
            begin(now, Mark.of(step.recorded()), row == null ? List.of() : lineage.chain(step.after(), row.pod()));
        } else if (step.event().pod() != null && line.contains(step.event().pod())) {
            note(step);
        }
    }

    private void begin(long now, @Nullable Mark mark, List<Link> links) {
        holder = now;
        from = mark;
        chain = links;
        line.clear();
        links.forEach(link -> line.add(link.allocation().pod()));
        changes.clear();
    }

    private void note(Step step) {
        if (step.event() instanceof Event.Adopted || step.endsPod()) {
            changes.add(Mark.of(step.recorded()));
        }
        PodName ended = step.endedPod();
        if (ended != null) {
            line.remove(ended);
        }
    }

    private void end(@Nullable Mark until) {
        sink.accept(new Period(path, from, chain, changes, until));
    }

    /** Tells the last period, which goes on. */
    public void end() {
        end(null);
    }
}
