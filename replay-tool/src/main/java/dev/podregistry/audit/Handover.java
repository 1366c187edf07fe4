package dev.podregistry.audit;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.ScopePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths that another pod holds after than before, or that are an exception to that.
 *
 * <p>Of the paths at and below {@code at} that are named, all are meant but those of the exceptions.
 *
 * @param at a target of rules
 * @param itself whether it is one of the paths
 * @param children whether its direct children are
 * @param deeper whether what is below those is
 * @param before who held them, or null for nobody
 * @param after who holds them, or null for nobody
 * @param exceptions paths among them that went otherwise or, {@code before} and {@code after} being one, did not change
 *     hands; in order of their paths
 */
public record Handover(
        ScopePath at,
        boolean itself,
        boolean children,
        boolean deeper,
        @Nullable Allocation before,
        @Nullable Allocation after,
        List<Handover> exceptions) {

    public Handover {
        exceptions = List.copyOf(exceptions);
    }

    /** {@return whether another pod holds the paths after than before; not so of some exceptions} */
    public boolean isChange() {
        return created(before) != created(after);
    }

    boolean isWhole() {
        return itself && children && deeper;
    }

    Handover except(List<Handover> others) {
        return new Handover(at, itself, children, deeper, before, after, others);
    }

    static long created(@Nullable Allocation row) {
        return row == null ? 0 : row.created();
    }

    /** {@return the paths in one word: as rules are written, or the classes of paths with commas between} */
    public String paths() {
        String prefix = at.isRoot() ? "" : at.value();
        if (isWhole()) {
            return prefix + "/**";
        }
        if (itself && children) {
            return prefix + "/*";
        }
        List<String> parts = new ArrayList<>();
        if (itself) {
            parts.add(at.value());
        }
        if (children) {
            parts.add("children of " + at.value());
        }
        if (deeper) {
            parts.add("deeper below " + at.value());
        }
        return String.join(", ", parts);
    }
}
