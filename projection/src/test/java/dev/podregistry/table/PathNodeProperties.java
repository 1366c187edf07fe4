package dev.podregistry.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The children of a node are as a map of the JDK is, also those whose names have the same hash. */
class PathNodeProperties {

    /** The claim of a pod by a name, which the rest replaces, or of nobody, which takes the name away. */
    private record Change(String name, long pod) {

        PathNode child() {
            PathNode named = PathNode.named(name);
            return pod == Claimers.NOBODY ? named : named.with(true, claims -> claims.allowing(pod, 0));
        }
    }

    /** Any two names of one length made of these two pairs have one hash. */
    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<String> alike =
                Arbitraries.of("Aa", "BB").list().ofMinSize(1).ofMaxSize(3).map(s -> String.join("", s));
        Arbitrary<String> near = Arbitraries.integers().between(0, 40).map(n -> "pod-" + n);
        Arbitrary<String> any =
                Arbitraries.strings().ofMinLength(1).ofMaxLength(4).excludeChars('/');
        Arbitrary<Long> pods = Arbitraries.longs().between(0, 3);
        return Combinators.combine(Arbitraries.oneOf(alike, alike, near, any), pods)
                .as(Change::new)
                .list()
                .ofMaxSize(80);
    }

    @Property
    void childrenAreAMap(@ForAll("changes") List<Change> changes) {
        PathNode node = PathNode.EMPTY;
        TreeMap<String, Long> expected = new TreeMap<>();
        for (Change change : changes) {
            node = node.with(change.child());
            expected.put(change.name(), change.pod());
            expected.values().removeIf(pod -> pod == Claimers.NOBODY);
            assertSame(expected, node, change.name());
        }
        for (Change change : changes) {
            assertSame(expected, node, change.name());
        }
    }

    private static void assertSame(TreeMap<String, Long> expected, PathNode node, String name) {
        assertEquals(expected.isEmpty(), node.isEmpty());
        assertEquals(
                List.copyOf(expected.keySet()),
                node.children().values().stream().map(PathNode::name).sorted().toList());
        String path = "/before/" + name + "/behind";
        PathNode child = node.child(path, "/before/".length(), "/before/".length() + name.length());
        Long pod = expected.get(name);
        if (child == null || pod == null) {
            assertNull(child);
            assertNull(pod);
        } else {
            assertEquals(name, child.name());
            assertEquals(0, child.deep().firstRule(pod));
        }
    }
}
