package dev.podregistry.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from numbers, none negative, to values, in the order of the numbers.
 *
 * <p>A trie of 32-way nodes, each itself a map: a node stands at the lowest level at which its keys differ, so a single key
 * is a single node, and a million consecutive keys are four levels. Rows are numbered in the order of their creation, so what is
 * added goes to the right edge.
 *
 * @param <V> the values
 */
final class LongMap<V> {

    /** In place of a key: there is none. */
    static final long NONE = -1;

    private static final int BITS = 5;
    private static final int LAST_SHIFT = 60;
    private static final LongMap<?> EMPTY = new LongMap<>(0, 0, 0, new Object[0]);

    private final long first;
    private final int shift;
    private final int present;
    private final Object[] slots;

    /**
     * Keys that agree above {@code shift + 5} bits.
     *
     * @param first one of its keys
     * @param shift where the five bits begin in which its slots differ
     * @param present a bit for each slot
     * @param slots those present: values where the shift is 0, else maps of the keys that agree there too
     */
    private LongMap(long first, int shift, int present, Object[] slots) {
        this.first = first;
        this.shift = shift;
        this.present = present;
        this.slots = slots;
    }

    @SuppressWarnings("unchecked")
    static <V> LongMap<V> empty() {
        return (LongMap<V>) EMPTY;
    }

    static <V> LongMap<V> of(long key, V value) {
        return new LongMap<>(key, 0, bit(key, 0), new Object[] {value});
    }

    /** {@return two maps together, whose keys are too far apart for one node} */
    private static <V> LongMap<V> over(LongMap<V> one, LongMap<V> other) {
        long differing = one.first ^ other.first;
        int shift = (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing)) / BITS * BITS;
        Object[] slots = one.first < other.first ? new Object[] {one, other} : new Object[] {other, one};
        return new LongMap<>(one.first, shift, bit(one.first, shift) | bit(other.first, shift), slots);
    }

    private static int bit(long key, int shift) {
        return 1 << (int) (key >>> shift);
    }

    private boolean spans(long key) {
        return shift == LAST_SHIFT || (key ^ first) >>> (shift + BITS) == 0;
    }

    private boolean has(int bit) {
        return (present & bit) != 0;
    }

    private int index(int bit) {
        return Integer.bitCount(present & (bit - 1));
    }

    @SuppressWarnings("unchecked")
    private LongMap<V> child(int index) {
        return (LongMap<V>) slots[index];
    }

    boolean isEmpty() {
        return present == 0;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    V get(long key) {
        LongMap<V> map = this;
        while (map.spans(key)) {
            int bit = bit(key, map.shift);
            if (!map.has(bit)) {
                return null;
            }
            if (map.shift == 0) {
                return (V) map.slots[map.index(bit)];
            }
            map = map.child(map.index(bit));
        }
        return null;
    }

    boolean contains(long key) {
        return get(key) != null;
    }

    LongMap<V> with(long key, V value) {
        if (isEmpty()) {
            return of(key, value);
        }
        if (!spans(key)) {
            return over(this, of(key, value));
        }
        int bit = bit(key, shift);
        if (!has(bit)) {
            return inserting(bit, shift == 0 ? value : of(key, value));
        }
        return replacing(bit, shift == 0 ? value : child(index(bit)).with(key, value));
    }

    private LongMap<V> inserting(int bit, Object slot) {
        int index = index(bit);
        Object[] more = new Object[slots.length + 1];
        System.arraycopy(slots, 0, more, 0, index);
        more[index] = slot;
        System.arraycopy(slots, index, more, index + 1, slots.length - index);
        return new LongMap<>(first, shift, present | bit, more);
    }

    private LongMap<V> replacing(int bit, Object slot) {
        Object[] copy = slots.clone();
        copy[index(bit)] = slot;
        return new LongMap<>(first, shift, present, copy);
    }

    LongMap<V> without(long key) {
        int bit = bit(key, shift);
        if (!spans(key) || !has(bit)) {
            return this;
        }
        if (shift == 0) {
            return removing(bit);
        }
        LongMap<V> child = child(index(bit));
        LongMap<V> rest = child.without(key);
        if (rest == child) {
            return this;
        }
        return rest.isEmpty() ? removing(bit) : replacing(bit, rest);
    }

    private LongMap<V> removing(int bit) {
        if (slots.length == 1) {
            return empty();
        }
        int index = index(bit);
        if (shift > 0 && slots.length == 2) {
            return child(1 - index);
        }
        Object[] fewer = Arrays.copyOf(slots, slots.length - 1);
        System.arraycopy(slots, index + 1, fewer, index, fewer.length - index);
        return new LongMap<>(first, shift, present & ~bit, fewer);
    }

    /** {@return the least key that is {@code key} or greater, {@link #NONE} if there is none} */
    long from(long key) {
        if (!spans(key)) {
            return first < key ? NONE : least();
        }
        int bit = bit(key, shift);
        int greater = present & -bit;
        if (shift > 0 && has(bit)) {
            long found = child(index(bit)).from(key);
            if (found != NONE) {
                return found;
            }
            greater &= ~bit;
        }
        if (greater == 0) {
            return NONE;
        }
        return shift == 0
                ? key(greater)
                : child(index(Integer.lowestOneBit(greater))).least();
    }

    private long least() {
        LongMap<V> lowest = this;
        while (lowest.shift > 0) {
            lowest = lowest.child(0);
        }
        return lowest.present == 0 ? NONE : lowest.key(lowest.present);
    }

    /** {@return the key of the lowest of some slots} */
    private long key(int bits) {
        return first >>> BITS << BITS | Integer.numberOfTrailingZeros(bits);
    }

    /** {@return the values in the order of their keys} */
    List<V> values() {
        List<V> values = new ArrayList<>();
        forEach(values::add);
        return values;
    }

    /** Hands out the values in the order of their keys. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super V> action) {
        for (int i = 0; i < slots.length; i++) {
            if (shift == 0) {
                action.accept((V) slots[i]);
            } else {
                child(i).forEach(action);
            }
        }
    }
}
