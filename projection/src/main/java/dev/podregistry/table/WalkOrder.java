package dev.podregistry.table;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongUnaryOperator;

/**
 * The order in which competitors are named: the delegation forest with roots in table order, children in table order,
 * and children before their parent.
 *
 * <p>Only the given pods and the pods above them are visited. Nothing here recurses, so depth costs no stack.
 */
final class WalkOrder {

    private static final long ABOVE_ROOTS = 0;

    private final Map<Long, TreeSet<Long>> children = new HashMap<>();

    private WalkOrder() {}

    /**
     * {@return the pods in walk order}
     *
     * @param pods live pods, by the sequence that created them
     * @param parentOf the parent of a live pod, 0 for a root
     */
    static List<Long> sorted(Collection<Long> pods, LongUnaryOperator parentOf) {
        if (pods.size() < 2) {
            return List.copyOf(pods);
        }
        WalkOrder order = new WalkOrder();
        for (long pod : pods) {
            order.addWithAncestors(pod, parentOf);
        }
        List<Long> sorted = order.walk();
        sorted.retainAll(Set.copyOf(pods));
        return sorted;
    }

    private void addWithAncestors(long pod, LongUnaryOperator parentOf) {
        long below = pod;
        boolean isNew = true;
        while (isNew && below != ABOVE_ROOTS) {
            long above = parentOf.applyAsLong(below);
            isNew = children.computeIfAbsent(above, key -> new TreeSet<>()).add(below);
            below = above;
        }
    }

    private List<Long> walk() {
        List<Long> parentsFirst = new ArrayList<>();
        Deque<Long> open = new ArrayDeque<>(children.get(ABOVE_ROOTS));
        while (!open.isEmpty()) {
            long pod = open.pollLast();
            parentsFirst.add(pod);
            open.addAll(children.getOrDefault(pod, new TreeSet<>()));
        }
        Collections.reverse(parentsFirst);
        return parentsFirst;
    }
}
