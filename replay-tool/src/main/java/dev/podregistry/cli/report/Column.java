package dev.podregistry.cli.report;

import java.io.IOException;
import java.io.OutputStream;

/**
 * Values one after another, each as a zigzag LEB128 varint.
 *
 * <p>Of a delta column each value is stored as the difference to the one before, the first to 0.
 */
final class Column {

    private static final int MORE = 0x80;

    private final Bytes bytes = new Bytes();
    private final boolean delta;
    private long last;
    private long count;

    Column(boolean delta) {
        this.delta = delta;
    }

    void add(long value) {
        long stored = delta ? value - last : value;
        last = value;
        count++;
        long rest = (stored << 1) ^ (stored >> 63);
        while ((rest & -MORE) != 0) {
            bytes.add((int) (rest & 0x7f | MORE));
            rest >>>= 7;
        }
        bytes.add((int) rest);
    }

    boolean isDelta() {
        return delta;
    }

    long count() {
        return count;
    }

    long size() {
        return bytes.size();
    }

    void writeTo(OutputStream out) throws IOException {
        bytes.writeTo(out);
    }
}
