package dev.podregistry.audit;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The table at one point of a history, with the events that its live pods came from.
 *
 * @param at the point
 * @param table the table there
 * @param beginnings how each live pod came to its allocation
 */
public record State(Point at, AllocationTable table, Beginnings beginnings) {

    /** {@return who may write {@code path}, and under whom} */
    public Holding who(ScopePath path) {
        Allocation holder = table.holderOf(path);
        List<Allocation> chain = holder == null ? List.of() : table.chain(holder.pod());
        List<Conflict> below = table.conflicts(ScopeRule.write(path.value()), List.of(), List.of());
        return new Holding(
                path,
                at,
                chain,
                below.stream().filter(c -> !c.holder().equals(holder)).toList());
    }

    /** {@return the names of all live pods, in table order} */
    public List<String> podNames() {
        return table.allocations().stream().map(row -> row.pod().value()).toList();
    }

    /** {@return a row of the table and how its pod came to it} */
    public Link link(Allocation row) {
        return new Link(row, beginnings.of(row));
    }

    /** {@return all live pods as a walk through the delegation forest: each pod before its children, in table order} */
    public List<Node> forest() {
        List<Node> walk = new ArrayList<>();
        Deque<Node> open = new ArrayDeque<>();
        pushAll(open, table.roots(), List.of());
        while (!open.isEmpty()) {
            Node node = open.pop();
            walk.add(node);
            pushAll(open, table.children(node.allocation().pod()), node.lastOfSiblings());
        }
        return walk;
    }

    private void pushAll(Deque<Node> open, List<Allocation> siblings, List<Boolean> above) {
        for (int i = siblings.size() - 1; i >= 0; i--) {
            List<Boolean> path = new ArrayList<>(above);
            path.add(i == siblings.size() - 1);
            open.push(new Node(
                    siblings.get(i), !table.children(siblings.get(i).pod()).isEmpty(), path));
        }
    }

    /**
     * A live pod and how it came to its allocation.
     *
     * @param allocation its row
     * @param beginning the events it came from
     */
    public record Link(Allocation allocation, Beginning beginning) {}

    /**
     * A pod's place in the delegation forest.
     *
     * @param allocation the pod's row
     * @param parent whether it has children
     * @param lastOfSiblings from its root down to itself: whether that pod is the last among its siblings
     */
    public record Node(Allocation allocation, boolean parent, List<Boolean> lastOfSiblings) {

        public Node {
            lastOfSiblings = List.copyOf(lastOfSiblings);
        }

        /** {@return how many pods are above it} */
        public int depth() {
            return lastOfSiblings.size() - 1;
        }
    }

    /**
     * Who may write a path.
     *
     * @param path the path
     * @param at where in the history that is so
     * @param chain the holder and the pods above it, up to its root; empty when nobody holds the path
     * @param below other pods that hold paths below it
     */
    public record Holding(ScopePath path, Point at, List<Allocation> chain, List<Conflict> below) {

        public Holding {
            chain = List.copyOf(chain);
            below = List.copyOf(below);
        }

        /** {@return whether anybody holds the path} */
        public boolean isHeld() {
            return !chain.isEmpty();
        }

        /**
         * {@return the first rule of the holder that gives it the path}
         *
         * @throws java.util.NoSuchElementException when nobody holds it
         */
        public ScopeRule rule() {
            return chain.get(0)
                    .writeRules()
                    .filter(rule -> rule.covers(path))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
