package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Refusal.First;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Some refusals left their reader alone: they named the pod in the way, and not what an orchestrator can do about it. */
final class RefusalTextTest {

    private static final PodName POD = new PodName("coder");
    private static final PodName OTHER = new PodName("lead");
    private static final ScopeRule RULE = ScopeRule.write("/repo/src");
    private static final CommandId COMMAND = new CommandId(new UUID(1, 2));
    private static final SegmentId SEGMENT = new SegmentId(new UUID(3, 4));
    private static final First FIRST = new First(COMMAND, 7, new Token(7));

    /**
     * A refusal and what its reader has to find in it.
     *
     * @param refusal the refusal
     * @param facts what it is about, and why
     */
    record Case(Refusal refusal, List<String> facts) {}

    private static Case names(Refusal refusal, String... facts) {
        return new Case(refusal, List.of(facts));
    }

    static Stream<Case> refusals() {
        Refusal conflict = new Refusal.WriteConflict(RULE, POD, ScopeRule.write("/repo"));
        Stream<Case> single = Stream.of(
                names(new Refusal.InvalidScope("x", String.valueOf(ScopePath.defect("x"))), "\"x\"", "absolute"),
                names(new Refusal.DuplicatePodName(POD), "pod coder", "is live already"),
                names(
                        new Refusal.SegmentConflict(SEGMENT, POD, new PodSocket("/run/c")),
                        "pod coder",
                        SEGMENT.toString(),
                        "/run/c",
                        "writes it"),
                names(new Refusal.SegmentConflict(SEGMENT, POD, PodSocket.NONE), "pod coder", SEGMENT.toString()),
                names(conflict, "WRITE /repo/src/**", "pod coder", "WRITE /repo/**"),
                names(new Refusal.UnknownPod(POD), "pod coder", "is not live"),
                names(new Refusal.UnknownPod(POD, FIRST), "pod coder", "has ended", "event #7"),
                names(new Refusal.NotSubset(OTHER, RULE, null), "pod lead", "WRITE /repo/src/**", "delegation scope"),
                names(new Refusal.AlreadyAdopted(POD), "pod coder", "adopted"),
                names(new Refusal.StaleToken(POD, new Token(3), new Token(5)), "pod coder", "new owner", "3", "5"),
                names(new Refusal.StaleToken(POD, new Token(3), new Token(5), FIRST), "pod coder", "event #7"),
                names(new Refusal.NotDelegated(OTHER, POD), "pod lead", "pod coder", "not the child"),
                names(new Refusal.NotEmpty(4), "#4", "not empty"),
                names(new Refusal.ImportRefused(0, POD, conflict), "allocation 1", "pod coder", "WRITE /repo/src/**"),
                names(new Refusal.DelegatedDeny(POD), "pod coder", "deny rules"),
                names(new Refusal.CommandIdReused(COMMAND, 9), COMMAND.toString(), "event #9"));
        return Stream.concat(
                single,
                Stream.of(Limit.values())
                        .map(limit -> names(
                                new Refusal.LimitExceeded(limit, limit.greatest() + 1L),
                                limit.what(),
                                String.valueOf(limit.greatest()))));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void eachSaysOneThingThatTheCallerCanDo(Case each) {
        Refusal refusal = each.refusal();
        long kinds = Stream.of(refusal.isBusy(), refusal.isLost(), refusal.isInvalid())
                .filter(is -> is)
                .count();
        assertEquals(1, kinds);
    }

    @Test
    void aNotSubsetNamesTheDenyRuleThatDecides() {
        String message = new Refusal.NotSubset(OTHER, RULE, ScopeRule.write("/repo/src/secret")).message();
        assertTrue(message.contains("denies WRITE /repo/src/secret/**; ask for less"), message);
    }

    @Test
    void noKindOfRefusalIsMissingHere() {
        Set<Class<?>> here = refusals().map(each -> each.refusal().getClass()).collect(Collectors.toSet());
        assertEquals(Set.of(Refusal.class.getPermittedSubclasses()), here);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void eachSaysWhatIsRefusedWhyAndWhatToDo(Case each) {
        String message = each.refusal().message();
        each.facts().forEach(fact -> assertTrue(message.contains(fact), () -> fact + " in: " + message));
        assertTrue(message.matches("[^;]+; [a-z][^;]+[^;.]"), message);
    }

    /** A target that is refused says what to do by its reason. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x", "/a\0", "/\ud800", "/a\u2028", "/a//b", "/a/..", "/a/."})
    void soDoesEachReasonWhyATextIsNoTarget(String target) {
        String message = new Refusal.InvalidScope(target, String.valueOf(ScopePath.defect(target))).message();
        assertTrue(message.matches("the target \"[^;]*\" [^;]+; [a-z][^;]+"), message);
        for (String tooLong : List.of("/" + "n".repeat(256), "/d".repeat(2100))) {
            String reason = String.valueOf(ScopePath.defect(tooLong));
            assertTrue(reason.endsWith("; shorten it"), reason);
        }
    }

    /** A log can hold names that nobody may choose any more. */
    @Test
    void namesAreShownSafely() {
        PodName old = new PodName("a\u202eb\u3164");
        for (Refusal refusal : List.of(
                new Refusal.DuplicatePodName(old),
                new Refusal.WriteConflict(RULE, old, RULE),
                new Refusal.SegmentConflict(SEGMENT, old, PodSocket.NONE),
                new Refusal.UnknownPod(old),
                new Refusal.NotDelegated(old, old),
                new Refusal.ImportRefused(0, old, new Refusal.AlreadyAdopted(old)))) {
            assertTrue(refusal.message().contains("pod a\\u202eb\\u3164"), refusal::message);
            assertFalse(refusal.message().contains(old.value()), refusal::message);
        }
    }
}
