package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A handle speaks for one owner: late, twice or after everything has ended, it never touches a successor. */
final class HandlesTest {

    private static final PodName CODER = new PodName("coder");
    private static final SegmentId SEGMENT = new SegmentId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private final InMemory memory = new InMemory();
    private final PodRegistry registry = memory.open();

    @Test
    void closingReleases() {
        try (PodHandle coder = registry.register(pod("coder").write("/repo")).orElseThrow()) {
            assertEquals(CODER, coder.pod());
            assertTrue(registry.holderOf("/repo").isPresent());
        }

        assertFalse(registry.holderOf("/repo").isPresent());
    }

    @Test
    void closingTwiceReleasesOnce() {
        PodHandle coder = registry.register(pod("coder")).orElseThrow();

        coder.close();
        coder.close();

        assertEquals(2, registry.view().sequence());
    }

    @Test
    void closingWhatHasASuccessorLeavesTheSuccessorAlone() {
        PodHandle first = registry.register(pod("coder").write("/repo")).orElseThrow();
        first.release().orElseThrow();
        PodHandle second = registry.register(pod("coder").write("/repo")).orElseThrow();

        first.close();

        assertEquals(second.token(), registry.view().find(CODER).orElseThrow().token());
    }

    @Test
    void aCrashedOwnersHandleDoesNothingToTheOneWhoCameAfter() {
        BarePid crashing = new BarePid(4711);
        PodHandle old =
                registry.register(pod("coder").write("/repo").process(crashing)).orElseThrow();
        memory.die(crashing);
        PodHandle next = registry.register(pod("coder").write("/repo")).orElseThrow();

        assertEquals(new Refusal.StaleToken(CODER, old.token(), next.token()), refusal(old.changeSegment(SEGMENT)));
        assertEquals(
                new Refusal.StaleToken(CODER, old.token(), next.token()),
                refusal(old.delegate(child("grandchild").write("/repo/src"))));
        old.close();
        assertTrue(registry.mayWrite(CODER, TargetRule.write("/repo")));
    }

    /**
     * A spawner that gives up waiting rolls its reservation back just when the child has come up. Without the token the
     * roll-back would release the running child, and the next pod would be granted what the child is writing.
     */
    @Test
    void aLateSpawnerDoesNotReleaseAChildThatHasComeUp() {
        PodHandle lead = registry.register(pod("lead").write("/repo")).orElseThrow();
        PodHandle reservation = lead.delegate(child("coder").write("/repo/src")).orElseThrow();
        try (PodRegistry elsewhere = memory.open()) {
            PodHandle running = elsewhere
                    .adopt(AdoptRequest.of(CODER).token(reservation.token()))
                    .orElseThrow();

            reservation.close();

            assertEquals(
                    new Refusal.StaleToken(CODER, reservation.token(), running.token()),
                    refusal(reservation.release()));
            assertTrue(registry.mayWrite(CODER, TargetRule.write("/repo/src")));
            running.close();
            assertFalse(registry.view().find(CODER).isPresent());
        }
    }

    /** A child that comes up after its reservation was rolled back and given to another must not take that one's. */
    @Test
    void aLateChildDoesNotAdoptAStrangersReservation() {
        PodHandle lead = registry.register(pod("lead").write("/repo")).orElseThrow();
        PodHandle first = lead.delegate(child("coder").write("/repo/a")).orElseThrow();
        first.close();
        PodHandle second = lead.delegate(child("coder").write("/repo/b")).orElseThrow();

        assertEquals(new Refusal.StaleToken(CODER, first.token(), second.token()), refusal(first.adopt(SEGMENT)));
        assertTrue(registry.view().find(CODER).orElseThrow().isReservation());
    }

    @Test
    void aHandleIsMadeAnewFromItsToken() {
        Token token = registry.register(pod("coder")).orElseThrow().token();

        registry.handle(CODER, token).changeSegment(SEGMENT).orElseThrow();
        assertInstanceOf(
                Refusal.StaleToken.class,
                refusal(registry.handle(CODER, new Token(99)).release()));
    }

    @Test
    void aHandleKnowsWhetherItStillHoldsThePod() {
        PodHandle lead = registry.register(pod("lead").write("/repo")).orElseThrow();
        PodHandle coder = lead.delegate(child("coder").write("/repo/src")).orElseThrow();

        assertTrue(coder.isCurrent());
        assertEquals(registry.view().find(CODER), coder.allocation());
        assertTrue(coder.mayWrite("/repo/src/A.java"));
        assertTrue(lead.mayWrite(Path.of("/repo/README")));
        assertFalse(lead.mayWrite("/repo/src/A.java"), "lent out");

        PodHandle adopted = coder.adopt(SEGMENT).orElseThrow();
        assertFalse(coder.isCurrent(), "another owner");
        assertFalse(coder.mayWrite("/repo/src/A.java"));
        assertEquals(Optional.empty(), coder.allocation());
        assertTrue(adopted.isCurrent());
        assertNotEquals(coder, adopted);
        assertEquals(adopted, registry.handle(CODER, adopted.token()));
        assertEquals(adopted.hashCode(), registry.handle(CODER, adopted.token()).hashCode());

        adopted.close();
        assertFalse(adopted.isCurrent(), "ended");
        assertTrue(refusal(adopted.release()).isLost());
    }

    @Test
    void pathsMayBeGivenAsPaths() {
        Path here = Path.of("relative");
        PodHandle coder = registry.register(pod("coder").write(here)).orElseThrow();

        String target = here.toAbsolutePath().toString();
        assertEquals(
                List.of(ScopeRule.write(target)),
                coder.allocation().orElseThrow().scope().allow());
        assertEquals(CODER, registry.holderOf(here).orElseThrow().holder().pod());
        assertEquals(Optional.of(Permission.WRITE), registry.permissionAt(CODER, here));
        Refusal busy = refusal(registry.register(pod("other").read("/x").write(here)));
        assertTrue(busy.isBusy(), busy::message);
    }

    @Test
    void aRegistryInMemoryIsItsOwn() {
        RegistryOptions options = RegistryOptions.defaults().paths(PathPolicy.logical());
        try (PodRegistry one = PodRegistry.inMemory(options);
                PodRegistry two = PodRegistry.inMemory(options)) {
            one.register(pod("coder").write("/repo")).orElseThrow();

            two.register(pod("coder").write("/repo")).orElseThrow();
            assertTrue(refusal(one.register(pod("coder"))).isBusy());
        }
    }

    @Test
    void onceTheRegistryIsClosedOnlyClosingIsQuiet() {
        PodHandle coder = registry.register(pod("coder").write("/repo")).orElseThrow();
        registry.close();
        registry.close();

        coder.close();

        IllegalStateException thrown = assertThrows(IllegalStateException.class, coder::release);
        assertEquals("the registry is closed; open it again", thrown.getMessage());
        assertThrows(IllegalStateException.class, registry::view);
        try (PodRegistry again = memory.open()) {
            assertTrue(again.mayWrite(CODER, TargetRule.write("/repo")), "closing a registry releases no pod");
        }
    }

    @Test
    void aViewOutlivesItsRegistry() {
        registry.register(pod("coder").write("/repo")).orElseThrow();
        RegistryView view = registry.view();

        registry.release(CODER).orElseThrow();
        registry.close();

        assertEquals(1, view.sequence());
        assertTrue(view.mayWrite(CODER, TargetRule.write("/repo")));
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).refusal();
    }
}
