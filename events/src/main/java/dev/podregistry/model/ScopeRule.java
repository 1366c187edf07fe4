package dev.podregistry.model;

/**
 * A rule of a scope; it stands for a set of paths, whether they exist or not.
 *
 * @param target the path it is about
 * @param permission what it allows, or denies, depending on the list it stands in
 * @param recursive true: it covers the target and everything below; false: the target and its direct children
 */
public record ScopeRule(ScopePath target, Permission permission, boolean recursive) implements RuleRequest {

    /** {@return a rule for writing {@code target} and everything below it} */
    public static ScopeRule write(String target) {
        return new ScopeRule(new ScopePath(target), Permission.WRITE, true);
    }

    /** {@return a rule for reading {@code target} and everything below it} */
    public static ScopeRule read(String target) {
        return new ScopeRule(new ScopePath(target), Permission.READ, true);
    }

    /** {@return this rule for the target and its direct children only} */
    public ScopeRule shallow() {
        return new ScopeRule(target, permission, false);
    }

    /** {@return whether the rule covers {@code path}} */
    public boolean covers(ScopePath path) {
        return recursive ? path.isWithin(target) : path.equals(target) || path.isChildOf(target);
    }

    /** {@return whether every path that {@code other} covers is covered by this rule, whatever the permissions} */
    public boolean coversAll(ScopeRule other) {
        return recursive ? other.target.isWithin(target) : !other.recursive && other.target.equals(target);
    }

    /** {@return whether some path is covered by both rules, whatever the permissions} */
    public boolean overlaps(ScopeRule other) {
        return covers(other.target) || other.covers(target);
    }

    /** {@return the rule as a message may show it: bounded, without the characters of its target that act on a terminal} */
    @Override
    public String toString() {
        return permission + " " + (target.isRoot() ? "" : Quoted.message(target.value())) + (recursive ? "/**" : "/*");
    }
}
