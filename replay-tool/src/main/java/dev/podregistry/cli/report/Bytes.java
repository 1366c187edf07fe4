package dev.podregistry.cli.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/** Bytes that grow by blocks, so that growing copies nothing. */
final class Bytes {

    private static final int BLOCK = 1 << 14;

    private final List<byte[]> blocks = new ArrayList<>();
    private long size;

    long size() {
        return size;
    }

    void add(int value) {
        int at = (int) (size % BLOCK);
        if (at == 0) {
            blocks.add(new byte[BLOCK]);
        }
        blocks.get(blocks.size() - 1)[at] = (byte) value;
        size++;
    }

    void add(byte[] bytes) {
        for (byte value : bytes) {
            add(value);
        }
    }

    /** {@return the bytes from {@code from} up to, but not including, {@code to}} */
    byte[] copy(long from, long to) {
        byte[] copy = new byte[Math.toIntExact(to - from)];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = at(from + i);
        }
        return copy;
    }

    /** {@return whether these bytes stand at {@code from}} */
    boolean hold(byte[] bytes, long from) {
        for (int i = 0; i < bytes.length; i++) {
            if (at(from + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private byte at(long index) {
        return blocks.get((int) (index / BLOCK))[(int) (index % BLOCK)];
    }

    void writeTo(OutputStream out) throws IOException {
        long rest = size;
        for (byte[] block : blocks) {
            out.write(block, 0, (int) Math.min(rest, BLOCK));
            rest -= BLOCK;
        }
    }
}
