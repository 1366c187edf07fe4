package dev.podregistry.path;

import dev.podregistry.model.Quoted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The mounts that a process sees, oldest first.
 *
 * <p>One directory can be seen at several places: by bind mounts, or by mounting one file system more than once. Its
 * canonical place is that of the oldest mount that shows it and is not hidden there by another. So a mount that is made
 * later never changes the meaning of a path that could be named before. Immutable.
 */
final class MountTable {

    /** The table of a system that tells of no mounts: everything is at its one place. */
    static final MountTable NONE = new MountTable(List.of(), type -> true);

    /**
     * A mount at its place.
     *
     * @param key the names down to its place, as names are compared there
     * @param rootKey the names down to what it shows of its file system, as names are compared in that
     * @param above what is mounted on it, by key
     */
    private record Node(Mount mount, List<String> key, List<String> rootKey, Map<List<String>, Node> above) {}

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
     * @param mounts the mounts, oldest first
     * @param exact whether file systems of a type never take two names for one
     */
    MountTable(List<Mount> mounts, Predicate<String> exact) {
        this.exact = exact;
        Set<Integer> known = mounts.stream().map(Mount::id).collect(Collectors.toSet());
        Map<Boolean, List<Mount>> byKind = mounts.stream()
                .collect(Collectors.partitioningBy(m -> known.contains(m.parent()) && m.parent() != m.id()));
        Map<Integer, List<Mount>> children =
                byKind.getOrDefault(true, List.of()).stream().collect(Collectors.groupingBy(Mount::parent));
        List<Node> nodes = new ArrayList<>();
        for (Mount mount : byKind.getOrDefault(false, List.of())) {
            nodes.add(node(mount, mount.point(), lowest));
        }
        // The key of a place rests on the mounts on the way to it, so those below come first.
        for (int i = 0; i < nodes.size(); i++) {
            Node below = nodes.get(i);
            for (Mount mount : children.getOrDefault(below.mount().id(), List.of())) {
                nodes.add(node(mount, keyOn(below, mount.point()), below.above()));
            }
        }
        List<Integer> order = mounts.stream().map(Mount::id).toList();
        nodes.sort(Comparator.comparing(node -> order.indexOf(node.mount().id())));
        for (Node node : nodes) {
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

    private Node node(Mount mount, List<String> key, Map<List<String>, Node> below) {
        Node node = new Node(mount, key, compared(mount, mount.root()), new HashMap<>());
        below.put(key, node);
        return node;
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
        for (Node twin : byDevice.getOrDefault(here.mount().device(), List.of())) {
            if (Mount.startsWith(compared, twin.rootKey())) {
                List<String> there = Mount.joined(
                        twin.mount().point(), inside.subList(twin.rootKey().size(), inside.size()));
                if (isShownAt(there, twin)) {
                    return there;
                }
            }
        }
        return names;
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
                    return "has " + Quoted.text(Mount.path(below)) + " below it, which by a mount is the same as "
                            + Quoted.text(Mount.path(there))
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
