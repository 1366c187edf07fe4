package dev.podregistry.table;

import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A name of paths: what the rules say that end there, and the names below it.
 *
 * <p>Children stand in their map at the hash of their names, and those whose hashes are equal one behind another, so far
 * apart that no other hash is in between. So a name is found by where it stands in a path, without a copy of it.
 *
 * @param name the name, empty for the root
 * @param children the nodes below it, none of them empty
 * @param deep what the recursive rules say
 * @param near what the others say
 */
record PathNode(String name, LongMap<PathNode> children, Claims deep, Claims near) {

    /** A node that no rule is about. */
    static final PathNode EMPTY = named("");

    private static final long SAME_HASH = 1L << Integer.SIZE;

    static PathNode named(String name) {
        return new PathNode(name, LongMap.empty(), Claims.NONE, Claims.NONE);
    }

    boolean isEmpty() {
        return children.isEmpty() && hasNoRules();
    }

    boolean hasNoRules() {
        return deep.isEmpty() && near.isEmpty();
    }

    PathNode with(boolean recursive, UnaryOperator<Claims> change) {
        return recursive
                ? new PathNode(name, children, change.apply(deep), near)
                : new PathNode(name, children, deep, change.apply(near));
    }

    PathNode without(long pod) {
        return new PathNode(name, children, deep.without(pod), near.without(pod));
    }

    /** {@return the child with the name that {@code path} has from one index to another, or null} */
    @Nullable
    PathNode child(String path, int from, int to) {
        return children.isEmpty() ? null : children.get(placeOf(hash(path, from, to), path, from, to));
    }

    /** {@return this node with a child in place of the one of the same name; without that when the child is empty} */
    PathNode with(PathNode child) {
        long place = placeOf(child.name.hashCode(), child.name, 0, child.name.length());
        return new PathNode(name, child.isEmpty() ? withoutPlace(place) : children.with(place, child), deep, near);
    }

    /** The last child of the same hash fills the gap. */
    private LongMap<PathNode> withoutPlace(long place) {
        long last = place;
        while (children.contains(last + SAME_HASH)) {
            last += SAME_HASH;
        }
        PathNode filling = children.get(last);
        LongMap<PathNode> rest = children.without(last);
        return last == place || filling == null ? rest : rest.with(place, filling);
    }

    /** {@return where the child of a name stands, or would stand} */
    private long placeOf(int hash, String path, int from, int to) {
        long place = Integer.toUnsignedLong(hash);
        PathNode there = children.get(place);
        while (there != null && !there.isNamed(path, from, to)) {
            place += SAME_HASH;
            there = children.get(place);
        }
        return place;
    }

    /** {@return the hash of a name as {@link String#hashCode} makes it} */
    private static int hash(String path, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + path.charAt(i);
        }
        return hash;
    }

    private boolean isNamed(String path, int from, int to) {
        return name.length() == to - from && path.startsWith(name, from);
    }
}
