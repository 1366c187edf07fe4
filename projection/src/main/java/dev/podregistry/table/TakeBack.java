package dev.podregistry.table;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Permission;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.List;

/**
 * What a parent gets back when it reclaims rules that it had lent out.
 *
 * <p>Each lending is one deny layer of the parent: one exactly equal deny rule goes for each rule taken back, unless the
 * parent would then claim a path that a live pod outside its own line (its ancestors and descendants) claims.
 *
 * @param restored the rules whose deny goes, one layer each
 * @param withheld the rules whose deny stays
 */
public record TakeBack(List<ScopeRule> restored, List<ScopeRule> withheld) {

    public TakeBack {
        restored = List.copyOf(restored);
        withheld = List.copyOf(withheld);
    }

    /**
     * {@return what {@code parent} gets back of {@code rules}, decided one after the other}
     *
     * @param table the table without the child
     * @param parent the parent's allocation in it
     * @param rules what was lent out; rules for reading are passed over
     */
    static TakeBack of(AllocationTable table, Allocation parent, List<ScopeRule> rules) {
        List<ScopeRule> restored = new ArrayList<>();
        List<ScopeRule> withheld = new ArrayList<>();
        Scope scope = parent.scope();
        PathIndex paths = table.paths();
        for (ScopeRule rule : rules) {
            if (rule.permission() != Permission.WRITE || !scope.deny().contains(rule)) {
                continue;
            }
            Scope wider = without(scope, rule);
            PathIndex widened = isDenied(wider, rule) ? paths : paths.withoutDeny(parent.created(), rule);
            if (widened != paths && claimsOfOthers(table.rows(), widened, parent.created(), rule)) {
                withheld.add(rule);
            } else {
                restored.add(rule);
                scope = wider;
                paths = widened;
            }
        }
        return new TakeBack(restored, withheld);
    }

    /** {@return whether another layer denies just these paths} */
    private static boolean isDenied(Scope scope, ScopeRule rule) {
        return scope.deny().stream()
                .anyMatch(deny ->
                        deny.recursive() == rule.recursive() && deny.target().equals(rule.target()));
    }

    /** {@return the scope with one layer of the deny rule less} */
    static Scope without(Scope scope, ScopeRule deny) {
        List<ScopeRule> rest = new ArrayList<>(scope.deny());
        rest.remove(deny);
        return new Scope(scope.allow(), rest);
    }

    /** The claimers of a path without the pod are a chain, so the deepest of them tells whether all are of its line. */
    private static boolean claimsOfOthers(Rows rows, PathIndex paths, long self, ScopeRule region) {
        boolean[] ofOthers = {false};
        paths.scan(region, (place, claimers) -> {
            long deepest = claimers.holderBut(self);
            ofOthers[0] = deepest != Claimers.NOBODY && claimers.contains(self) && !rows.areInOneLine(deepest, self);
            return !ofOthers[0];
        });
        return ofOthers[0];
    }
}
