package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static dev.podregistry.api.TargetRule.read;
import static dev.podregistry.api.TargetRule.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.SegmentId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every question, asked of a lead that has lent a part of its scope to a coder. */
final class ViewTest {

    private static final PodName LEAD = new PodName("lead");
    private static final PodName CODER = new PodName("coder");
    private static final SegmentId SEGMENT = new SegmentId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private final InMemory memory = new InMemory();
    private final PodRegistry registry = memory.open();

    @BeforeEach
    void lend() {
        registry.register(pod("lead").write("/repo").segment(SEGMENT))
                .orElseThrow()
                .delegate(child("coder").write("/repo/src"))
                .orElseThrow();
    }

    @Test
    void theHolderIsNamedWithTheChainOfItsDelegation() {
        assertEquals(List.of(CODER, LEAD), names(holding("/repo/src/Main.java").chain()));
        assertEquals(CODER, holding("/repo/x/../src").holder().pod());
        assertEquals(List.of(LEAD), names(holding("/repo").chain()));
        assertEquals(Optional.empty(), registry.holderOf("/elsewhere"));
    }

    @Test
    void whatIsLentOutMayOnlyBeRead() {
        assertEquals(Optional.of(Permission.WRITE), registry.permissionAt(CODER, "/repo/src"));
        assertEquals(Optional.of(Permission.READ), registry.permissionAt(LEAD, "/repo/src"));
        assertEquals(Optional.of(Permission.WRITE), registry.permissionAt(LEAD, "/repo"));
        assertEquals(Optional.empty(), registry.permissionAt(CODER, "/repo"));
        assertEquals(Optional.empty(), registry.permissionAt(new PodName("nobody"), "/repo"));
    }

    @Test
    void mayWriteMeansAllOfTheRule() {
        assertTrue(registry.mayWrite(CODER, write("/repo/src/")));
        assertFalse(registry.mayWrite(LEAD, write("/repo")));
        assertFalse(registry.mayWrite(LEAD, write("/repo").shallow()), "src itself is lent");
        assertTrue(registry.mayWrite(LEAD, write("/repo/docs")));
    }

    /** Asked with a rule for reading, it once told a pod that may only read that it may write. */
    @Test
    void aPodThatMayOnlyReadMayNeverWrite() {
        PodName reader = new PodName("reader");
        registry.register(pod("reader").read("/repo").deny(read("/repo/keys"))).orElseThrow();

        for (TargetRule rule : List.of(read("/repo/docs"), read("/repo").shallow(), write("/repo/docs"))) {
            assertFalse(registry.mayWrite(reader, rule), rule.toString());
            assertFalse(registry.view().mayWrite(reader, rule), rule.toString());
        }
        assertTrue(registry.mayRead(reader, read("/repo/docs")));
        assertTrue(registry.mayRead(reader, write("/repo/docs")), "it is about the paths of the rule");
        assertFalse(registry.mayRead(reader, read("/repo")), "one path of it is denied");
        assertTrue(registry.mayRead(LEAD, read("/repo/src")), "what is lent out may be read");
        assertFalse(registry.mayWrite(LEAD, read("/repo/src")));
        assertTrue(registry.mayWrite(LEAD, read("/repo/docs")), "it is about the paths of the rule");
        assertFalse(registry.mayRead(new PodName("nobody"), read("/repo/src")));
    }

    @Test
    void everyConflictIsNamedWithItsRule() {
        List<Conflict> conflicts = registry.conflicts(write("/"));

        assertEquals(
                List.of(CODER, LEAD),
                conflicts.stream().map(conflict -> conflict.holder().pod()).toList());
        assertEquals(List.of(conflicts.get(1)), registry.conflicts(write("/"), CODER));
        assertEquals(List.of(), registry.conflicts(read("/")));
    }

    @Test
    void podsAreFoundByNameSegmentAndPlace() {
        RegistryView view = registry.view();

        assertEquals(2, view.sequence());
        assertEquals(List.of(LEAD, CODER), names(view.allocations()));
        assertEquals(List.of(CODER), names(view.children(LEAD)));
        assertEquals(List.of(CODER, LEAD), names(view.chain(CODER)));
        assertEquals(view.find(LEAD), view.findBySegment(SEGMENT));
        assertEquals(Optional.empty(), view.find(new PodName("nobody")));
        assertEquals(2, view.table().sequence());
    }

    @Test
    void aViewCatchesUpWithWhatOthersAppended() {
        try (PodRegistry elsewhere = memory.open()) {
            elsewhere.release(CODER).orElseThrow();
        }

        assertTrue(registry.mayWrite(LEAD, write("/repo")));
        assertEquals(3, registry.view().sequence());
    }

    @Test
    void anInvalidPathIsNamedWithTheReasonAndNothingThatActsOnATerminal() {
        IllegalArgumentException relative =
                assertThrows(IllegalArgumentException.class, () -> registry.holderOf("repo/src"));
        assertEquals("the path \"repo/src\" is not absolute; begin it with /", relative.getMessage());
        IllegalArgumentException hostile =
                assertThrows(IllegalArgumentException.class, () -> registry.mayWrite(LEAD, write("/\u001b[2J")));
        assertEquals(
                "the path \"/\\u001b[2J\" has the control character U+001B at index 1; leave it out",
                hostile.getMessage());
        IllegalArgumentException endless = assertThrows(
                IllegalArgumentException.class, () -> registry.permissionAt(LEAD, "/" + "x".repeat(100_000)));
        assertTrue(endless.getMessage().length() < 400, endless.getMessage());
    }

    private Holding holding(String path) {
        return registry.holderOf(path).orElseThrow();
    }

    private static List<PodName> names(List<Allocation> allocations) {
        return allocations.stream().map(Allocation::pod).toList();
    }
}
