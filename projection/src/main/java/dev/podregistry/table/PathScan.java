package dev.podregistry.table;

import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.Place.Extent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the places of the paths that a rule covers, in no particular order, one node of the index at a time.
 *
 * <p>Nothing here recurses, so depth costs no stack. A path is put together only for a visitor that wants it.
 */
final class PathScan {

    private final ScopeRule region;
    private @Nullable PathStop at;

    /**
     * Begins a scan.
     *
     * @param region covers the paths
     * @param first the stop at its target
     */
    PathScan(ScopeRule region, PathStop first) {
        this.region = region;
        this.at = first;
    }

    /** Is shown places and who claims them; of places that are all below one node and claimed by the same, only one. */
    @FunctionalInterface
    interface Visitor {
        /** {@return whether to go on} */
        boolean visit(Supplier<Place> place, Claimers claimers);
    }

    /** {@return whether there are more nodes to show after this one, and the visitor wants to see them} */
    boolean advance(Visitor visitor) {
        PathStop stop = at;
        if (stop == null || !show(stop, visitor)) {
            return false;
        }
        at = after(stop);
        return at != null;
    }

    private boolean show(PathStop stop, Visitor visitor) {
        return visitor.visit(place(stop, Extent.ITSELF), stop.ofItself())
                && (stop.childrenAreAsItself()
                        || !coversChildrenOf(stop)
                        || visitor.visit(place(stop, Extent.OTHER_CHILDREN), stop.ofOtherChildren()))
                && (stop.deeperIsAsChildren()
                        || !region.recursive()
                        || visitor.visit(place(stop, Extent.DEEPER), stop.ofDeeper()));
    }

    /** Shows a visitor the nodes that rules are about. */
    void showTargets(BiConsumer<ScopePath, Holders> visitor) {
        for (PathStop stop = at; stop != null; stop = after(stop)) {
            Holders holders = stop.holders();
            if (holders != null) {
                visitor.accept(path(stop), holders);
            }
        }
        at = null;
    }

    private boolean coversChildrenOf(PathStop stop) {
        return region.recursive() || stop.above() == null;
    }

    private @Nullable PathStop after(PathStop last) {
        for (PathStop stop = last; stop != null; stop = stop.above()) {
            PathStop below = coversChildrenOf(stop) ? stop.nextBelow() : null;
            if (below != null) {
                return below;
            }
        }
        return null;
    }

    private Supplier<Place> place(PathStop stop, Extent extent) {
        return () -> new Place(path(stop), extent);
    }

    private ScopePath path(PathStop last) {
        Deque<String> names = new ArrayDeque<>();
        PathStop stop = last;
        for (PathStop above = stop.above(); above != null; above = stop.above()) {
            names.push(stop.name());
            stop = above;
        }
        return names.isEmpty() ? region.target() : region.target().child(String.join("/", names));
    }
}
