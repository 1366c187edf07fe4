package dev.podregistry.audit;

import dev.podregistry.audit.Check.Status;
import dev.podregistry.audit.Check.Subject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification came to.
 *
 * @param outset where the history begins
 * @param end the last event that could be read
 * @param checks what was checked, each with its findings
 * @param continuation how the log stands to an earlier checkpoint, or null when it was not asked
 */
public record Report(
        Outset outset,
        Point end,
        List<Check> checks,
        @Nullable Continuation continuation) {

    /** What it means for whoever wants to rely on the log. */
    public enum Verdict {
        /** It can be relied on. */
        SOUND,
        /** It does not hold what a registry wrote, or a registry wrote what it never could have decided. */
        DAMAGED,
        /** The record is whole, but at some time two pods could write one path: the promise was broken. */
        PROMISE_BROKEN,
        /** The record is whole, but a snapshot is not what the record leads to. */
        BAD_SNAPSHOT
    }

    public Report {
        checks = List.copyOf(checks);
    }

    /** {@return the gravest of what was found} */
    public Verdict verdict() {
        if (failed(Subject.CHAIN) || failed(Subject.HISTORY) || (continuation != null && !continuation.holds())) {
            return Verdict.DAMAGED;
        }
        if (failed(Subject.WRITERS)) {
            return Verdict.PROMISE_BROKEN;
        }
        return failed(Subject.SNAPSHOT) ? Verdict.BAD_SNAPSHOT : Verdict.SOUND;
    }

    private boolean failed(Subject subject) {
        return checks.stream().anyMatch(c -> c.subject() == subject && c.status() == Status.FAILED);
    }
}
