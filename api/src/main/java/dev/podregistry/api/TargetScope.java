package dev.podregistry.api;

import java.util.ArrayList;
import java.util.List;

/**
 * A scope as a caller writes it down: allow rules, minus deny rules.
 *
 * @param allow the rules that give, in order
 * @param deny the rules that take away, in order; a deny of reading takes writing away too
 */
public record TargetScope(List<TargetRule> allow, List<TargetRule> deny) {

    /** The scope without a rule. */
    public static final TargetScope NONE = new TargetScope(List.of(), List.of());

    public TargetScope {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** {@return this scope with {@code rules} added to what it gives} */
    public TargetScope allow(TargetRule... rules) {
        return new TargetScope(plus(allow, rules), deny);
    }

    /** {@return this scope with {@code rules} added to what it takes away} */
    public TargetScope deny(TargetRule... rules) {
        return new TargetScope(allow, plus(deny, rules));
    }

    static List<TargetRule> plus(List<TargetRule> rules, TargetRule... more) {
        List<TargetRule> all = new ArrayList<>(rules);
        all.addAll(List.of(more));
        return all;
    }
}
