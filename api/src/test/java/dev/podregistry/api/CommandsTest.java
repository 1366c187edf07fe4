package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static dev.podregistry.api.TargetRule.read;
import static dev.podregistry.api.TargetRule.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Each command through the registry: what it answers, what it appends, at which sequence it leaves the table. */
final class CommandsTest {

    private static final ProcessIdentity OTHER = new BarePid(4711);
    private static final SegmentId SEGMENT = new SegmentId(UUID.fromString("00000000-0000-0000-0000-000000000001"));

    private final InMemory memory = new InMemory();
    private final PodRegistry registry = memory.open();

    @Test
    void aPodIsRegisteredForTheCallersProcess() {
        Outcome<PodHandle> outcome = registry.register(pod("coder")
                .write("/repo/src")
                .read("/repo")
                .deny(read("/repo/src/keys"))
                .segment(SEGMENT));

        assertEquals(1, outcome.sequence());
        assertEquals(new Token(1), outcome.orElseThrow().token());
        Allocation row = registry.view().find(new PodName("coder")).orElseThrow();
        assertEquals(LiveProcess.current(), row.process());
        assertEquals(Optional.of(SEGMENT), Optional.ofNullable(row.segment()));
        assertEquals(
                new Scope(
                        List.of(ScopeRule.write("/repo/src"), ScopeRule.read("/repo")),
                        List.of(ScopeRule.read("/repo/src/keys"))),
                row.scope());
    }

    @Test
    void aSecondWriterIsRefusedWithTheFacts() {
        registry.register(pod("one").write("/repo/src")).orElseThrow();

        Outcome<PodHandle> outcome = registry.register(pod("two").write("/repo"));

        Refusal expected =
                new Refusal.WriteConflict(ScopeRule.write("/repo"), new PodName("one"), ScopeRule.write("/repo/src"));
        assertEquals(new Outcome.Refused<>(expected, 1), outcome);
        RefusedException thrown = assertThrows(RefusedException.class, outcome::orElseThrow);
        assertEquals(expected, thrown.refusal());
        assertEquals(expected.message(), thrown.getMessage());
        assertEquals(1, thrown.sequence());
    }

    @Test
    void withoutADelegationScopeTheSpawnersOwnRulesAreTheAuthority() {
        PodHandle lead = registry.register(pod("lead").write("/repo")).orElseThrow();

        lead.delegate(child("coder").write("/repo/src")).orElseThrow();

        Event.Delegated event = (Event.Delegated) memory.lastEvent();
        assertEquals(new Authority.OwnScope(), event.authority());
        assertInstanceOf(
                Refusal.NotSubset.class, refusal(lead.delegate(child("other").write("/elsewhere"))));
    }

    @Test
    void aGivenDelegationScopeIsRecorded() {
        PodHandle lead = registry.register(pod("lead").read("/repo")).orElseThrow();
        TargetScope authority = TargetScope.NONE.allow(write("/repo")).deny(read("/repo/keys"));

        lead.delegate(child("coder").write("/repo/src").process(OTHER).under(authority))
                .orElseThrow();

        Event.Delegated event = (Event.Delegated) memory.lastEvent();
        assertEquals(
                new Authority.Given(
                        new Scope(List.of(ScopeRule.write("/repo")), List.of(ScopeRule.read("/repo/keys")))),
                event.authority());
        assertEquals(OTHER, event.process());
        assertInstanceOf(
                Refusal.NotSubset.class,
                refusal(lead.delegate(child("thief").write("/repo/keys").under(authority))));
    }

    @Test
    void aReservationCarriesItsSpawnersProcessUntilItIsAdopted() {
        PodHandle lead =
                registry.register(pod("lead").write("/repo").process(OTHER)).orElseThrow();
        PodHandle reserved = lead.delegate(child("coder").write("/repo/src")).orElseThrow();
        assertEquals(OTHER, row("coder").process());
        assertTrue(row("coder").isReservation());

        PodHandle adopted = reserved.adopt(SEGMENT).orElseThrow();

        assertEquals(LiveProcess.current(), row("coder").process());
        assertEquals(SEGMENT, row("coder").segment());
        assertEquals(new Token(3), adopted.token());
        assertInstanceOf(Refusal.StaleToken.class, refusal(reserved.adopt(SEGMENT)));
        assertInstanceOf(Refusal.AlreadyAdopted.class, refusal(adopted.adopt(SEGMENT)));
    }

    @Test
    void aSegmentIsChangedAndTheTokenStays() {
        PodHandle coder = registry.register(pod("coder")).orElseThrow();

        PodHandle after = coder.changeSegment(SEGMENT).orElseThrow();

        assertEquals(coder.token(), after.token());
        assertEquals(Optional.of(row("coder")), registry.lookupSegment(SEGMENT).value());
        assertInstanceOf(
                Refusal.SegmentConflict.class,
                refusal(registry.register(pod("other").segment(SEGMENT))));
        assertEquals(2, registry.changeSegment(new PodName("coder"), SEGMENT).sequence(), "nothing to change");
    }

    @Test
    void aReleasedPodsChildrenMoveUp() {
        PodHandle lead = registry.register(pod("lead").write("/repo")).orElseThrow();
        PodHandle middle = lead.delegate(child("middle").write("/repo/a")).orElseThrow();
        middle.delegate(child("leaf").write("/repo/a/b")).orElseThrow();

        assertEquals(new Outcome.Granted<>(new PodName("middle"), 4), middle.release());

        assertEquals(new PodName("lead"), row("leaf").delegatedFrom());
        assertEquals(List.of(row("leaf")), registry.view().children(lead.pod()));
        assertInstanceOf(Refusal.UnknownPod.class, refusal(registry.release(new PodName("middle"))));
    }

    @Test
    void aDelegatedScopeIsTakenBackAlsoAfterARestore() {
        registry.register(pod("parent").write("/repo").deny(write("/repo/lent")))
                .orElseThrow();
        registry.register(pod("child").write("/repo/lent")).orElseThrow();

        Outcome<Returned> outcome =
                registry.reclaimDelegated(new PodName("parent"), new PodName("child"), List.of(write("/repo/./lent/")));

        assertEquals(
                List.of(ScopeRule.write("/repo/lent")), outcome.orElseThrow().restored());
        assertTrue(registry.mayWrite(new PodName("parent"), write("/repo")));
        assertInstanceOf(
                Refusal.NotDelegated.class,
                refusal(registry.reclaimDelegated(new PodName("parent"), new PodName("parent"), List.of())));
    }

    @Test
    void podsOfDeadProcessesAreReclaimedBeforeACommandDecides() {
        registry.register(pod("crashed").write("/repo").process(OTHER)).orElseThrow();
        memory.die(OTHER);

        Outcome<PodHandle> outcome = registry.register(pod("next").write("/repo"));

        assertEquals(3, outcome.sequence());
        assertEquals(new Token(3), outcome.orElseThrow().token());
        assertEquals(new Outcome.Granted<>(List.of(), 3), registry.reclaimStale());
    }

    @Test
    void reclaimStaleNamesThePodsInOrder() {
        registry.register(pod("a").process(OTHER)).orElseThrow();
        registry.register(pod("b")).orElseThrow();
        registry.register(pod("c").process(OTHER)).orElseThrow();
        memory.die(OTHER);

        assertEquals(
                List.of(new PodName("a"), new PodName("c")),
                registry.reclaimStale().value());
        assertEquals(List.of(row("b")), registry.view().allocations());
    }

    @Test
    void aDeadPodIsReclaimedEvenWhenTheCommandIsRefused() {
        registry.register(pod("crashed").process(OTHER)).orElseThrow();
        registry.register(pod("coder")).orElseThrow();
        memory.die(OTHER);

        Outcome<PodHandle> outcome = registry.register(pod("coder"));

        assertEquals(new Outcome.Refused<>(new Refusal.DuplicatePodName(new PodName("coder")), 3), outcome);
        assertFalse(registry.view().find(new PodName("crashed")).isPresent());
    }

    @Test
    void aRepeatedCommandIsAnsweredAsThen() {
        CommandId id = CommandId.random();
        RegisterRequest request = pod("coder").write("/repo").id(id);
        PodHandle first = registry.register(request).orElseThrow();

        assertEquals(first.token(), registry.register(request).orElseThrow().token());
        assertEquals(1, registry.view().sequence());
        assertInstanceOf(Refusal.CommandIdReused.class, refusal(registry.release(new PodName("coder"), null, id)));
    }

    /** A list that was left as it was written would let a pod write, lend or deny by one name what it may not by another. */
    @Test
    void everyTargetOfACommandIsMadeCanonical() {
        PathPolicy links = wanted -> PathPolicy.logical()
                .canonical(new TargetRule(
                        wanted.target().replace("/link", "/repo"), wanted.permission(), wanted.recursive()));
        try (PodRegistry linked =
                PodRegistry.over(memory.handle(), memory.options().paths(links))) {
            TargetScope authority =
                    TargetScope.NONE.allow(write("/link")).deny(read("/link/src/keys"), write("/link/lib/keys"));
            PodHandle lead = linked.register(pod("lead").write("/link").deny(write("/link/src"), write("/link/lib")))
                    .orElseThrow();
            linked.delegate(lead.pod(), child("coder").write("/link/src/a").under(authority))
                    .orElseThrow();

            assertEquals(
                    new Scope(
                            List.of(ScopeRule.write("/repo")),
                            List.of(ScopeRule.write("/repo/src"), ScopeRule.write("/repo/lib"))),
                    row("lead").scope());
            assertEquals(
                    List.of(ScopeRule.write("/repo/src/a")),
                    row("coder").scope().allow());
            assertEquals(
                    new Authority.Given(new Scope(
                            List.of(ScopeRule.write("/repo")),
                            List.of(ScopeRule.read("/repo/src/keys"), ScopeRule.write("/repo/lib/keys")))),
                    ((Event.Delegated) memory.lastEvent()).authority());
            assertEquals(
                    List.of(ScopeRule.write("/repo/lib")),
                    linked.reclaimDelegated(lead.pod(), new PodName("gone"), List.of(write("/link/lib")))
                            .orElseThrow()
                            .restored());
            assertTrue(linked.mayWrite(new PodName("coder"), write("/link/src/a")));
            assertEquals(
                    new PodName("coder"),
                    linked.holderOf("/link/src/a/b").orElseThrow().holder().pod());
        }
    }

    @Test
    void anOlderTableIsImportedWithItsPathsMadeCanonical() {
        ImportedPod lead = imported("lead", "/repo", null);
        ImportedPod coder = imported("coder", "/repo/src", "lead");

        assertEquals(new Outcome.Granted<>(2, 2), registry.importTable(List.of(lead, coder)));

        assertEquals(
                List.of(new PodName("coder"), new PodName("lead")),
                registry.holderOf("/repo/src").orElseThrow().chain().stream()
                        .map(Allocation::pod)
                        .toList());
        assertEquals(Optional.of(Permission.READ), registry.permissionAt(new PodName("lead"), "/repo/src"));
        assertInstanceOf(Refusal.NotEmpty.class, refusal(registry.importTable(List.of(lead))));
    }

    @Test
    void anImportIsRepeatedUnderItsId() {
        CommandId id = CommandId.random();
        List<ImportedPod> pods = List.of(imported("lead", "/repo", null), imported("coder", "/repo/src", "lead"));
        registry.importTable(pods, id).orElseThrow();

        assertEquals(new Outcome.Granted<>(2, 2, true), registry.importTable(pods, id));
    }

    private static ImportedPod imported(String pod, String target, String parent) {
        return new ImportedPod(
                new PodName(pod),
                new BarePid(ProcessHandle.current().pid()),
                PodSocket.NONE,
                new Scope(List.of(ScopeRule.write(target)), List.of()),
                parent == null ? null : new PodName(parent),
                null);
    }

    private Allocation row(String pod) {
        return registry.view().find(new PodName(pod)).orElseThrow();
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).refusal();
    }
}
