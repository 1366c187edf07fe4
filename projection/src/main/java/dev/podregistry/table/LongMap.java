package dev.podregistry.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable map from numbers, none negative, to values, in the order of the numbers.
 *
 * <p>A trie of 32-way nodes: a node stands at the lowest level at which its keys differ, so a single key is a single
 * node, and a million consecutive keys are four levels. Rows are numbered in the order of their creation, so what is
 * added goes to the right edge.
 *
 * @param <V> the values
 */
final class LongMap<V> {

    /** In place of a key: there is none. */
    static final long NONE = -1;

    private static final int BITS = 5;
    private static final int LAST_SHIFT = 60;
    private static final LongMap<?> EMPTY = new LongMap<>(null, 0);

    private final @Nullable Node root;
    private final int size;

    private LongMap(@Nullable Node root, int size) {
        this.root = root;
        this.size = size;
    }

    /**
     * Keys that agree above {@code shift + 5} bits.
     *
     * @param first one of its keys
     * @param shift where the five bits begin in which its slots differ
     * @param present a bit for each slot
     * @param slots those present: values where the shift is 0, else nodes
     */
    private record Node(long first, int shift, int present, Object[] slots) {

        static Node of(long key, Object value) {
            return new Node(key, 0, bit(key, 0), new Object[] {value});
        }

        /** {@return a node with two nodes that differ} */
        static Node over(Node one, Node other) {
            long differing = one.first ^ other.first;
            int shift = (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing)) / BITS * BITS;
            Object[] slots = one.first < other.first ? new Object[] {one, other} : new Object[] {other, one};
            return new Node(one.first, shift, bit(one.first, shift) | bit(other.first, shift), slots);
        }

        static int bit(long key, int shift) {
            return 1 << (int) (key >>> shift);
        }

        boolean spans(long key) {
            return shift == LAST_SHIFT || (key ^ first) >>> (shift + BITS) == 0;
        }

        boolean has(int bit) {
            return (present & bit) != 0;
        }

        int index(int bit) {
            return Integer.bitCount(present & (bit - 1));
        }

        Node child(int index) {
            return (Node) slots[index];
        }

        Node inserting(int bit, Object slot) {
            int index = index(bit);
            Object[] more = new Object[slots.length + 1];
            System.arraycopy(slots, 0, more, 0, index);
            more[index] = slot;
            System.arraycopy(slots, index, more, index + 1, slots.length - index);
            return new Node(first, shift, present | bit, more);
        }

        Node replacing(int bit, Object slot) {
            Object[] copy = slots.clone();
            copy[index(bit)] = slot;
            return new Node(first, shift, present, copy);
        }

        /** {@return the key of the lowest of some slots} */
        long key(int bits) {
            return first >>> BITS << BITS | Integer.numberOfTrailingZeros(bits);
        }

        @Nullable
        Node removing(int bit) {
            if (slots.length == 1) {
                return null;
            }
            int index = index(bit);
            if (shift > 0 && slots.length == 2) {
                return child(1 - index);
            }
            Object[] fewer = Arrays.copyOf(slots, slots.length - 1);
            System.arraycopy(slots, index + 1, fewer, index, fewer.length - index);
            return new Node(first, shift, present & ~bit, fewer);
        }
    }

    @SuppressWarnings("unchecked")
    static <V> LongMap<V> empty() {
        return (LongMap<V>) EMPTY;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return root == null;
    }

    @SuppressWarnings("unchecked")
    @Nullable
    V get(long key) {
        Node node = root;
        while (node != null && node.spans(key)) {
            int bit = Node.bit(key, node.shift);
            if (!node.has(bit)) {
                return null;
            }
            Object slot = node.slots[node.index(bit)];
            if (node.shift == 0) {
                return (V) slot;
            }
            node = (Node) slot;
        }
        return null;
    }

    boolean contains(long key) {
        return root != null && get(key) != null;
    }

    LongMap<V> with(long key, V value) {
        return new LongMap<>(with(root, key, value), contains(key) ? size : size + 1);
    }

    private static Node with(@Nullable Node node, long key, Object value) {
        if (node == null) {
            return Node.of(key, value);
        }
        if (!node.spans(key)) {
            return Node.over(node, Node.of(key, value));
        }
        int bit = Node.bit(key, node.shift);
        Object slot = node.shift == 0 ? value : with(node.has(bit) ? node.child(node.index(bit)) : null, key, value);
        return node.has(bit) ? node.replacing(bit, slot) : node.inserting(bit, slot);
    }

    LongMap<V> without(long key) {
        if (!contains(key)) {
            return this;
        }
        return size == 1 ? empty() : new LongMap<>(without(root, key), size - 1);
    }

    private static @Nullable Node without(@Nullable Node node, long key) {
        if (node == null) {
            return null;
        }
        int bit = Node.bit(key, node.shift);
        Node rest = node.shift == 0 ? null : without(node.child(node.index(bit)), key);
        return rest == null ? node.removing(bit) : node.replacing(bit, rest);
    }

    /** {@return the least key that is {@code key} or greater, {@link #NONE} if there is none} */
    long from(long key) {
        return root == null ? NONE : from(root, key);
    }

    private static long from(Node node, long key) {
        if (!node.spans(key)) {
            return node.first < key ? NONE : least(node);
        }
        int bit = Node.bit(key, node.shift);
        int greater = node.present & -bit;
        if (node.shift > 0 && node.has(bit)) {
            long found = from(node.child(node.index(bit)), key);
            if (found != NONE) {
                return found;
            }
            greater &= ~bit;
        }
        if (greater == 0) {
            return NONE;
        }
        return node.shift == 0 ? node.key(greater) : least(node.child(node.index(Integer.lowestOneBit(greater))));
    }

    private static long least(Node node) {
        Node lowest = node;
        while (lowest.shift > 0) {
            lowest = lowest.child(0);
        }
        return lowest.key(lowest.present);
    }

    /** {@return the values in the order of their keys} */
    List<V> values() {
        List<V> values = new ArrayList<>(size);
        forEach(values::add);
        return values;
    }

    /** Hands out the values in the order of their keys. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<? super V> action) {
        if (root != null) {
            forEach(root, (Consumer<Object>) action);
        }
    }

    private static void forEach(Node node, Consumer<Object> action) {
        for (Object slot : node.slots) {
            if (node.shift == 0) {
                action.accept(slot);
            } else {
                forEach((Node) slot, action);
            }
        }
    }
}
