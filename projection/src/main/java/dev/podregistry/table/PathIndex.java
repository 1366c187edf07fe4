package dev.podregistry.table;

import dev.podregistry.model.Permission;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.Place.Extent;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rules that matter for writing, of all live pods, in an immutable trie of path names.
 *
 * <p>A question about a rule walks down to its target and then through the nodes below it that have rules: its cost
 * follows the depth of the path and the rules that overlap it, not the number of pods.
 */
final class PathIndex {

    static final PathIndex EMPTY = new PathIndex(Node.empty(ScopePath.ROOT));

    private final Node root;

    private PathIndex(Node root) {
        this.root = root;
    }

    /** Is shown every place of a region and who claims it. */
    @FunctionalInterface
    interface Visitor {
        /** {@return whether to go on} */
        boolean visit(Place place, Claimers claimers);
    }

    PathIndex with(long pod, Scope scope) {
        if (scope.allow().stream().noneMatch(PathIndex::isWrite)) {
            return this;
        }
        PathIndex index = withDenies(pod, scope.deny());
        for (ScopeRule rule : scope.allow()) {
            if (isWrite(rule)) {
                index = index.updated(rule.target(), node -> node.with(rule.recursive(), pod, true));
            }
        }
        return index;
    }

    PathIndex withDenies(long pod, List<ScopeRule> denies) {
        PathIndex index = this;
        for (ScopeRule rule : denies) {
            index = index.updated(rule.target(), node -> node.with(rule.recursive(), pod, false));
        }
        return index;
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
            Node next = node.children.get(name).getOrNull();
            node = next != null ? next : Node.empty(node.path.child(name));
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
        return new Claimers(descent.cover, descent.parentNear.plus(descent.near()));
    }

    /** Shows a visitor every place of the paths that {@code region} covers, in no particular order. */
    void scan(ScopeRule region, Visitor visitor) {
        Descent descent = new Descent(region.target());
        visit(region.target(), descent.node, descent.cover, descent.parentNear, region.recursive(), visitor);
    }

    private static boolean visit(
            ScopePath at, @Nullable Node node, Claims cover, Claims parentNear, boolean recursive, Visitor visitor) {
        Claims near = node == null ? Claims.NONE : node.near;
        if (!visitor.visit(new Place(at, Extent.ITSELF), new Claimers(cover, parentNear.plus(near)))
                || !visitor.visit(new Place(at, Extent.OTHER_CHILDREN), new Claimers(cover, near))
                || (recursive && !visitor.visit(new Place(at, Extent.DEEPER), new Claimers(cover, Claims.NONE)))) {
            return false;
        }
        if (node == null) {
            return true;
        }
        for (Node child : node.children.values()) {
            Claims below = cover.plus(child.deep);
            boolean goOn = recursive
                    ? visit(child.path, child, below, near, true, visitor)
                    : visitor.visit(new Place(child.path, Extent.ITSELF), new Claimers(below, near.plus(child.near)));
            if (!goOn) {
                return false;
            }
        }
        return true;
    }

    /** The way down to a path: its node if there is one, and what the rules above it say there. */
    private final class Descent {

        @Nullable
        Node node = root;

        Claims cover = root.deep;
        Claims parentNear = Claims.NONE;

        Descent(ScopePath path) {
            for (String name : path.names()) {
                parentNear = near();
                node = node == null ? null : node.children.get(name).getOrNull();
                cover = node == null ? cover : cover.plus(node.deep);
            }
        }

        Claims near() {
            return node == null ? Claims.NONE : node.near;
        }
    }

    private record Node(ScopePath path, Map<String, Node> children, Claims deep, Claims near) {

        static Node empty(ScopePath path) {
            return new Node(path, HashMap.empty(), Claims.NONE, Claims.NONE);
        }

        boolean isEmpty() {
            return children.isEmpty() && deep.isEmpty() && near.isEmpty();
        }

        Node with(boolean recursive, long pod, boolean allow) {
            return recursive
                    ? new Node(path, children, deep.with(pod, allow), near)
                    : new Node(path, children, deep, near.with(pod, allow));
        }

        Node without(long pod) {
            return new Node(path, children, deep.without(pod), near.without(pod));
        }

        Node withChild(String name, Node child) {
            return new Node(path, child.isEmpty() ? children.remove(name) : children.put(name, child), deep, near);
        }
    }
}
