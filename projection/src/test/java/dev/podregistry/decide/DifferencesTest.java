package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The rows of the table "where this differs from the original" in docs/model.md that the rules decide, one test each.
 *
 * <p>The original is a registry with one JSON file, which let two live pods hold one path in these ways.
 */
class DifferencesTest {

    private static final ScopeRule ALL = ScopeRule.write("/repo");
    private static final ScopeRule X = ScopeRule.write("/repo/x");
    private static final ScopeRule Y = ScopeRule.write("/repo/y");

    private final LiveTable live = new LiveTable(new MemoryLog(InstantSource.system()).open(LogPosition.START));
    private final Set<ProcessIdentity> dead = new HashSet<>();
    private int processes;

    @Test
    void aChildBelowAReadOnlyOrchestratorCounts() {
        given(register("orchestrator", List.of(ScopeRule.read("/repo")), List.of()));
        given(delegate("orchestrator", "coder-1", X));

        assertEquals(conflict(X, "coder-1", X), refused(delegate("orchestrator", "coder-2", X)));
        assertEquals(conflict(X, "coder-1", X), refused(register("stranger", List.of(X), List.of())));
    }

    @Test
    void everyChildOfATreeIsLookedAt() {
        given(register("a", List.of(ALL), List.of()));
        given(delegate("a", "b", X));
        given(delegate("a", "c", Y));

        assertEquals(conflict(ALL, "c", Y), refused(delegate("b", "d", ALL)));
    }

    @Test
    void aParentsDenyDoesNotHideItsChildren() {
        given(register("a", List.of(ALL), List.of(X)));
        given(delegate("a", "b", X));

        assertEquals(conflict(X, "b", X), refused(register("c", List.of(X), List.of())));
    }

    @Test
    void adoptDoesNotTakeALivePodOver() {
        given(register("a", List.of(X), List.of()));

        assertEquals(new Refusal.AlreadyAdopted(new PodName("a")), refused(adopt("a", 9, null)));
    }

    @Test
    void adoptDoesNotTakeALiveSegmentOver() {
        given(register("a", List.of(X), List.of()));
        given(delegate("a", "b", X));
        SegmentId held = Objects.requireNonNull(row("a").segment());

        assertEquals(
                new Refusal.SegmentConflict(held, new PodName("a"), PodSocket.NONE),
                refused(new Command.Adopt(new PodName("b"), process(), held, null)));
    }

    @Test
    void aLateRollBackDoesNotReleaseAChildThatHasComeUp() {
        given(register("a", List.of(ALL), List.of()));
        Token reserved = held(when(delegate("a", "b", X)));
        Token adopted = held(when(adopt("b", 5, reserved)));

        assertEquals(
                new Refusal.StaleToken(new PodName("b"), reserved, adopted),
                refused(new Command.Release(new PodName("b"), reserved)));
        assertEquals(adopted, row("b").token());
    }

    @Test
    void aLateSpawnerDoesNotDelegateItsSuccessorsScope() {
        Token first = held(when(register("a", List.of(ALL), List.of())));
        given(new Command.Release(new PodName("a"), null));
        Token second = held(when(register("a", List.of(ALL), List.of())));
        Command late = new Command.Delegate(
                new PodName("a"), new PodName("b"), process(), PodSocket.NONE, List.of(X), null, first);

        assertEquals(new Refusal.StaleToken(new PodName("a"), first, second), refused(late));
    }

    @Test
    void aReadDenyStopsWritingInQueriesToo() {
        given(register("a", List.of(ALL), List.of(ScopeRule.read("/repo/x"))));

        assertFalse(live.table().mayWrite(new PodName("a"), X));
        assertNull(live.table().permissionAt(new PodName("a"), new ScopePath("/repo/x/f")));
    }

    @Test
    void aDeadPodBlocksNeitherSegmentNorPath() {
        given(register("a", List.of(X), List.of()));
        SegmentId segment = Objects.requireNonNull(row("a").segment());
        dead.add(row("a").process());

        assertTrue(
                when(new Command.Register(
                                new PodName("b"),
                                process(),
                                PodSocket.NONE,
                                ScopeRequest.of(new Scope(List.of(X), List.of())),
                                segment))
                        instanceof Answer.Held);
    }

    @Test
    void aDenyNeedNotCoverTheWholeRequest() {
        given(register("a", List.of(X), List.of()));
        assertTrue(when(register("b", List.of(ALL), List.of(X))) instanceof Answer.Held);
        assertEquals("a", holder("/repo/x/f"));
        assertEquals("b", holder("/repo/f"));
    }

    @Test
    void reclaimTakesNoStrangersPod() {
        given(register("a", List.of(X), List.of()));
        given(register("b", List.of(Y), List.of()));

        assertEquals(new Refusal.NotDelegated(new PodName("a"), new PodName("b")), refused(reclaim("a", "b", Y)));
        assertEquals(new Refusal.UnknownPod(new PodName("nobody")), refused(reclaim("nobody", "b", Y)));
        assertEquals("b", holder("/repo/y"));
    }

    @Test
    void reclaimGivesNothingBackThatSomebodyHasTaken() {
        given(register("a", List.of(ALL), List.of(X)));
        given(register("b", List.of(X), List.of()));

        assertEquals(new Answer.TakenBack(List.of(), List.of(X)), when(reclaim("a", "gone", X)));
        assertEquals("b", holder("/repo/x"));
    }

    private Answer when(Command command) {
        return live.run(command, dead::contains);
    }

    private Refusal refused(Command command) {
        return assertInstanceOf(Answer.Refused.class, when(command)).refusal();
    }

    private void given(Command command) {
        Answer answer = when(command);
        assertTrue(answer instanceof Answer.Accepted, answer::toString);
    }

    private Command register(String pod, List<ScopeRule> allow, List<ScopeRule> deny) {
        return new Command.Register(
                new PodName(pod),
                process(),
                PodSocket.NONE,
                ScopeRequest.of(new Scope(allow, deny)),
                new SegmentId(new UUID(1, ++processes)));
    }

    private Command delegate(String spawner, String pod, ScopeRule... allow) {
        return new Command.Delegate(
                new PodName(spawner),
                new PodName(pod),
                process(),
                PodSocket.NONE,
                List.of(allow),
                ScopeRequest.of(new Scope(List.of(ALL), List.of())),
                null);
    }

    private Command adopt(String pod, long segment, @Nullable Token token) {
        return new Command.Adopt(new PodName(pod), process(), new SegmentId(new UUID(2, segment)), token);
    }

    private static Command reclaim(String parent, String child, RuleRequest... scope) {
        return new Command.ReclaimDelegated(new PodName(parent), new PodName(child), List.of(scope));
    }

    private ProcessIdentity process() {
        return new ProcessIdentity.Linux("host", "boot", "pid:[1]", ++processes, 1);
    }

    private Allocation row(String pod) {
        return Objects.requireNonNull(live.table().find(new PodName(pod)));
    }

    private String holder(String path) {
        return Objects.requireNonNull(live.table().holderOf(new ScopePath(path)))
                .pod()
                .value();
    }

    private static Token held(Answer answer) {
        return ((Answer.Held) answer).token();
    }

    private static Refusal conflict(ScopeRule rule, String competitor, ScopeRule competitorRule) {
        return new Refusal.WriteConflict(rule, new PodName(competitor), competitorRule);
    }
}
