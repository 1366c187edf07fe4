package dev.podregistry.table;

import io.vavr.collection.TreeSet;
import java.util.Comparator;

/**
 * Pods, by the sequence that created them, that some rules allow to write and that some rules deny it; newest first.
 *
 * @param allows the pods allowed
 * @param denies the pods denied
 */
record Claims(TreeSet<Long> allows, TreeSet<Long> denies) {

    private static final TreeSet<Long> NOBODY = TreeSet.empty(Comparator.reverseOrder());

    static final Claims NONE = new Claims(NOBODY, NOBODY);

    boolean isEmpty() {
        return allows.isEmpty() && denies.isEmpty();
    }

    Claims with(long pod, boolean allow) {
        return allow ? new Claims(allows.add(pod), denies) : new Claims(allows, denies.add(pod));
    }

    Claims without(long pod) {
        Claims rest = new Claims(allows.remove(pod), denies.remove(pod));
        return rest.isEmpty() ? NONE : rest;
    }

    Claims plus(Claims other) {
        if (other.isEmpty()) {
            return this;
        }
        return isEmpty() ? other : new Claims(allows.addAll(other.allows), denies.addAll(other.denies));
    }
}
