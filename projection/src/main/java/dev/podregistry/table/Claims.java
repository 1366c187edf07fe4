package dev.podregistry.table;

import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.Comparator;

/**
 * Pods, by the sequence that created them, that some rules allow to write and that some rules deny it; newest first.
 *
 * @param allows the pods allowed, each with the place of the first such rule among its allow rules
 * @param denies the pods denied
 */
record Claims(TreeMap<Long, Integer> allows, TreeSet<Long> denies) {

    static final Claims NONE =
            new Claims(TreeMap.empty(Comparator.reverseOrder()), TreeSet.empty(Comparator.reverseOrder()));

    /** The place of a rule that is not there. */
    static final int NO_RULE = Integer.MAX_VALUE;

    boolean isEmpty() {
        return allows.isEmpty() && denies.isEmpty();
    }

    Claims allowing(long pod, int rule) {
        return new Claims(allows.put(pod, Math.min(rule, firstRule(pod))), denies);
    }

    Claims denying(long pod) {
        return new Claims(allows, denies.add(pod));
    }

    Claims notDenying(long pod) {
        return new Claims(allows, denies.remove(pod));
    }

    Claims without(long pod) {
        Claims rest = new Claims(allows.remove(pod), denies.remove(pod));
        return rest.isEmpty() ? NONE : rest;
    }

    /** {@return the place of the pod's first rule here, or {@link #NO_RULE}} */
    int firstRule(long pod) {
        return allows.isEmpty() ? NO_RULE : allows.getOrElse(pod, NO_RULE);
    }

    boolean denies(long pod) {
        return !denies.isEmpty() && denies.contains(pod);
    }
}
