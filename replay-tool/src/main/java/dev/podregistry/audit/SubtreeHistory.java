package dev.podregistry.audit;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Which pods held any path at or below one, and when; each stay is told as soon as it has ended, so only those that go on
 * are kept.
 */
public final class SubtreeHistory implements Watcher {

    private final ScopeRule region;
    private final Consumer<Stay> sink;
    private final Map<Long, Stay> open = new TreeMap<>();

    /**
     * Creates a history.
     *
     * @param path the path
     * @param sink takes the stays in the order in which they end
     */
    public SubtreeHistory(ScopePath path, Consumer<Stay> sink) {
        this.region = ScopeRule.write(path.value());
        this.sink = sink;
    }

    @Override
    public void begin(Outset outset, Lineage lineage) {
        holders(outset.table(), region).distinct().forEach(row -> {
            List<ScopeRule> rules = row.writeRules().filter(region::overlaps).toList();
            open.put(row.created(), new Stay(row.pod(), rules, row.delegatedFrom(), List.of(), null, null));
        });
    }

    /** Only whoever held or holds a path of a rule that came or went can have begun or ceased to hold something. */
    @Override
    public void watch(Step step, Lineage lineage) {
        PodName ended = step.endedPod();
        if (ended != null) {
            step.before().children(ended).forEach(child -> move(step, child));
        }
        Map<Long, Allocation> concerned = new TreeMap<>();
        step.changedRules().filter(region::overlaps).forEach(rule -> {
            Stream.of(step.before(), step.after())
                    .flatMap(table -> holders(table, area(rule)))
                    .forEach(row -> concerned.put(row.created(), row));
        });
        concerned.forEach((created, row) -> look(step, created, row.pod()));
    }

    private void move(Step step, Allocation child) {
        Allocation moved = step.after().find(child.pod());
        if (moved != null) {
            open.computeIfPresent(
                    child.created(), (created, stay) -> stay.movedBy(Mark.of(step.recorded()), moved.delegatedFrom()));
        }
    }

    private ScopeRule area(ScopeRule rule) {
        return rule.target().isWithin(region.target()) ? rule : region;
    }

    private static Stream<Allocation> holders(AllocationTable table, ScopeRule area) {
        return table.conflicts(area, List.of(), List.of()).stream().map(conflict -> conflict.holder());
    }

    private void look(Step step, long created, PodName pod) {
        Allocation row = step.after().find(pod);
        List<ScopeRule> rules = row == null || row.created() != created
                ? List.of()
                : row.writeRules().filter(region::overlaps).toList();
        boolean holds = rules.stream().anyMatch(rule -> step.after().holdsAny(pod, area(rule)));
        if (row != null && holds) {
            open.computeIfAbsent(
                    created,
                    id -> new Stay(pod, rules, row.delegatedFrom(), List.of(), Mark.of(step.recorded()), null));
            return;
        }
        Stay ended = open.remove(created);
        if (ended != null) {
            sink.accept(ended.endedBy(Mark.of(step.recorded())));
        }
    }

    /** Tells the stays that go on, in table order. */
    public void end() {
        open.values().forEach(sink);
    }
}
