package dev.podregistry.cli.report;

import java.util.Arrays;

/** Whole numbers in a row that grows. */
final class Ints {

    private int[] values = new int[64];
    private int size;

    int size() {
        return size;
    }

    void add(int value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, Math.addExact(size, size >> 1));
        }
        values[size++] = value;
    }

    int get(int index) {
        return values[index];
    }

    void set(int index, int value) {
        values[index] = value;
    }

    /** {@return the place of {@code value} among values in ascending order, negative when it is not there} */
    int find(int value) {
        return Arrays.binarySearch(values, 0, size, value);
    }
}
