package dev.podregistry.decide;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The definitions of the rules written down once more, path by path and pod by pod, without any index. */
final class Naive {

    private final List<Allocation> rows;

    Naive(AllocationTable table) {
        this.rows = table.allocations();
    }

    static boolean claims(Allocation pod, ScopePath path) {
        return pod.scope().allow().stream().anyMatch(r -> r.permission() == Permission.WRITE && r.covers(path))
                && pod.scope().deny().stream().noneMatch(r -> r.covers(path));
    }

    Stream<Allocation> children(Allocation pod) {
        return rows.stream().filter(row -> pod.pod().equals(row.delegatedFrom()));
    }

    Stream<Allocation> descendants(Allocation pod) {
        return children(pod).flatMap(child -> Stream.concat(Stream.of(child), descendants(child)));
    }

    boolean holds(Allocation pod, ScopePath path) {
        return claims(pod, path) && descendants(pod).noneMatch(below -> claims(below, path));
    }

    List<Allocation> holders(ScopePath path) {
        return rows.stream().filter(row -> holds(row, path)).toList();
    }

    List<Allocation> walk() {
        List<Allocation> order = new ArrayList<>();
        rows.stream().filter(row -> row.delegatedFrom() == null).forEach(root -> walk(root, order));
        return order;
    }

    private void walk(Allocation pod, List<Allocation> order) {
        children(pod).forEach(child -> walk(child, order));
        order.add(pod);
    }

    List<Conflict> conflicts(ScopeRule rule, List<ScopeRule> deny, List<PodName> exempt) {
        Predicate<ScopePath> contested = path -> rule.permission() == Permission.WRITE
                && rule.covers(path)
                && deny.stream().noneMatch(d -> d.covers(path));
        return walk().stream()
                .filter(row -> !exempt.contains(row.pod()))
                .map(row -> conflict(row, contested))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable Conflict conflict(Allocation row, Predicate<ScopePath> contested) {
        List<ScopePath> held = Universe.PATHS.stream()
                .filter(contested)
                .filter(path -> holds(row, path))
                .toList();
        return row.writeRules()
                .filter(rule -> held.stream().anyMatch(rule::covers))
                .findFirst()
                .map(rule -> new Conflict(row, rule))
                .orElse(null);
    }

    boolean mayWriteAll(Allocation row, ScopeRule rule) {
        return Universe.PATHS.stream().filter(rule::covers).allMatch(path -> holds(row, path));
    }

    boolean mayReadAll(Allocation row, ScopeRule rule) {
        return Universe.PATHS.stream()
                .filter(rule::covers)
                .allMatch(path -> row.scope().permissionAt(path) != null);
    }
}
