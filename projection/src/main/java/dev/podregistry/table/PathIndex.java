package dev.podregistry.table;

import dev.podregistry.model.Permission;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.Place.Extent;
import io.vavr.Tuple2;
import io.vavr.collection.HashMap;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rules that matter for writing, of all live pods, in an immutable trie of path names.
 *
 * <p>A question about a rule walks down to its target and then through the nodes below it that have rules: its cost
 * follows the depth of the path and the rules that overlap it, not the number of pods.
 */
final class PathIndex {

    static final PathIndex EMPTY = new PathIndex(Node.EMPTY);

    private final Node root;

    private PathIndex(Node root) {
        this.root = root;
    }

    /** Is shown every place of a region and who claims it. */
    @FunctionalInterface
    interface Visitor {
        /** {@return whether to go on} */
        boolean visit(Supplier<Place> place, Claimers claimers);
    }

    PathIndex with(long pod, Scope scope) {
        List<ScopeRule> allow = scope.allow();
        if (allow.stream().noneMatch(PathIndex::isWrite)) {
            return this;
        }
        PathIndex index = withDenies(pod, scope.deny());
        for (int i = 0; i < allow.size(); i++) {
            if (isWrite(allow.get(i))) {
                index = index.allowing(pod, allow.get(i), i);
            }
        }
        return index;
    }

    private PathIndex allowing(long pod, ScopeRule rule, int place) {
        return updated(rule.target(), node -> node.with(rule.recursive(), claims -> claims.allowing(pod, place)));
    }

    PathIndex withDenies(long pod, List<ScopeRule> denies) {
        PathIndex index = this;
        for (ScopeRule rule : denies) {
            index = index.updated(rule.target(), node -> node.with(rule.recursive(), claims -> claims.denying(pod)));
        }
        return index;
    }

    PathIndex withoutDeny(long pod, ScopeRule rule) {
        return updated(rule.target(), node -> node.with(rule.recursive(), claims -> claims.notDenying(pod)));
    }

    PathIndex without(long pod, Scope scope) {
        PathIndex index = this;
        for (ScopeRule rule : scope.allow()) {
            if (isWrite(rule)) {
                index = index.updated(rule.target(), node -> node.without(pod));
            }
        }
        for (ScopeRule rule : scope.deny()) {
            index = index.updated(rule.target(), node -> node.without(pod));
        }
        return index;
    }

    private static boolean isWrite(ScopeRule rule) {
        return rule.permission() == Permission.WRITE;
    }

    private PathIndex updated(ScopePath target, UnaryOperator<Node> change) {
        Deque<Node> above = new ArrayDeque<>();
        Node node = root;
        List<String> names = target.names();
        for (String name : names) {
            above.push(node);
            node = node.children.getOrElse(name, Node.EMPTY);
        }
        node = change.apply(node);
        for (int i = names.size() - 1; i >= 0; i--) {
            node = above.pop().withChild(names.get(i), node);
        }
        return new PathIndex(node);
    }

    /** {@return who claims {@code path}} */
    Claimers claimersOf(ScopePath path) {
        Descent descent = new Descent(path);
        return new Claimers(descent.cover, descent.parentNear, descent.node.near);
    }

    /** {@return who holds the paths at and below {@code target}, or null when no rule is about it} */
    @Nullable
    Holders holdersAt(ScopePath target) {
        return stopAt(target).holders();
    }

    /** Shows a visitor every target of rules that {@code region} covers, in no particular order. */
    void scanTargets(ScopeRule region, BiConsumer<ScopePath, Holders> visitor) {
        Scan scan = scan(region);
        for (Stop stop = scan.next(); stop != null; stop = scan.next()) {
            Holders holders = stop.holders();
            if (holders != null) {
                visitor.accept(stop.trail.path(), holders);
            }
        }
    }

    /** {@return a scan of the places of the paths that {@code region} covers} */
    Scan scan(ScopeRule region) {
        return new Scan(region);
    }

    /**
     * Shows a visitor every place of the paths that {@code region} covers, in no particular order, until it has seen enough.
     *
     * <p>A path is put together only for a visitor that wants it.
     */
    void scan(ScopeRule region, Visitor visitor) {
        Scan scan = scan(region);
        for (Stop stop = scan.next(); stop != null; stop = scan.next()) {
            if (!scan.show(stop, visitor)) {
                return;
            }
        }
    }

    /** Goes through a region, one node at a time. Nothing here recurses, so depth costs no stack. */
    final class Scan {

        private final ScopeRule region;
        private final Deque<Level> open = new ArrayDeque<>();
        private @Nullable Stop first;

        private Scan(ScopeRule region) {
            this.region = region;
            this.first = stopAt(region.target());
        }

        /** {@return whether there was a node left, whose places the visitor has seen, as many as it wanted} */
        boolean advance(Visitor visitor) {
            Stop stop = next();
            if (stop != null) {
                show(stop, visitor);
            }
            return stop != null;
        }

        private boolean show(Stop stop, Visitor visitor) {
            return stop.show(coversChildren(stop), region.recursive(), visitor);
        }

        private boolean coversChildren(Stop stop) {
            return region.recursive() || stop.trail.above == null;
        }

        private @Nullable Stop next() {
            Stop stop = first;
            first = null;
            while (stop == null && !open.isEmpty()) {
                stop = open.peek().next();
                if (stop == null) {
                    open.pop();
                }
            }
            if (stop != null && coversChildren(stop) && !stop.node.children.isEmpty()) {
                open.push(new Level(stop, stop.node.children.iterator()));
            }
            return stop;
        }
    }

    /** The children of a node that a scan has still to visit. */
    private record Level(Stop above, Iterator<Tuple2<String, Node>> children) {

        @Nullable
        Stop next() {
            if (!children.hasNext()) {
                return null;
            }
            Tuple2<String, Node> child = children.next();
            return above.below(child._1, child._2);
        }
    }

    private Stop stopAt(ScopePath path) {
        Descent descent = new Descent(path);
        return new Stop(new Trail(path), descent.node, descent.cover, descent.parentNear);
    }

    /** The way down to a path: its node, empty if there is none, and what the rules above it say there. */
    private final class Descent {

        Node node = root;
        Cover cover = Cover.NONE.with(root.deep);
        Claims parentNear = Claims.NONE;

        Descent(ScopePath path) {
            for (String name : path.names()) {
                parentNear = node.near;
                node = node.children.getOrElse(name, Node.EMPTY);
                cover = cover.with(node.deep);
            }
        }
    }

    /** A node on the way of a scan. */
    private record Stop(Trail trail, Node node, Cover cover, Claims parentNear) {

        /** {@return whether to go on} */
        boolean show(boolean withChildren, boolean withDeeper, Visitor visitor) {
            return visitor.visit(place(Extent.ITSELF), ofItself())
                    && (!withChildren || visitor.visit(place(Extent.OTHER_CHILDREN), ofOtherChildren()))
                    && (!withDeeper || visitor.visit(place(Extent.DEEPER), ofDeeper()));
        }

        @Nullable
        Holders holders() {
            return node.deep.isEmpty() && node.near.isEmpty()
                    ? null
                    : new Holders(
                            ofItself().holder(),
                            ofOtherChildren().holder(),
                            ofDeeper().holder());
        }

        private Claimers ofItself() {
            return new Claimers(cover, parentNear, node.near);
        }

        private Claimers ofOtherChildren() {
            return new Claimers(cover, Claims.NONE, node.near);
        }

        private Claimers ofDeeper() {
            return new Claimers(cover, Claims.NONE, Claims.NONE);
        }

        private Supplier<Place> place(Extent extent) {
            return () -> new Place(trail.path(), extent);
        }

        Stop below(String name, Node child) {
            return new Stop(new Trail(trail, name), child, cover.with(child.deep), node.near);
        }
    }

    /** The names from where a scan began down to a node. */
    private static final class Trail {

        private final @Nullable Trail above;
        private final String name;

        Trail(ScopePath start) {
            this.above = null;
            this.name = start.isRoot() ? "" : start.value();
        }

        Trail(Trail above, String name) {
            this.above = above;
            this.name = "/" + name;
        }

        ScopePath path() {
            Deque<String> names = new ArrayDeque<>();
            for (Trail trail = this; trail != null; trail = trail.above) {
                names.push(trail.name);
            }
            String path = String.join("", names);
            return path.isEmpty() ? ScopePath.ROOT : new ScopePath(path);
        }
    }

    private record Node(HashMap<String, Node> children, Claims deep, Claims near) {

        static final Node EMPTY = new Node(HashMap.empty(), Claims.NONE, Claims.NONE);

        boolean isEmpty() {
            return children.isEmpty() && deep.isEmpty() && near.isEmpty();
        }

        Node with(boolean recursive, UnaryOperator<Claims> change) {
            return recursive
                    ? new Node(children, change.apply(deep), near)
                    : new Node(children, deep, change.apply(near));
        }

        Node without(long pod) {
            return new Node(children, deep.without(pod), near.without(pod));
        }

        Node withChild(String name, Node child) {
            return new Node(child.isEmpty() ? children.remove(name) : children.put(name, child), deep, near);
        }
    }
}
