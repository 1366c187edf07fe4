package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static dev.podregistry.api.TargetRule.read;
import static dev.podregistry.api.TargetRule.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What counts as the same command again, and what its caller is told then. */
final class RepetitionTest {

    private static final SegmentId SEGMENT = new SegmentId(UUID.fromString("00000000-0000-0000-0000-000000000001"));
    private static final SegmentId OTHER = new SegmentId(UUID.fromString("00000000-0000-0000-0000-000000000002"));
    private static final PodName SOLO = new PodName("solo");

    private final InMemory memory = new InMemory();
    private final PodRegistry registry = memory.open();
    private final CommandId id = CommandId.random();

    /** A pod that had registered to read was told that it may write, and held nothing. */
    @Test
    void anIdIsNotUsedForAnotherScope() {
        registry.register(pod("solo").read("/s").id(id)).orElseThrow();

        assertReused(1, registry.register(pod("solo").write("/s").id(id)));
        assertFalse(registry.mayWrite(SOLO, write("/s")));
    }

    @Test
    void everyPartOfARegistrationCounts() {
        RegisterRequest first =
                pod("solo").write("/s").write("/t").segment(SEGMENT).id(id);
        registry.register(first).orElseThrow();

        for (RegisterRequest other : List.of(
                pod("duo").write("/s").write("/t").segment(SEGMENT).id(id),
                pod("solo").write("/t").write("/s").segment(SEGMENT).id(id),
                pod("solo").write("/s").segment(SEGMENT).id(id),
                pod("solo").write("/s").write("/t").id(id),
                first.deny(write("/s/keys")),
                first.allow(read("/u")),
                first.socket(new PodSocket("/run/solo.sock")),
                first.process(new BarePid(4711)),
                first.segment(OTHER))) {
            assertReused(1, registry.register(other));
        }
        assertEcho(1, new Token(1), registry.register(first));
        assertEcho(1, new Token(1), registry.register(first.process(LiveProcess.current())));
        assertEquals(1, registry.view().sequence());
    }

    @Test
    void everyPartOfADelegationCounts() {
        PodHandle lead = registry.register(pod("lead").write("/r")).orElseThrow();
        DelegateRequest first = child("solo").write("/r/a").id(id);
        lead.delegate(first).orElseThrow();

        for (DelegateRequest other : List.of(
                child("duo").write("/r/a").id(id),
                child("solo").write("/r/b").id(id),
                first.write("/r/b"),
                first.socket(new PodSocket("/run/solo.sock")),
                first.process(new BarePid(4711)),
                first.under(TargetScope.NONE.allow(write("/r"))))) {
            assertReused(2, lead.delegate(other));
        }
        assertReused(2, registry.handle(lead.pod(), new Token(9)).delegate(first));
        assertReused(2, registry.delegate(SOLO, first));
        assertEcho(2, new Token(2), lead.delegate(first));
        assertEcho(2, new Token(2), registry.delegate(lead.pod(), first));
        assertEquals(2, registry.view().sequence());
    }

    @Test
    void aProcessThatIsNotTheSpawnersIsNoneThatIsLeftOut() {
        PodHandle lead = registry.register(pod("lead").write("/r")).orElseThrow();
        DelegateRequest first = child("solo").write("/r/a").id(id);
        lead.delegate(first.process(new BarePid(4711))).orElseThrow();

        assertReused(2, lead.delegate(first));
    }

    /** Whose process and token a delegation was under that named neither, nothing tells once the spawner has ended. */
    @Test
    void aDelegationIsNotRepeatedByASuccessorOfItsSpawner() {
        PodHandle lead = registry.register(pod("lead").write("/r")).orElseThrow();
        DelegateRequest request = child("solo").write("/r/a").id(id);
        lead.delegate(request).orElseThrow();
        lead.release().orElseThrow();
        registry.register(pod("lead").write("/s")).orElseThrow();

        assertReused(2, registry.delegate(lead.pod(), request));
    }

    @Test
    void anAdoptionIsNotRepeatedWithTheTokenOfALaterReservation() {
        PodHandle lead = registry.register(pod("lead").write("/r")).orElseThrow();
        DelegateRequest solo = child("solo").write("/r/a");
        lead.delegate(solo).orElseThrow();
        AdoptRequest first = AdoptRequest.of(SOLO).segment(SEGMENT).id(id);
        registry.adopt(first).orElseThrow().release().orElseThrow();
        PodHandle later = lead.delegate(solo).orElseThrow();
        later.adopt(OTHER).orElseThrow();

        assertReused(3, registry.adopt(first.token(later.token())));
    }

    /** By its process the pod could have been imported, so the log looks as if nothing but an import had happened. */
    @Test
    void anImportIsNotWhatAnAdoptionAfterItWas() {
        ImportedPod lead = imported("lead", "/r", null, SEGMENT);
        registry.importTable(List.of(lead, imported("solo", "/r/a", lead.pod(), null)))
                .orElseThrow();
        registry.adopt(AdoptRequest.of(SOLO)
                        .process(new BarePid(1))
                        .segment(OTHER)
                        .id(id))
                .orElseThrow();

        assertReused(3, registry.importTable(List.of(lead, imported("solo", "/r/a", lead.pod(), OTHER)), id));
    }

    private static ImportedPod imported(
            String pod, String target, @Nullable PodName from, @Nullable SegmentId segment) {
        Scope scope = new Scope(List.of(ScopeRule.write(target)), List.of());
        return new ImportedPod(new PodName(pod), new BarePid(1), PodSocket.NONE, scope, from, segment);
    }

    @Test
    void everyPartOfAnAdoptionCounts() {
        PodHandle lead = registry.register(pod("lead").write("/r")).orElseThrow();
        PodHandle reserved = lead.delegate(child("solo").write("/r/a")).orElseThrow();
        AdoptRequest first =
                AdoptRequest.of(SOLO).segment(SEGMENT).token(reserved.token()).id(id);
        registry.adopt(first).orElseThrow();

        for (AdoptRequest other : List.of(
                AdoptRequest.of(lead.pod())
                        .segment(SEGMENT)
                        .token(reserved.token())
                        .id(id),
                first.segment(OTHER),
                first.process(new BarePid(4711)),
                first.token(new Token(1)),
                first.token(new Token(3)))) {
            assertReused(3, registry.adopt(other));
        }
        assertEcho(3, new Token(3), registry.adopt(first));
        assertEcho(
                3,
                new Token(3),
                registry.adopt(AdoptRequest.of(SOLO).segment(SEGMENT).id(id)));
    }

    @Test
    void everyPartOfAChangeOfSegmentCounts() {
        PodHandle solo = registry.register(pod("solo")).orElseThrow();
        registry.register(pod("duo")).orElseThrow();
        registry.changeSegment(SOLO, SEGMENT, solo.token(), id).orElseThrow();

        assertReused(3, registry.changeSegment(SOLO, OTHER, solo.token(), id));
        assertReused(3, registry.changeSegment(new PodName("duo"), SEGMENT, null, id));
        assertReused(3, registry.changeSegment(SOLO, SEGMENT, new Token(2), id));
        assertEcho(3, new Token(1), registry.changeSegment(SOLO, SEGMENT, solo.token(), id));
        assertEcho(3, new Token(1), registry.changeSegment(SOLO, SEGMENT, null, id));
    }

    @Test
    void aReleaseThatComesAgainReleasesNoSuccessor() {
        PodHandle first = registry.register(pod("solo").write("/s")).orElseThrow();
        registry.release(SOLO, first.token(), id).orElseThrow();
        PodHandle successor = registry.register(pod("solo").write("/s")).orElseThrow();

        Outcome<PodName> again = registry.release(SOLO, first.token(), id);

        assertEquals(new Outcome.Granted<>(SOLO, 2, true), again);
        assertReused(2, registry.release(SOLO, successor.token(), id));
        assertReused(2, registry.release(new PodName("duo"), null, id));
        assertTrue(registry.mayWrite(SOLO, write("/s")));
        assertEquals(3, registry.view().sequence());
    }

    /** A take-back says in its event only what came back, so a wider one once passed for the same. */
    @Test
    void everyPartOfATakeBackCounts() {
        PodName lead = new PodName("lead");
        registry.register(pod("lead").write("/r").deny(write("/r/a"))).orElseThrow();
        registry.register(pod("solo").write("/r/a")).orElseThrow();
        List<TargetRule> scope = List.of(write("/r/b"), write("/r/a"), read("/r/c"));
        Outcome<Returned> first = registry.reclaimDelegated(lead, SOLO, scope, id);

        for (List<TargetRule> other : List.of(
                List.<TargetRule>of(),
                List.of(write("/r/a")),
                List.of(write("/r/a"), write("/r/b"), read("/r/c")),
                List.of(write("/r/b"), write("/r/a"), read("/r/c"), write("/r/d")))) {
            assertReused(3, registry.reclaimDelegated(lead, SOLO, other, id));
        }
        assertReused(3, registry.reclaimDelegated(lead, new PodName("duo"), scope, id));
        assertReused(3, registry.reclaimDelegated(new PodName("duo"), SOLO, scope, id));
        Outcome<Returned> again = registry.reclaimDelegated(lead, SOLO, scope, id);
        assertTrue(again.isEcho());
        assertEquals(first.orElseThrow(), again.orElseThrow());
        assertEquals(3, again.sequence());
    }

    @Test
    void aTakeBackByAParentThatHasEndedIsNotEchoed() {
        PodHandle lead =
                registry.register(pod("lead").write("/r").deny(write("/r/a"))).orElseThrow();
        registry.reclaimDelegated(lead.pod(), SOLO, List.of(write("/r/a")), id).orElseThrow();
        lead.release().orElseThrow();

        Refusal.First first = new Refusal.First(id, 2, lead.token());
        assertEquals(
                new Refusal.UnknownPod(lead.pod(), first),
                refusal(registry.reclaimDelegated(lead.pod(), SOLO, List.of(write("/r/a")), id)));
        PodHandle next = registry.register(pod("lead").write("/r")).orElseThrow();
        assertEquals(
                new Refusal.StaleToken(lead.pod(), lead.token(), next.token(), first),
                refusal(registry.reclaimDelegated(lead.pod(), SOLO, List.of(write("/r/a")), id)));
    }

    /** A value of a request carried the id that it was built with, so its second use was taken for a repetition. */
    @Test
    void oneRequestMayBeMadeAsOftenAsOneLikes() {
        RegisterRequest nightly = pod("nightly").write("/d");
        PodHandle first = registry.register(nightly).orElseThrow();
        first.close();
        PodHandle other = registry.register(pod("other").write("/d")).orElseThrow();

        assertInstanceOf(Refusal.WriteConflict.class, refusal(registry.register(nightly)));
        other.close();
        Outcome<PodHandle> second = registry.register(nightly);
        assertFalse(second.isEcho());
        assertNotEquals(first.token(), second.orElseThrow().token());

        PodHandle lead = second.orElseThrow();
        DelegateRequest helper = child("helper").write("/d/a");
        AdoptRequest up = AdoptRequest.of(new PodName("helper"));
        for (int night = 0; night < 3; night++) {
            lead.delegate(helper).orElseThrow();
            Outcome<PodHandle> adopted = registry.adopt(up);
            assertFalse(adopted.isEcho());
            adopted.orElseThrow().release().orElseThrow();
        }
    }

    @Test
    void anEchoIsGrantedOnlyWhileItsTokenIsCurrent() {
        RegisterRequest nightly = pod("nightly").write("/d").id(id);
        PodHandle first = registry.register(nightly).orElseThrow();
        assertEcho(1, first.token(), registry.register(nightly));
        first.close();
        Refusal.First told = new Refusal.First(id, 1, first.token());

        Refusal gone = refusal(registry.register(nightly));
        assertEquals(new Refusal.UnknownPod(first.pod(), told), gone);
        assertEquals(
                "command " + id + " was carried out before, as event #1 with token 1, and pod nightly has ended since; "
                        + "give it a new id to ask again",
                gone.message());

        PodHandle next = registry.register(pod("nightly").write("/e")).orElseThrow();
        Refusal stale = refusal(registry.register(nightly));
        assertEquals(new Refusal.StaleToken(first.pod(), first.token(), next.token(), told), stale);
        assertEquals(
                "command " + id + " was carried out before, as event #1 with token 1, and pod nightly has a new owner, "
                        + "with token 3, since; give it a new id to ask again",
                stale.message());
        assertEquals(3, registry.view().sequence());
    }

    @Test
    void anEchoOfADelegationEndsWithTheAdoption() {
        PodHandle lead = registry.register(pod("lead").write("/r")).orElseThrow();
        DelegateRequest request = child("solo").write("/r/a").id(id);
        PodHandle reserved = lead.delegate(request).orElseThrow();
        PodHandle adopted = reserved.adopt(SEGMENT).orElseThrow();

        assertEquals(
                new Refusal.StaleToken(
                        SOLO, reserved.token(), adopted.token(), new Refusal.First(id, 2, reserved.token())),
                refusal(lead.delegate(request)));
    }

    /** Who repeats a command after an unknown outcome makes the request anew, and has never named a segment. */
    @Test
    void aRequestThatIsMadeAnewUnderItsIdIsTheSame() {
        PodHandle solo = registry.register(pod("solo").write("/s").id(id)).orElseThrow();
        assertEcho(1, solo.token(), registry.register(pod("solo").write("/s").id(id)));
        assertReused(
                1, registry.register(pod("solo").write("/s").segment(SEGMENT).id(id)));
        PodHandle child = solo.delegate(child("child").write("/s/c")).orElseThrow();
        CommandId adopting = CommandId.random();
        PodHandle adopted =
                registry.adopt(AdoptRequest.of(child.pod()).id(adopting)).orElseThrow();
        assertEcho(
                3, adopted.token(), registry.adopt(AdoptRequest.of(child.pod()).id(adopting)));
    }

    /** A link in the path points elsewhere now: by the same words another place is asked for. */
    @Test
    void aPathThatMeansAnotherPlaceNowMakesAnotherCommand() {
        AtomicReference<String> target = new AtomicReference<>("/a");
        PathPolicy links = wanted -> PathPolicy.logical()
                .canonical(new TargetRule(
                        wanted.target().replace("/link", target.get()), wanted.permission(), wanted.recursive()));
        try (PodRegistry linked =
                PodRegistry.over(memory.handle(), memory.options().paths(links))) {
            RegisterRequest request = pod("solo").write("/link/src").id(id);
            linked.register(request).orElseThrow();
            assertTrue(linked.register(request).isEcho());

            target.set("/b");

            assertReused(1, linked.register(request));
        }
    }

    @Test
    void aRefusedCommandMayBeTriedAgainUnderItsId() {
        PodHandle holder = registry.register(pod("holder").write("/s")).orElseThrow();
        RegisterRequest request = pod("solo").write("/s").id(id);
        assertInstanceOf(Refusal.WriteConflict.class, refusal(registry.register(request)));
        holder.close();

        Outcome<PodHandle> outcome = registry.register(request);

        assertFalse(outcome.isEcho());
        assertEquals(3, outcome.sequence());
    }

    @Test
    void anotherProcessKnowsTheCommandToo() {
        RegisterRequest request = pod("solo").write("/s").id(id);
        registry.register(request).orElseThrow();
        registry.register(pod("duo")).orElseThrow();

        try (PodRegistry other = memory.open()) {
            assertEcho(1, new Token(1), other.register(request));
            assertReused(1, other.register(request.write("/t")));
        }
    }

    private static void assertEcho(long sequence, Token token, Outcome<PodHandle> outcome) {
        assertEquals(token, outcome.orElseThrow().token());
        assertTrue(outcome.isEcho());
        assertEquals(sequence, outcome.sequence());
    }

    private void assertReused(long sequence, Outcome<?> outcome) {
        assertEquals(new Refusal.CommandIdReused(id, sequence), refusal(outcome));
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).refusal();
    }
}
