package dev.podregistry.table;

import dev.podregistry.model.Permission;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The rules that matter for writing, of all live pods, in an immutable trie of path names.
 *
 * <p>A question about a rule walks down to its target and then through the nodes below it that have rules: its cost
 * follows the depth of the path and the rules that overlap it, not the number of pods.
 */
final class PathIndex {

    static final PathIndex EMPTY = new PathIndex(PathNode.EMPTY);

    private final PathNode root;

    private PathIndex(PathNode root) {
        this.root = root;
    }

    PathIndex with(long pod, Scope scope) {
        List<ScopeRule> allow = scope.allow();
        PathIndex index = this;
        for (int i = 0; i < allow.size(); i++) {
            if (isWrite(allow.get(i))) {
                index = index.allowing(pod, allow.get(i), i);
            }
        }
        return index == this ? this : index.withDenies(pod, scope.deny());
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

    private PathIndex updated(ScopePath target, UnaryOperator<PathNode> change) {
        List<PathNode> above = new ArrayList<>();
        PathNode node = root;
        String path = target.value();
        for (int from = 1, to; from < path.length(); from = to + 1) {
            to = target.endOfName(from);
            above.add(node);
            PathNode child = node.child(path, from, to);
            node = child == null ? PathNode.named(path.substring(from, to)) : child;
        }
        node = change.apply(node);
        for (int i = above.size() - 1; i >= 0; i--) {
            node = above.get(i).with(node);
        }
        return new PathIndex(node);
    }

    /** {@return who claims {@code path}} */
    Claimers claimersOf(ScopePath path) {
        return stopAt(path).ofItself();
    }

    /** {@return who holds the paths at and below {@code target}, or null when no rule is about it} */
    @Nullable
    Holders holdersAt(ScopePath target) {
        return stopAt(target).holders();
    }

    /** Shows a visitor every target of rules that {@code region} covers, in no particular order. */
    void scanTargets(ScopeRule region, BiConsumer<ScopePath, Holders> visitor) {
        scan(region).showTargets(visitor);
    }

    /** {@return a scan of the places of the paths that {@code region} covers} */
    PathScan scan(ScopeRule region) {
        return new PathScan(region, stopAt(region.target()));
    }

    /** Shows a visitor the places of the paths that {@code region} covers, until it has seen enough. */
    void scan(ScopeRule region, PathScan.Visitor visitor) {
        PathScan scan = scan(region);
        boolean isMore = true;
        while (isMore) {
            isMore = scan.advance(visitor);
        }
    }

    private PathStop stopAt(ScopePath target) {
        PathNode node = root;
        Cover cover = Cover.NONE.with(root.deep());
        Claims parentNear = Claims.NONE;
        String path = target.value();
        for (int from = 1, to; from < path.length(); from = to + 1) {
            to = target.endOfName(from);
            parentNear = node.near();
            PathNode child = node.child(path, from, to);
            node = child == null ? PathNode.EMPTY : child;
            cover = cover.with(node.deep());
        }
        return new PathStop(null, node, cover, parentNear);
    }
}
