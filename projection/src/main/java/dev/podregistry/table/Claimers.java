package dev.podregistry.table;

import java.util.ArrayList;
import java.util.List;

/**
 * Which pods claim the paths of one {@link Place}.
 *
 * @param deep what the recursive rules at and above say
 * @param near what the rules for a target and its direct children say
 */
record Claimers(Claims deep, Claims near) {

    /** The answer of {@link #holder} where nobody claims. */
    static final long NOBODY = 0;

    /**
     * {@return the pod that holds the paths: the newest claimer, {@link #NOBODY} if there is none}
     *
     * <p>The claimers of a path form a chain in the delegation tree, and a child is always newer than its parent, so the
     * newest claimer is the deepest.
     */
    long holder() {
        long best = NOBODY;
        for (long pod : deep.allows()) {
            if (!denies(pod)) {
                best = pod;
                break;
            }
        }
        for (long pod : near.allows()) {
            if (pod <= best) {
                break;
            }
            if (!denies(pod)) {
                return pod;
            }
        }
        return best;
    }

    /** {@return all claimers, newest first} */
    List<Long> all() {
        List<Long> all = new ArrayList<>();
        for (long pod : deep.allows().addAll(near.allows())) {
            if (!denies(pod)) {
                all.add(pod);
            }
        }
        return all;
    }

    boolean contains(long pod) {
        return (deep.allows().contains(pod) || near.allows().contains(pod)) && !denies(pod);
    }

    boolean denies(long pod) {
        return deep.denies().contains(pod) || near.denies().contains(pod);
    }
}
