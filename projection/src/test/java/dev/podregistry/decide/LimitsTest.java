package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What one command may ask for, at the border and just past it; the refusal says how much it was. */
final class LimitsTest {

    private static final PodName LEAD = new PodName("lead");
    private static final BarePid PROCESS = new BarePid(1);
    private static final List<RuleRequest> NONE = List.of();

    private final LiveTable live = new LiveTable(new MemoryLog(InstantSource.system()).open(LogPosition.START));
    private int pods;

    private static List<RuleRequest> rules(int count) {
        return IntStream.range(0, count)
                .<RuleRequest>mapToObj(i -> ScopeRule.read("/r/" + i))
                .toList();
    }

    /** {@return rules whose targets take so many bytes in all} */
    private static List<RuleRequest> rulesOf(int bytes) {
        List<RuleRequest> rules = new ArrayList<>();
        for (int rest = bytes; rest > 0; rest -= 1024) {
            String name = "/" + "é".repeat(127);
            String target = rest > 1024 ? name.repeat(4) + "/xxx" : "/" + "x".repeat(Math.min(rest, 256) - 1);
            rules.add(ScopeRule.read(target));
            rest = rest > 1024 ? rest : rest + 1024 - Math.min(rest, 256);
        }
        return rules;
    }

    private Answer register(List<RuleRequest> allow, List<RuleRequest> deny) {
        PodName pod = new PodName("p" + ++pods);
        SegmentId segment = new SegmentId(new UUID(1, pods));
        return live.run(
                new Command.Register(pod, PROCESS, PodSocket.NONE, new ScopeRequest(allow, deny), segment),
                Verdicts.ALL_ALIVE);
    }

    private Answer delegate(List<RuleRequest> allow, List<RuleRequest> givenAllow, List<RuleRequest> givenDeny) {
        if (live.table().find(LEAD) == null) {
            live.run(
                    new Command.Register(
                            LEAD,
                            PROCESS,
                            PodSocket.NONE,
                            new ScopeRequest(List.of(ScopeRule.write("/")), NONE),
                            new SegmentId(new UUID(0, 0))),
                    Verdicts.ALL_ALIVE);
        }
        List<RuleRequest> given = new ArrayList<>(givenAllow);
        ScopeRequest authority = new ScopeRequest(given, givenDeny);
        PodName pod = new PodName("p" + ++pods);
        return live.run(
                new Command.Delegate(LEAD, pod, null, PodSocket.NONE, allow, authority, null), Verdicts.ALL_ALIVE);
    }

    private Answer takeBack(List<RuleRequest> scope) {
        return live.run(new Command.ReclaimDelegated(LEAD, new PodName("gone"), scope), Verdicts.ALL_ALIVE);
    }

    private static void granted(Answer answer) {
        assertInstanceOf(Answer.Accepted.class, answer);
    }

    private static void refused(Limit limit, long amount, Answer answer) {
        assertEquals(new Answer.Refused(new Refusal.LimitExceeded(limit, amount)), answer);
    }

    @Test
    void aListHasAThousandRules() {
        granted(register(rules(1000), rules(1000)));
        granted(delegate(rules(999), List.of(ScopeRule.read("/r")), NONE));
        granted(delegate(NONE, rules(1000), rules(1000)));
        granted(takeBack(rules(1000)));

        refused(Limit.RULES, 1001, register(rules(1001), NONE));
        refused(Limit.RULES, 1001, register(NONE, rules(1001)));
        refused(Limit.RULES, 1001, delegate(rules(1001), NONE, NONE));
        refused(Limit.RULES, 1001, delegate(NONE, rules(1001), NONE));
        refused(Limit.RULES, 1001, delegate(NONE, NONE, rules(1001)));
        refused(Limit.RULES, 1001, takeBack(rules(1001)));
    }

    @Test
    void theTargetsOfACommandTake256KiB() {
        int greatest = Limit.TARGETS.greatest();
        granted(register(rulesOf(greatest), NONE));
        granted(register(rulesOf(greatest - 20), List.of(ScopeRule.read("/" + "d".repeat(19)))));
        granted(takeBack(rulesOf(greatest)));

        refused(Limit.TARGETS, greatest + 1, register(rulesOf(greatest + 1), NONE));
        refused(
                Limit.TARGETS,
                greatest + 1,
                register(rulesOf(greatest - 20), List.of(ScopeRule.read("/" + "d".repeat(20)))));
        refused(Limit.TARGETS, greatest + 1, delegate(NONE, rulesOf(greatest), List.of(ScopeRule.read("/"))));
        refused(Limit.TARGETS, greatest + 1, takeBack(rulesOf(greatest + 1)));
    }

    private static Refusal.LimitExceeded tooMuch(Answer answer) {
        return assertInstanceOf(
                Refusal.LimitExceeded.class,
                assertInstanceOf(Answer.Refused.class, answer).refusal());
    }

    @Test
    void anImportFitsOneTransaction() {
        ImportedPod one = imported(1, rulesScope(1000));
        long each = tooMuch(importing(2_000, one)).amount() / 2_000;
        int most = (int) (Limit.IMPORT.greatest() / each);

        refused(Limit.IMPORT, each * (most + 1), importing(most + 1, one));
        assertEquals(
                new Answer.Refused(new Refusal.ImportRefused(1, one.pod(), new Refusal.DuplicatePodName(one.pod()))),
                importing(most, one));
        assertEquals(
                new Answer.Refused(
                        new Refusal.ImportRefused(0, one.pod(), new Refusal.LimitExceeded(Limit.RULES, 1001))),
                importing(1, imported(1, rulesScope(1001))));
    }

    private Answer importing(int count, ImportedPod pod) {
        return live.run(new Command.Import(Collections.nCopies(count, pod)), Verdicts.ALL_ALIVE);
    }

    private static Scope rulesScope(int count) {
        return new Scope(rules(count).stream().map(ScopeRule.class::cast).toList(), List.of());
    }

    private static ImportedPod imported(int number, Scope scope) {
        return new ImportedPod(new PodName("p" + number), PROCESS, PodSocket.NONE, scope, null, null);
    }

    /**
     * All 20,000 pods of a host die when it restarts. Their reclaims once had to fit one transaction together with the
     * first command that came, did not, and so no command could ever be carried out again.
     */
    @Test
    void aDecisionReclaimsTwoThousandPodsAndIsAskedAgain() {
        for (int i = 0; i < 4500; i++) {
            granted(register(NONE, NONE));
        }
        List<Integer> reclaimed = new ArrayList<>();
        Answer answer = live.run(new Command.ReclaimStale(), process -> true);
        while (answer instanceof Answer.Unfinished unfinished) {
            reclaimed.add(unfinished.reclaimed().size());
            answer = live.run(new Command.ReclaimStale(), process -> true);
        }
        assertEquals(List.of(2000, 2000), reclaimed);
        assertEquals(500, ((Answer.Reclaimed) answer).pods().size());
        assertEquals(0, live.table().size());
    }
}
