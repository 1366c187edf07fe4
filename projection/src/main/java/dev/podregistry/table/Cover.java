package dev.podregistry.table;

import java.util.Collection;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * What the recursive rules at a path and above it say, from the nearest name that has any up to the root.
 *
 * <p>It knows its holder, and finds it from the one above: so the way down a deep tree, or past a path that thousands
 * have delegated to one another, costs no more than its own length.
 */
final class Cover {

    static final Cover NONE = new Cover(null, Claims.NONE);

    private final @Nullable Cover above;
    private final Claims claims;
    private final boolean denying;
    private final long holder;
    private final int rule;

    private Cover(@Nullable Cover above, Claims claims) {
        this.above = above;
        this.claims = claims;
        this.denying = claims.hasDenies() || (above != null && above.denying);
        long inherited = above == null ? Claimers.NOBODY : above.holder;
        boolean lost = claims.denies(inherited);
        this.holder = lost ? newest(this::denies) : claims.newest(inherited, this::denies);
        this.rule = lost || above == null || holder == inherited ? firstRule(holder, above) : claims.firstRule(holder);
    }

    private int firstRule(long pod, @Nullable Cover upper) {
        int first = claims.firstRule(pod);
        if (upper != null && upper.holder == pod) {
            return Math.min(first, upper.rule);
        }
        for (Cover cover = upper; cover != null; cover = cover.above) {
            first = Math.min(first, cover.claims.firstRule(pod));
        }
        return first;
    }

    /** {@return the cover one name further down} */
    Cover with(Claims deep) {
        return deep.isEmpty() ? this : new Cover(this, deep);
    }

    /** {@return the newest pod that claims, {@link Claimers#NOBODY} if there is none} */
    long holder() {
        return holder;
    }

    /** {@return the newest pod that some rule allows and that is not denied} */
    long newest(LongPredicate denied) {
        long newest = Claimers.NOBODY;
        for (Cover cover = this; cover != null; cover = cover.above) {
            newest = cover.claims.newest(newest, denied);
        }
        return newest;
    }

    boolean denies(long pod) {
        for (Cover cover = this; cover != null && cover.denying; cover = cover.above) {
            if (cover.claims.denies(pod)) {
                return true;
            }
        }
        return false;
    }

    /** {@return the place of the pod's first rule, or {@link Claims#NO_RULE}} */
    int firstRule(long pod) {
        return pod == holder ? rule : firstRule(pod, above);
    }

    void addAllowed(Collection<Long> pods) {
        for (Cover cover = this; cover != null; cover = cover.above) {
            cover.claims.forEachAllowed(pods::add);
        }
    }
}
