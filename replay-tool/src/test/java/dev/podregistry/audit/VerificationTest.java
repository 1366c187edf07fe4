package dev.podregistry.audit;

import static dev.podregistry.audit.Events.pod;
import static dev.podregistry.audit.Events.registered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.audit.Check.Finding;
import dev.podregistry.audit.Check.Status;
import dev.podregistry.audit.Check.Subject;
import dev.podregistry.audit.Report.Verdict;
import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.ScopeRule;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerificationTest {

    private static Events sound() {
        return new Events()
                .then(registered("a", 1, ScopeRule.write("/a")))
                .then(registered("b", 2, ScopeRule.write("/b")))
                .then(new Event.Released(pod("a")))
                .then(registered("c", 3, ScopeRule.write("/a")));
    }

    private static Check check(Report report, Subject subject) {
        return report.checks().stream()
                .filter(c -> c.subject() == subject)
                .findFirst()
                .orElseThrow();
    }

    private static Report verify(List<Recorded> events) {
        Verification verification = new Verification();
        events.forEach(verification);
        return verification.report();
    }

    @Test
    void aSoundHistoryIsFoundSound() {
        Report report = verify(sound().all());
        assertEquals(Verdict.SOUND, report.verdict());
        assertEquals(4, report.end().sequence());
        assertTrue(report.checks().stream().allMatch(c -> c.status() == Status.OK));
        assertTrue(report.checks().stream().allMatch(c -> c.upTo() == (c.subject() == Subject.SNAPSHOT ? 0 : 4)));
        assertEquals(
                List.of(Subject.values()),
                report.checks().stream().map(Check::subject).toList());
    }

    @Test
    void anEmptyHistoryIsSound() {
        Report report = verify(List.of());
        assertEquals(Verdict.SOUND, report.verdict());
        assertEquals(Point.START, report.end());
    }

    @Test
    void anEventThatCannotHaveHappenedIsDamageAndTheChainIsStillChecked() {
        Report report = verify(sound().then(registered("d", 4, ScopeRule.write("/b/c")))
                .then(new Event.Released(pod("b")))
                .all());
        assertEquals(Verdict.DAMAGED, report.verdict());
        Check history = check(report, Subject.HISTORY);
        assertEquals(Status.FAILED, history.status());
        assertEquals(4, history.upTo());
        assertEquals(5, history.findings().get(0).sequence());
        assertTrue(history.findings().get(0).text().contains("pod d"), history.findings()::toString);
        assertEquals(Status.OK, check(report, Subject.CHAIN).status());
        assertEquals(6, check(report, Subject.CHAIN).upTo());
        assertEquals(4, check(report, Subject.WRITERS).upTo());
    }

    @Test
    void aDroppedADoubledAndAnExchangedEventBreakTheChain() {
        List<Recorded> all = sound().all();
        for (List<Recorded> broken : List.of(
                List.of(all.get(0), all.get(2), all.get(3)),
                List.of(all.get(0), all.get(0), all.get(1)),
                List.of(all.get(0), all.get(2), all.get(1)))) {
            Report report = verify(broken);
            assertEquals(Verdict.DAMAGED, report.verdict());
            assertEquals(Status.FAILED, check(report, Subject.CHAIN).status());
            assertEquals(
                    broken.get(1).sequence(),
                    check(report, Subject.CHAIN).findings().get(0).sequence());
        }
    }

    @Test
    void aChangedTextHasAnotherHash() {
        Recorded first = sound().all().get(0);
        Recorded changed = new Recorded(
                1,
                0,
                first.time(),
                first.origin(),
                first.event(),
                first.stored() + " ",
                first.previous(),
                first.hash());
        Finding finding =
                check(verify(List.of(changed)), Subject.CHAIN).findings().get(0);
        assertEquals(1, finding.sequence());
        assertTrue(finding.text().contains("another hash"), finding.text());
        Recorded rooted = new Recorded(
                1,
                0,
                first.time(),
                first.origin(),
                first.event(),
                first.stored(),
                first.hash(),
                first.hash().next(first.stored().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        assertEquals(Verdict.DAMAGED, verify(List.of(rooted)).verdict(), "it does not begin at " + Hash.GENESIS);
    }

    @Test
    void whereReadingStoppedIsPartOfTheReport() {
        Verification verification = sound().tellTo(new Verification());
        verification.stoppedAt(5, "unreadable");
        Report report = verification.report();
        assertEquals(Verdict.DAMAGED, report.verdict());
        assertEquals(
                List.of(new Finding(5, "unreadable")),
                check(report, Subject.CHAIN).findings());
        assertEquals(4, report.end().sequence());
    }

    @Test
    void aClockThatGoesBackwardsIsWorthANoteOnly() {
        Report report = verify(sound().then(new Event.Released(pod("c")), 1).all());
        assertEquals(Verdict.SOUND, report.verdict());
        assertEquals(Status.NOTE, check(report, Subject.CLOCK).status());
        assertEquals(5, check(report, Subject.CLOCK).findings().get(0).sequence());
    }
}
