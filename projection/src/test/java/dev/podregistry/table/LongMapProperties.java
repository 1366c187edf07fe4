package dev.podregistry.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The map is as a sorted map of the JDK is, after whatever was put in and taken out, near together and far apart. */
class LongMapProperties {

    @Provide
    Arbitrary<List<Long>> keys() {
        Arbitrary<Long> near = Arbitraries.longs().between(0, 70);
        Arbitrary<Long> around = Arbitraries.longs().between(0, 5_000);
        Arbitrary<Long> last = near.map(distance -> Long.MAX_VALUE - distance);
        Arbitrary<Long> any = Arbitraries.longs().between(0, Long.MAX_VALUE);
        return Arbitraries.oneOf(near, around, last, any).list().ofMaxSize(120);
    }

    @Property
    void isASortedMap(@ForAll("keys") List<Long> put, @ForAll("keys") List<Long> more, @ForAll int salt) {
        LongMap<Long> map = LongMap.empty();
        TreeMap<Long, Long> expected = new TreeMap<>();
        for (int i = 0; i < put.size(); i++) {
            long key = put.get(i);
            map = map.with(key, key + i);
            expected.put(key, key + i);
        }
        List<Long> taken = new ArrayList<>(more);
        put.stream().filter(key -> (key.hashCode() + salt) % 3 == 0).forEach(taken::add);
        LongMap<Long> before = map;
        List<Long> values = List.copyOf(expected.values());
        assertSame(expected, map, taken);
        for (long key : taken) {
            map = map.without(key);
            expected.remove(key);
            assertSame(expected, map, more);
        }
        assertEquals(values, before.values(), "a map that was built on stays as it was");
    }

    private static void assertSame(TreeMap<Long, Long> expected, LongMap<Long> map, List<Long> asked) {
        assertEquals(List.copyOf(expected.values()), map.values());
        assertEquals(expected.isEmpty(), map.isEmpty());
        for (long key : asked) {
            assertEquals(expected.get(key), map.get(key));
            Long ceiling = expected.ceilingKey(key);
            assertEquals(ceiling == null ? LongMap.NONE : ceiling, map.from(key));
        }
    }
}
