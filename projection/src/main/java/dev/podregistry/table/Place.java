package dev.podregistry.table;

import dev.podregistry.model.ScopePath;

/**
 * A class of paths that no rule of the index tells apart.
 *
 * <p>Every boolean combination of rules is constant on each class, so a question about all possible paths is decided by
 * asking it of each.
 *
 * @param at a path
 * @param extent which paths, seen from there
 */
public record Place(ScopePath at, Extent extent) {

    /** Which paths belong to a class. */
    public enum Extent {
        /** The path alone. */
        ITSELF,
        /** Its direct children, except those that are classes of their own. */
        OTHER_CHILDREN,
        /** Everything below its other children. */
        DEEPER
    }

    @Override
    public String toString() {
        String prefix = at.isRoot() ? "" : at.value();
        return switch (extent) {
            case ITSELF -> at.value();
            case OTHER_CHILDREN -> prefix + "/*";
            case DEEPER -> prefix + "/*/**";
        };
    }
}
