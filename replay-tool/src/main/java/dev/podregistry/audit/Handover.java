package dev.podregistry.audit;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.ScopePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths that another pod holds after than before.
 *
 * <p>Of the paths below {@code at} only those are meant that no other handover, and no rule of a pod that is as it was, is
 * about.
 *
 * @param at a target of rules
 * @param itself whether it is one of the paths
 * @param children whether its direct children are
 * @param deeper whether what is below those is
 * @param before who held them, or null for nobody
 * @param after who holds them, or null for nobody
 */
public record Handover(
        ScopePath at,
        boolean itself,
        boolean children,
        boolean deeper,
        @Nullable Allocation before,
        @Nullable Allocation after) {

    boolean isWhole() {
        return itself && children && deeper;
    }

    boolean isFromAndToThoseOf(Handover other) {
        return created(before) == created(other.before) && created(after) == created(other.after);
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
