package dev.podregistry.api;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a registry knows at one sequence.
 *
 * <p>Immutable: it answers the same for ever, after the registry has moved on or was closed too, and it reclaims no dead
 * pod. Paths go through the registry's path policy; one that it calls invalid is an {@link IllegalArgumentException}
 * naming path and reason.
 */
public final class RegistryView {

    private final AllocationTable table;
    private final Targets targets;

    RegistryView(AllocationTable table, Targets targets) {
        this.table = table;
        this.targets = targets;
    }

    /** {@return the sequence of the last event that the view contains, 0 for none} */
    public long sequence() {
        return table.sequence();
    }

    AllocationTable table() {
        return table;
    }

    /** {@return the allocations of all live pods, in order of creation} */
    public List<Allocation> allocations() {
        return table.allocations();
    }

    /** {@return the live pod's allocation} */
    public Optional<Allocation> find(PodName pod) {
        return Optional.ofNullable(table.find(pod));
    }

    /** {@return the allocation of the live pod that writes the segment} */
    public Optional<Allocation> findBySegment(SegmentId segment) {
        return Optional.ofNullable(table.findBySegment(segment));
    }

    /** {@return the pods that the live pod has delegated to or inherited, in order of creation} */
    public List<Allocation> children(PodName pod) {
        return table.children(pod);
    }

    /** {@return the live pod and the pods above it, from itself to its root; empty when it is not live} */
    public List<Allocation> chain(PodName pod) {
        return table.chain(pod);
    }

    /** {@return who may write {@code path} now, and on whose delegation; empty when nobody may} */
    public Optional<Holding> holderOf(String path) {
        return Optional.ofNullable(table.holderOf(targets.path(path)))
                .map(holder -> new Holding(table.chain(holder.pod())));
    }

    /** {@return who may write {@code path} now, as {@link #holderOf(String)}; a relative path is taken from the working folder} */
    public Optional<Holding> holderOf(Path path) {
        return holderOf(TargetRule.text(path));
    }

    /** {@return what the pod may do at {@code path} now; empty when nothing, or when it is not live} */
    public Optional<Permission> permissionAt(PodName pod, String path) {
        return Optional.ofNullable(table.permissionAt(pod, targets.path(path)));
    }

    /** {@return what the pod may do at {@code path} now; a relative path is taken from the working folder} */
    public Optional<Permission> permissionAt(PodName pod, Path path) {
        return permissionAt(pod, TargetRule.text(path));
    }

    /** {@return whether the pod is live and may write every path that {@code rule} covers, whatever its permission} */
    public boolean mayWrite(PodName pod, TargetRule rule) {
        return table.mayWrite(pod, targets.rule(rule));
    }

    /**
     * {@return whether the pod is live and its own rules let it read every path that {@code rule} covers, lent out or not,
     * whatever the rule's permission}
     */
    public boolean mayRead(PodName pod, TargetRule rule) {
        return table.mayRead(pod, targets.rule(rule));
    }

    /**
     * {@return every pod that holds a path of {@code rule}, with the rule by which it does; empty for a READ rule}
     *
     * <p>In the order in which competitors are named: down the delegation forest, roots and children in order of
     * creation, children before their parent.
     *
     * @param rule covers the paths
     * @param exempt pods that do not count
     */
    public List<Conflict> conflicts(TargetRule rule, PodName... exempt) {
        return table.conflicts(targets.rule(rule), List.of(), List.of(exempt));
    }

    @Override
    public String toString() {
        return "view of the " + table;
    }
}
