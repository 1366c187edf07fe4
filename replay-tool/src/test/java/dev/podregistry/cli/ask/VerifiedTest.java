package dev.podregistry.cli.ask;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.audit.Check;
import dev.podregistry.audit.Check.Status;
import dev.podregistry.audit.Check.Subject;
import dev.podregistry.audit.Outset;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Report;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a program learns of a registry that does not hold; a log with two writers of one path cannot even be made. */
final class VerifiedTest {

    @ParameterizedTest
    @CsvSource({"CHAIN, 65", "HISTORY, 65", "WRITERS, 1", "SNAPSHOT, 65", "CLOCK, 0"})
    void whatDoesNotHoldHasItsCode(Subject subject, int code) {
        Check failed = new Check(subject, Status.FAILED, 1, List.of());
        Report report = new Report(Outset.NOTHING, Point.START, List.of(failed), null);
        assertEquals(code, new Verified(report, null).exitCode());
    }
}
