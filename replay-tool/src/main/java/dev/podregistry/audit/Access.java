package dev.podregistry.audit;

import dev.podregistry.audit.State.Holding;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a pod may do at a path, and if it may not write there, what it may write instead.
 *
 * @param pod the pod
 * @param isLive whether a pod of that name is live
 * @param permission what it may do there; null for nothing
 * @param holding who may write there
 * @param writable what the pod may write, rule by rule
 */
public record Access(
        PodName pod, boolean isLive, @Nullable Permission permission, Holding holding, List<Writable> writable) {

    public Access {
        writable = List.copyOf(writable);
    }

    /**
     * Paths that a pod may write.
     *
     * @param rule the rule that gives them
     * @param except the rules of the pod that take paths of it away
     * @param lent the pods that hold paths of it
     */
    public record Writable(ScopeRule rule, List<ScopeRule> except, List<Conflict> lent) {

        public Writable {
            except = List.copyOf(except);
            lent = List.copyOf(lent);
        }
    }

    /** {@return what {@code pod} may do at {@code path} in {@code state}} */
    public static Access of(State state, PodName pod, ScopePath path) {
        AllocationTable table = state.table();
        Allocation row = table.find(pod);
        List<Writable> writable = row == null
                ? List.of()
                : row.writeRules()
                        .filter(rule -> table.holdsAny(pod, rule))
                        .map(rule -> writable(table, row, rule))
                        .toList();
        return new Access(pod, row != null, table.permissionAt(pod, path), state.who(path), writable);
    }

    private static Writable writable(AllocationTable table, Allocation row, ScopeRule rule) {
        List<ScopeRule> except =
                row.scope().deny().stream().filter(rule::overlaps).toList();
        return new Writable(rule, except, table.conflicts(rule, row.scope().deny(), List.of(row.pod())));
    }

    /** {@return whether the pod may write there} */
    public boolean mayWrite() {
        return permission == Permission.WRITE;
    }
}
