package dev.podregistry.audit;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.Holders;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who held each target of rules and what is below it, change by change; it keeps no more than the live targets.
 *
 * <p>So the holder of any path at any time is known. When the path is a target: who holds the target itself. Else its
 * nearest ancestor that is one speaks: of its direct children, or of what is deeper. When there is none: nobody.
 */
public final class TargetHistory implements Watcher {

    private final Consumer<TargetChange> sink;
    private final Map<ScopePath, Holders> now = new HashMap<>();

    /**
     * Creates a history.
     *
     * @param sink takes the changes: those of one event in order of their paths
     */
    public TargetHistory(Consumer<TargetChange> sink) {
        this.sink = sink;
    }

    @Override
    public void begin(Outset outset, Lineage lineage) {
        outset.table().allocations().stream()
                .flatMap(row -> Stream.concat(row.writeRules(), row.scope().deny().stream()))
                .map(ScopeRule::target)
                .distinct()
                .sorted()
                .forEach(
                        target -> tell(target, outset.sequence(), outset.table().holdersAt(target)));
    }

    /**
     * Only paths of rules that came or went can have changed hands; and only targets of the pod's own rules, its denials
     * among them, can have become targets or ceased to be any.
     */
    @Override
    public void watch(Step step, Lineage lineage) {
        Map<ScopePath, @Nullable Holders> seen = new TreeMap<>();
        step.changedRules().forEach(rule -> {
            seen.putIfAbsent(rule.target(), null);
            step.after().scanTargets(rule, seen::put);
        });
        Allocation row = step.changedRow();
        if (row != null) {
            row.scope().deny().stream()
                    .map(ScopeRule::target)
                    .forEach(target -> seen.put(target, step.after().holdersAt(target)));
        }
        seen.forEach((target, holders) -> tell(target, step.recorded().sequence(), holders));
    }

    private void tell(ScopePath target, long sequence, @Nullable Holders holders) {
        Holders before = holders == null ? now.remove(target) : now.put(target, holders);
        boolean changed = holders == null ? before != null : !holders.equals(before);
        if (changed) {
            sink.accept(new TargetChange(target, sequence, holders));
        }
    }
}
