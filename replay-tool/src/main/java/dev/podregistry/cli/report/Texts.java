package dev.podregistry.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/** Different texts, each known by its place; a text takes little more than its UTF-8 bytes. */
final class Texts {

    private static final int FREE = -1;

    private final Bytes bytes = new Bytes();
    private final Ints hashes = new Ints();
    private final Ints ends = new Ints();
    private final long seed = UUID.randomUUID().getMostSignificantBits();
    private int[] places = free(1 << 8);

    private static int[] free(int size) {
        int[] places = new int[size];
        Arrays.fill(places, FREE);
        return places;
    }

    int size() {
        return hashes.size();
    }

    /** {@return the place of {@code text}, which is added if it is new} */
    int place(String text) {
        byte[] key = text.getBytes(StandardCharsets.UTF_8);
        int hash = hash(key);
        int slot = slot(hash);
        while (places[slot] != FREE) {
            if (is(places[slot], hash, key)) {
                return places[slot];
            }
            slot = next(slot);
        }
        int place = size();
        places[slot] = place;
        hashes.add(hash);
        bytes.add(key);
        ends.add(Math.toIntExact(bytes.size()));
        if (place > places.length / 2) {
            grow();
        }
        return place;
    }

    /** Begins with a seed of chance, so that nobody can choose names that all want one slot. */
    private int hash(byte[] key) {
        long hash = seed;
        for (byte value : key) {
            hash = (hash ^ value) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }

    private boolean is(int place, int hash, byte[] key) {
        int start = start(place);
        return hashes.get(place) == hash && ends.get(place) - start == key.length && bytes.hold(key, start);
    }

    private int start(int place) {
        return place == 0 ? 0 : ends.get(place - 1);
    }

    private void grow() {
        places = free(places.length * 2);
        for (int place = 0; place < size(); place++) {
            int slot = slot(hashes.get(place));
            while (places[slot] != FREE) {
                slot = next(slot);
            }
            places[slot] = place;
        }
    }

    private int slot(int hash) {
        return hash & places.length - 1;
    }

    private int next(int slot) {
        return slot + 1 & places.length - 1;
    }

    String get(int place) {
        return new String(bytes.copy(start(place), ends.get(place)), StandardCharsets.UTF_8);
    }
}
