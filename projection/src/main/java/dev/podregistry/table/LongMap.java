package dev.podregistry.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from numbers, none negative, to values, in the order of the numbers.
 *
 * <p>A trie of 32-way nodes, each itself a map: a node stands at the lowest level at which its keys differ, so a million
 * consecutive keys are four levels. Rows are numbered in the order of their creation, so what is added goes to the right
 * edge.
 *
 * @param <V> the values
 */
abstract sealed class LongMap<V> {

    /** In place of a key: there is none. */
    static final long NONE = -1;

    private static final LongMap<?> EMPTY = new Many<>(0, 0, 0, new Object[0]);

    /** A key that it has or had. */
    final long first;

    private LongMap(long first) {
        this.first = first;
    }

    @SuppressWarnings("unchecked")
    static <V> LongMap<V> empty() {
        return (LongMap<V>) EMPTY;
    }

    abstract boolean isEmpty();

    abstract @Nullable V get(long key);

    boolean contains(long key) {
        return get(key) != null;
    }

    abstract LongMap<V> with(long key, V value);

    abstract LongMap<V> without(long key);

    /** {@return the least key that is {@code key} or greater, {@link #NONE} if there is none} */
    abstract long from(long key);

    /** {@return the values in the order of their keys} */
    List<V> values() {
        List<V> values = new ArrayList<>();
        forEach(values::add);
        return values;
    }

    /** Hands out the values in the order of their keys. */
    abstract void forEach(Consumer<? super V> action);

    /** A single key, which is {@code first}. */
    private static final class One<V> extends LongMap<V> {

        private final V value;

        One(long key, V value) {
            super(key);
            this.value = value;
        }

        @Override
        boolean isEmpty() {
            return false;
        }

        @Override
        @Nullable
        V get(long key) {
            return key == first ? value : null;
        }

        @Override
        LongMap<V> with(long key, V other) {
            One<V> more = new One<>(key, other);
            return key == first ? more : Many.of(this, more);
        }

        @Override
        LongMap<V> without(long key) {
            return key == first ? empty() : this;
        }

        @Override
        long from(long key) {
            return key <= first ? first : NONE;
        }

        @Override
        void forEach(Consumer<? super V> action) {
            action.accept(value);
        }
    }

    /** Keys that agree above {@code shift + 5} bits: two of them at least, or none in the empty map. */
    private static final class Many<V> extends LongMap<V> {

        private static final int BITS = 5;
        private static final int LAST_SHIFT = 60;

        private final int shift;
        private final int present;
        private final Object[] slots;

        /**
         * Creates a node.
         *
         * @param first one of its keys
         * @param shift where the five bits begin in which its slots differ
         * @param present a bit for each slot
         * @param slots those present: values where the shift is 0, else maps of the keys that agree there too
         */
        Many(long first, int shift, int present, Object[] slots) {
            super(first);
            this.shift = shift;
            this.present = present;
            this.slots = slots;
        }

        /** {@return two maps together, the keys of one all less than those of the other} */
        static <V> LongMap<V> of(LongMap<V> one, LongMap<V> other) {
            if (one.first > other.first) {
                return of(other, one);
            }
            long differing = one.first ^ other.first;
            int shift = (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing)) / BITS * BITS;
            Object[] slots = {slot(one, shift), slot(other, shift)};
            return new Many<>(one.first, shift, bit(one.first, shift) | bit(other.first, shift), slots);
        }

        private static <V> Object slot(LongMap<V> map, int shift) {
            return shift == 0 && map instanceof One<V> one ? one.value : map;
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

        @SuppressWarnings("unchecked")
        private V value(int index) {
            return (V) slots[index];
        }

        @Override
        boolean isEmpty() {
            return present == 0;
        }

        @Override
        @Nullable
        V get(long key) {
            int bit = bit(key, shift);
            if (!spans(key) || !has(bit)) {
                return null;
            }
            return shift == 0 ? value(index(bit)) : child(index(bit)).get(key);
        }

        @Override
        LongMap<V> with(long key, V value) {
            if (isEmpty() || !spans(key)) {
                LongMap<V> one = new One<>(key, value);
                return isEmpty() ? one : of(this, one);
            }
            int bit = bit(key, shift);
            if (has(bit)) {
                return replacing(bit, shift == 0 ? value : child(index(bit)).with(key, value));
            }
            return inserting(bit, shift == 0 ? value : new One<>(key, value));
        }

        private LongMap<V> inserting(int bit, Object slot) {
            int index = index(bit);
            Object[] more = new Object[slots.length + 1];
            System.arraycopy(slots, 0, more, 0, index);
            more[index] = slot;
            System.arraycopy(slots, index, more, index + 1, slots.length - index);
            return new Many<>(first, shift, present | bit, more);
        }

        private LongMap<V> replacing(int bit, Object slot) {
            Object[] copy = slots.clone();
            copy[index(bit)] = slot;
            return new Many<>(first, shift, present, copy);
        }

        @Override
        LongMap<V> without(long key) {
            int bit = bit(key, shift);
            if (!spans(key) || !has(bit)) {
                return this;
            }
            LongMap<V> rest = shift == 0 ? empty() : child(index(bit)).without(key);
            if (rest.isEmpty()) {
                return removing(bit);
            }
            return rest == child(index(bit)) ? this : replacing(bit, rest);
        }

        private LongMap<V> removing(int bit) {
            int index = index(bit);
            if (slots.length == 2) {
                return shift == 0 ? new One<>(key(present & ~bit), value(1 - index)) : child(1 - index);
            }
            Object[] fewer = Arrays.copyOf(slots, slots.length - 1);
            System.arraycopy(slots, index + 1, fewer, index, fewer.length - index);
            return new Many<>(first, shift, present & ~bit, fewer);
        }

        @Override
        long from(long key) {
            if (!spans(key)) {
                return first < key ? NONE : from(0, present);
            }
            int bit = bit(key, shift);
            return from(key, present & -bit);
        }

        /** {@return the least key from {@code key} on in some of the slots} */
        private long from(long key, int bits) {
            if (bits == 0) {
                return NONE;
            }
            if (shift == 0) {
                return key(bits);
            }
            int lowest = Integer.lowestOneBit(bits);
            long found = child(index(lowest)).from(key);
            return found == NONE ? from(key, bits & ~lowest) : found;
        }

        /** {@return the key of the lowest of some slots} */
        private long key(int bits) {
            return first >>> BITS << BITS | Integer.numberOfTrailingZeros(bits);
        }

        @Override
        void forEach(Consumer<? super V> action) {
            for (int i = 0; i < slots.length; i++) {
                if (shift == 0) {
                    action.accept(value(i));
                } else {
                    child(i).forEach(action);
                }
            }
        }
    }
}
