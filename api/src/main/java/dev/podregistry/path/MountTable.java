package dev.podregistry.path;

import dev.podregistry.model.Quoted;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The mounts that a process sees.
 *
 * <p>One directory can be seen at several places: by bind mounts, or by mounting one file system more than once. Its
 * canonical place is that of the oldest mount that shows it and is not hidden there by another, so that a mount that is made
 * later does not change the meaning of a path that could be named before.
 *
 * <p>What is older, only the tree of mounts tells. The numbers of mounts and their order in the list do not: a copy of a mount
 * namespace has its own, given in the order of the tree. What the tree has, and a copy keeps, is that a mount is older than
 * what is mounted on it, and than the later mounts beside it with all that is on them. Of two of which neither is older by
 * that, the one counts that shows more of the file system, as the source of a bind mount does, and then the one with fewer
 * mounts below it; on btrfs the other way round, as its parts are mounted by themselves, and all of it now and then. Immutable.
 */
final class MountTable {

    /** The table of a system that tells of no mounts: everything is at its one place. */
    static final MountTable NONE = new MountTable(List.of(), type -> true);

    /**
     * A mount at its place.
     *
     * @param key the names down to its place, as names are compared there
     * @param rootKey the names down to what it shows of its file system, as names are compared in that
     * @param on what it is mounted on; null when the table has none
     * @param above what is mounted on it, by key
     */
    private record Node(
            Mount mount,
            List<String> key,
            List<String> rootKey,
            @Nullable Node on,
            Map<List<String>, Node> above) {

        /** {@return whether the tree tells that it is older than one that comes later in it} */
        boolean isOlderThan(Node later) {
            Node below = later;
            while (below != null && below != on) {
                below = below.on;
            }
            return below == on;
        }

        /** {@return how many mounts are below it} */
        int height() {
            int height = 0;
            for (Node below = on; below != null; below = below.on) {
                height++;
            }
            return height;
        }
    }

    /**
     * Where a path leads.
     *
     * @param node the mount that shows what is there; null when the table has none
     * @param key the path's names, as they are compared on the way
     */
    private record Place(@Nullable Node node, List<String> key) {}

    private final Predicate<String> exact;
    private final Map<List<String>, Node> lowest = new HashMap<>();
    private final List<Node> visible = new ArrayList<>();
    private final Map<String, List<Node>> byDevice = new HashMap<>();
    private final boolean hasTwins;

    /**
     * @param mounts the mounts, of those on one mount the oldest first
     * @param exact whether file systems of a type never take two names for one
     */
    MountTable(List<Mount> mounts, Predicate<String> exact) {
        this.exact = exact;
        Set<Integer> known = mounts.stream().map(Mount::id).collect(Collectors.toSet());
        Map<Boolean, List<Mount>> byKind = mounts.stream()
                .collect(Collectors.partitioningBy(m -> known.contains(m.parent()) && m.parent() != m.id()));
        Map<Integer, List<Mount>> children =
                byKind.getOrDefault(true, List.of()).stream().collect(Collectors.groupingBy(Mount::parent));
        for (Node node : inTreeOrder(byKind.getOrDefault(false, List.of()), children)) {
            if (isShownAt(node.mount().point(), node)) {
                visible.add(node);
                if (node.mount().isInTree()) {
                    byDevice.computeIfAbsent(node.mount().device(), device -> new ArrayList<>())
                            .add(node);
                }
            }
        }
        hasTwins = byDevice.values().stream().anyMatch(nodesOfOne -> nodesOfOne.size() > 1);
    }

    /** {@return each mount, and behind it all that is on it; the key of a place rests on the mounts on the way to it} */
    private List<Node> inTreeOrder(List<Mount> roots, Map<Integer, List<Mount>> children) {
        List<Node> nodes = new ArrayList<>();
        Deque<Node> ahead = new ArrayDeque<>();
        push(ahead, roots, null);
        while (!ahead.isEmpty()) {
            Node node = ahead.pop();
            nodes.add(node);
            push(ahead, children.getOrDefault(node.mount().id(), List.of()), node);
        }
        return nodes;
    }

    private void push(Deque<Node> ahead, List<Mount> mounts, @Nullable Node on) {
        List<Node> nodes = new ArrayList<>();
        for (Mount mount : mounts) {
            List<String> key = on == null ? mount.point() : keyOn(on, mount.point());
            Node node = new Node(mount, key, compared(mount, mount.root()), on, new HashMap<>());
            (on == null ? lowest : on.above()).put(key, node);
            nodes.add(0, node);
        }
        nodes.forEach(ahead::push);
    }

    /** {@return {@code names} as they are compared in the file system that {@code mount} shows} */
    private List<String> compared(Mount mount, List<String> names) {
        return exact.test(mount.type())
                ? names
                : names.stream().map(FoldedName::of).toList();
    }

    private List<String> keyOn(Node node, List<String> names) {
        int point = node.mount().point().size();
        return names.size() < point
                ? names
                : Mount.joined(node.key(), compared(node.mount(), names.subList(point, names.size())));
    }

    private Place at(List<String> names) {
        List<String> key = new ArrayList<>();
        Node at = topmost(null, key);
        for (String name : names) {
            key.add(at == null || exact.test(at.mount().type()) ? name : FoldedName.of(name));
            at = topmost(at, key);
        }
        return new Place(at, key);
    }

    private boolean isShownAt(List<String> names, Node node) {
        Node shown = at(names).node();
        return shown != null && shown.mount().id() == node.mount().id();
    }

    private @Nullable Node topmost(@Nullable Node lower, List<String> key) {
        Node at = lower;
        for (Node next = at; ; at = next) {
            next = (at == null ? lowest : at.above()).get(key);
            if (next == null) {
                return at;
            }
        }
    }

    /** {@return the type of the file system that shows what is at {@code names}, without links, or null} */
    @Nullable
    String typeAt(List<String> names) {
        Node node = at(names).node();
        return node == null ? null : node.mount().type();
    }

    /** {@return whether something is mounted at {@code names}, without links} */
    boolean isMountPoint(List<String> names) {
        Place place = at(names);
        return place.node() != null && place.node().key().equals(place.key());
    }

    /** {@return the canonical place of what is at {@code names}, without links and existing} */
    List<String> canonical(List<String> names) {
        return hasTwins ? oldest(names) : names;
    }

    private List<String> oldest(List<String> names) {
        Node here = at(names).node();
        if (here == null) {
            return names;
        }
        List<String> inside = inside(here, names);
        List<String> compared = compared(here.mount(), inside);
        Node oldest = null;
        for (Node twin : byDevice.getOrDefault(here.mount().device(), List.of())) {
            if (Mount.startsWith(compared, twin.rootKey())
                    && isShownAt(placeOn(twin, inside), twin)
                    && (oldest == null || (!oldest.isOlderThan(twin) && isRatherOlder(twin, oldest)))) {
                oldest = twin;
            }
        }
        return oldest == null ? names : placeOn(oldest, inside);
    }

    private static boolean isRatherOlder(Node one, Node other) {
        int part = one.rootKey().size() - other.rootKey().size();
        int height = one.height() - other.height();
        boolean hasPartsOfItsOwn = one.mount().type().equals("btrfs");
        int first = hasPartsOfItsOwn ? height : part;
        return first < 0 || (first == 0 && part + height < 0);
    }

    private static List<String> placeOn(Node node, List<String> inside) {
        return Mount.joined(node.mount().point(), inside.subList(node.rootKey().size(), inside.size()));
    }

    /** {@return the names down from the root of the file system that {@code node} shows} */
    private static List<String> inside(Node node, List<String> names) {
        Mount mount = node.mount();
        return Mount.joined(mount.root(), names.subList(mount.point().size(), names.size()));
    }

    /**
     * {@return why no rule can be about {@code names} and what is below, or null when one can}
     *
     * <p>What is mounted below may have its canonical place elsewhere. It would not be covered, though whoever asks for the
     * directory takes it to be; unless the command says by another rule what holds there.
     *
     * @param names the path of something that exists, without links
     * @param recursive whether the rule covers everything below, and not just the direct children
     * @param isSaid whether the command says what holds at a canonical place
     */
    @Nullable
    String objection(List<String> names, boolean recursive, Predicate<List<String>> isSaid) {
        if (!hasTwins) {
            return null;
        }
        List<String> place = canonical(names);
        for (List<String> below : seams(names, place)) {
            if (recursive || below.size() == names.size() + 1) {
                List<String> there = canonical(below);
                List<String> key = at(there).key();
                boolean isCovered =
                        Mount.startsWith(key, at(place).key()) && (recursive || key.size() <= place.size() + 1);
                if (!isCovered && !isSaid.test(there)) {
                    String seen = Quoted.text(Mount.path(below));
                    return (there.equals(below)
                                    ? "is by a mount the same as " + Quoted.text(Mount.path(place)) + ", but " + seen
                                            + " below it is not seen there"
                                    : "has " + seen + " below it, which by a mount is the same as "
                                            + Quoted.text(Mount.path(there)))
                            + " and would not be covered; deny that one in the same command, or allow it by a rule of its"
                            + " own, or name directories that do not contain it";
                }
            }
        }
        return null;
    }

    /** {@return where below {@code names}, whose canonical place is {@code place}, another mount may be the canonical one} */
    private Set<List<String>> seams(List<String> names, List<String> place) {
        Set<List<String>> seams = new LinkedHashSet<>();
        Place here = at(names);
        for (List<String> top : List.of(here.key(), at(place).key())) {
            for (Node node : visible) {
                if (node.key().size() > top.size() && Mount.startsWith(node.key(), top)) {
                    List<String> point = node.mount().point();
                    seams.add(Mount.joined(names, point.subList(top.size(), point.size())));
                }
            }
        }
        if (here.node() != null) {
            List<String> inside = compared(here.node().mount(), inside(here.node(), names));
            for (Node twin : byDevice.getOrDefault(here.node().mount().device(), List.of())) {
                if (twin.rootKey().size() > inside.size() && Mount.startsWith(twin.rootKey(), inside)) {
                    List<String> root = twin.mount().root();
                    seams.add(Mount.joined(names, root.subList(inside.size(), root.size())));
                }
            }
        }
        return seams;
    }
}
