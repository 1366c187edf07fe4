package dev.podregistry.audit;

import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Tells which rules overlap any of many, at the cost of the depth of a path for each, however many there are. */
final class Overlap {

    private final Set<ScopePath> targets = new HashSet<>();
    private final Set<ScopePath> recursive = new HashSet<>();
    private final Set<ScopePath> above = new HashSet<>();
    private final Set<ScopePath> parents = new HashSet<>();

    /**
     * Creates the test.
     *
     * @param rules the many
     */
    Overlap(Collection<ScopeRule> rules) {
        for (ScopeRule rule : rules) {
            ScopePath target = rule.target();
            if (targets.add(target)) {
                addAbove(target);
            }
            if (rule.recursive()) {
                recursive.add(target);
            }
        }
    }

    private void addAbove(ScopePath target) {
        ScopePath path = target.parent();
        if (path != null) {
            parents.add(path);
        }
        for (; path != null && above.add(path); path = path.parent()) {}
    }

    /** {@return whether one of the rules covers the target of {@code rule}, or has a target that {@code rule} covers} */
    boolean isWith(ScopeRule rule) {
        ScopePath target = rule.target();
        return targets.contains(target) || (rule.recursive() ? above : parents).contains(target) || isBelow(target);
    }

    private boolean isBelow(ScopePath target) {
        ScopePath path = target.parent();
        if (path != null && targets.contains(path)) {
            return true;
        }
        while (path != null && !recursive.contains(path)) {
            path = path.parent();
        }
        return path != null;
    }
}
