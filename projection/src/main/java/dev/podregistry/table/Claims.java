package dev.podregistry.table;

import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Pods, by the sequence that created them, that some rules allow to write and that some rules deny it.
 *
 * <p>Almost always one pod is allowed and none denied, so the newest one allowed has a place of its own; the others are
 * in maps whose keys count down from the greatest number, so that they are newest first too.
 */
final class Claims {

    /** The place of a rule that is not there. */
    static final int NO_RULE = Integer.MAX_VALUE;

    static final Claims NONE = new Claims(Claimers.NOBODY, NO_RULE, LongMap.empty(), LongMap.empty());

    private final long newest;
    private final int rule;
    private final LongMap<Integer> older;
    private final LongMap<Boolean> denied;

    /**
     * What rules say.
     *
     * @param newest the newest pod allowed, {@link Claimers#NOBODY} if there is none
     * @param rule the place of the first rule that allows it, among its allow rules
     * @param older the other pods allowed, each with that place
     * @param denied the pods denied
     */
    private Claims(long newest, int rule, LongMap<Integer> older, LongMap<Boolean> denied) {
        this.newest = newest;
        this.rule = rule;
        this.older = older;
        this.denied = denied;
    }

    private static long key(long pod) {
        return Long.MAX_VALUE - pod;
    }

    boolean isEmpty() {
        return newest == Claimers.NOBODY && denied.isEmpty();
    }

    boolean hasDenies() {
        return !denied.isEmpty();
    }

    Claims allowing(long pod, int place) {
        int first = Math.min(place, firstRule(pod));
        if (pod < newest) {
            return new Claims(newest, rule, older.with(key(pod), first), denied);
        }
        boolean isMore = pod > newest && newest != Claimers.NOBODY;
        return new Claims(pod, first, isMore ? older.with(key(newest), rule) : older, denied);
    }

    Claims denying(long pod) {
        return new Claims(newest, rule, older, denied.with(key(pod), true));
    }

    Claims notDenying(long pod) {
        return new Claims(newest, rule, older, denied.without(key(pod)));
    }

    Claims without(long pod) {
        Claims rest = notAllowing(pod);
        return rest.denies(pod) ? rest.notDenying(pod).orNone() : rest.orNone();
    }

    private Claims orNone() {
        return isEmpty() ? NONE : this;
    }

    private Claims notAllowing(long pod) {
        if (pod != newest) {
            return older.contains(key(pod)) ? new Claims(newest, rule, older.without(key(pod)), denied) : this;
        }
        long next = older.from(0);
        Integer nextRule = older.get(next);
        return nextRule == null
                ? new Claims(Claimers.NOBODY, NO_RULE, LongMap.empty(), denied)
                : new Claims(key(next), nextRule, older.without(next), denied);
    }

    /** {@return the place of the pod's first rule here, or {@link #NO_RULE}} */
    int firstRule(long pod) {
        if (pod == newest) {
            return rule;
        }
        Integer place = older.isEmpty() ? null : older.get(key(pod));
        return place == null ? NO_RULE : place;
    }

    boolean denies(long pod) {
        return !denied.isEmpty() && denied.contains(key(pod));
    }

    /** {@return the newest pod allowed here that is not {@code excluded} if it is newer than {@code best}, else that} */
    long newest(long best, LongPredicate excluded) {
        if (newest <= best) {
            return best;
        }
        if (!excluded.test(newest)) {
            return newest;
        }
        for (long key = older.from(0); key != LongMap.NONE && key(key) > best; key = older.from(key + 1)) {
            if (!excluded.test(key(key))) {
                return key(key);
            }
        }
        return best;
    }

    void forEachAllowed(LongConsumer action) {
        if (newest != Claimers.NOBODY) {
            action.accept(newest);
        }
        for (long key = older.from(0); key != LongMap.NONE; key = older.from(key + 1)) {
            action.accept(key(key));
        }
    }
}
