package dev.podregistry.table;

import java.util.Collections;
import java.util.List;
import java.util.TreeSet;

/**
 * Which pods claim the paths of one {@link Place}.
 *
 * @param cover what the recursive rules at and above say
 * @param parent what the rules for the parent and its direct children say
 * @param near what the rules for the path and its direct children say
 */
record Claimers(Cover cover, Claims parent, Claims near) {

    /** The answer of {@link #holder} where nobody claims. */
    static final long NOBODY = 0;

    /**
     * {@return the pod that holds the paths: the newest claimer, {@link #NOBODY} if there is none}
     *
     * <p>The claimers of a path form a chain in the delegation tree, and a child is always newer than its parent, so the
     * newest claimer is the deepest.
     */
    long holder() {
        return holderBut(NOBODY);
    }

    /** {@return the newest claimer other than {@code exempt}, {@link #NOBODY} if there is none} */
    long holderBut(long exempt) {
        long best = cover.holder();
        if (best != NOBODY && (best == exempt || parent.denies(best) || near.denies(best))) {
            best = cover.newest(pod -> pod == exempt || denies(pod));
        }
        if (parent.isEmpty() && near.isEmpty()) {
            return best;
        }
        best = parent.newest(best, pod -> pod == exempt || denies(pod));
        return near.newest(best, pod -> pod == exempt || denies(pod));
    }

    /** {@return the place of the first rule by which the pod claims, among its allow rules} */
    int firstRule(long pod) {
        return Math.min(cover.firstRule(pod), Math.min(parent.firstRule(pod), near.firstRule(pod)));
    }

    /** {@return all claimers, newest first} */
    List<Long> all() {
        TreeSet<Long> all = new TreeSet<>(Collections.reverseOrder());
        cover.addAllowed(all);
        parent.forEachAllowed(all::add);
        near.forEachAllowed(all::add);
        all.removeIf(this::denies);
        return List.copyOf(all);
    }

    boolean contains(long pod) {
        return firstRule(pod) != Claims.NO_RULE && !denies(pod);
    }

    boolean denies(long pod) {
        return cover.denies(pod) || parent.denies(pod) || near.denies(pod);
    }
}
