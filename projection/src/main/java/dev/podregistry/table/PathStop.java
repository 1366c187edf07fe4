package dev.podregistry.table;

import org.jspecify.annotations.Nullable;

/** A node of the index and what the rules above it say there. */
final class PathStop {

    private final @Nullable PathStop above;
    private final PathNode node;
    private final Cover cover;
    private final Claims parentNear;
    private long next;

    /**
     * Creates a stop.
     *
     * @param above the stop from which this one was reached, null for the first
     * @param node the node
     * @param cover what the recursive rules at the node and above it say
     * @param parentNear what the rules for its parent and the parent's children say
     */
    PathStop(@Nullable PathStop above, PathNode node, Cover cover, Claims parentNear) {
        this.above = above;
        this.node = node;
        this.cover = cover;
        this.parentNear = parentNear;
    }

    @Nullable
    PathStop above() {
        return above;
    }

    /** {@return one of the stops below, another each time; null when there is no other} */
    @Nullable
    PathStop nextBelow() {
        long place = node.children().from(next);
        PathNode child = place == LongMap.NONE ? null : node.children().get(place);
        if (child == null) {
            return null;
        }
        next = place + 1;
        return new PathStop(this, child, cover.with(child.deep()), node.near());
    }

    String name() {
        return node.name();
    }

    Claimers ofItself() {
        return new Claimers(cover, parentNear, node.near());
    }

    /** {@return whether the same is said of its other children as of itself} */
    boolean childrenAreAsItself() {
        return parentNear.isEmpty();
    }

    Claimers ofOtherChildren() {
        return new Claimers(cover, Claims.NONE, node.near());
    }

    /** {@return whether the same is said of what is deeper as of its other children} */
    boolean deeperIsAsChildren() {
        return node.near().isEmpty();
    }

    Claimers ofDeeper() {
        return new Claimers(cover, Claims.NONE, Claims.NONE);
    }

    /** {@return who holds the paths at and below the node, or null when no rule is about it} */
    @Nullable
    Holders holders() {
        return node.hasNoRules()
                ? null
                : new Holders(
                        ofItself().holder(),
                        ofOtherChildren().holder(),
                        ofDeeper().holder());
    }
}
