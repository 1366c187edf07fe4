package dev.podregistry.audit;

import dev.podregistry.audit.Check.Status;
import dev.podregistry.audit.Check.Subject;
import java.util.List;

/**
 * What a verification came to.
 *
 * @param end the last event that could be read
 * @param checks what was checked, each with its findings
 */
public record Report(Point end, List<Check> checks) {

    /** What it means for whoever wants to rely on the log. */
    public enum Verdict {
        /** It can be relied on. */
        SOUND,
        /** It does not hold what a registry wrote, or a registry wrote what it never could have decided. */
        DAMAGED,
        /** The record is whole, but at some time two pods could write one path: the promise was broken. */
        PROMISE_BROKEN
    }

    public Report {
        checks = List.copyOf(checks);
    }

    /** {@return the gravest of what was found} */
    public Verdict verdict() {
        if (failed(Subject.CHAIN) || failed(Subject.HISTORY)) {
            return Verdict.DAMAGED;
        }
        return failed(Subject.WRITERS) ? Verdict.PROMISE_BROKEN : Verdict.SOUND;
    }

    private boolean failed(Subject subject) {
        return checks.stream().anyMatch(c -> c.subject() == subject && c.status() == Status.FAILED);
    }
}
