package dev.podregistry.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What somebody may do: allow rules, minus deny rules.
 *
 * @param allow the rules that give
 * @param deny the rules that take away; a deny of READ takes writing away too
 */
public record Scope(List<ScopeRule> allow, List<ScopeRule> deny) {

    /** The scope without a rule. */
    public static final Scope NONE = new Scope(List.of(), List.of());

    public Scope {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /**
     * {@return whether {@code rule} may be granted under this scope used as an authority}
     *
     * <p>One of the allow rules must cover all of it with enough permission, and no deny rule may overlap it: a deny of
     * READ counts against both permissions, a deny of WRITE against WRITE.
     */
    public boolean authorises(ScopeRule rule) {
        return allows(rule) && firstDeny(rule) == null;
    }

    /** {@return whether one of the allow rules covers all of {@code rule} with enough permission} */
    public boolean allows(ScopeRule rule) {
        for (ScopeRule own : allow) {
            if (own.permission().includes(rule.permission()) && own.coversAll(rule)) {
                return true;
            }
        }
        return false;
    }

    /** {@return the first deny rule that counts against {@code rule} and overlaps it, or null} */
    public @Nullable ScopeRule firstDeny(ScopeRule rule) {
        for (ScopeRule own : deny) {
            if (rule.permission().includes(own.permission()) && own.overlaps(rule)) {
                return own;
            }
        }
        return null;
    }

    /** {@return whether one rule of this scope allows all of {@code rule}, or one denies all of it} */
    public boolean settles(ScopeRule rule) {
        return allows(rule)
                || deny.stream().anyMatch(own -> rule.permission().includes(own.permission()) && own.coversAll(rule));
    }

    /** {@return a scope that permits to write exactly what this one permits to read} */
    public Scope asIfForWriting() {
        return new Scope(
                allow.stream()
                        .map(r -> new ScopeRule(r.target(), Permission.WRITE, r.recursive()))
                        .toList(),
                deny.stream().filter(r -> r.permission() == Permission.READ).toList());
    }

    /** {@return what this scope permits at {@code path}: WRITE, READ, or null for nothing} */
    public @Nullable Permission permissionAt(ScopePath path) {
        if (covers(deny, Permission.READ, path)) {
            return null;
        }
        if (covers(allow, Permission.WRITE, path)) {
            return covers(deny, Permission.WRITE, path) ? Permission.READ : Permission.WRITE;
        }
        return covers(allow, Permission.READ, path) ? Permission.READ : null;
    }

    private static boolean covers(List<ScopeRule> rules, Permission permission, ScopePath path) {
        for (ScopeRule rule : rules) {
            if (rule.permission() == permission && rule.covers(path)) {
                return true;
            }
        }
        return false;
    }
}
