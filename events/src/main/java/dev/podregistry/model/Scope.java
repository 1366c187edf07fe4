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
        return allow.stream().anyMatch(a -> a.permission().includes(rule.permission()) && a.coversAll(rule))
                && deny.stream().noneMatch(d -> rule.permission().includes(d.permission()) && d.overlaps(rule));
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
        if (denies(Permission.READ, path)) {
            return null;
        }
        if (allows(Permission.WRITE, path)) {
            return denies(Permission.WRITE, path) ? Permission.READ : Permission.WRITE;
        }
        return allows(Permission.READ, path) ? Permission.READ : null;
    }

    private boolean allows(Permission permission, ScopePath path) {
        return allow.stream().anyMatch(r -> r.permission() == permission && r.covers(path));
    }

    private boolean denies(Permission permission, ScopePath path) {
        return deny.stream().anyMatch(r -> r.permission() == permission && r.covers(path));
    }
}
