package dev.podregistry.api;

import dev.podregistry.log.RecoveryReport;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was set aside when a registry was opened, because a loss of power or an interrupted recovery had left it behind.
 *
 * @param time when
 * @param kept the sequence of the last event that was kept; every event up to it is as it was
 * @param defect what was wrong after it
 * @param dropped the sequences of events that were readable after it, but are in the log no more
 * @param quarantine where the files are as they were found, with a report and the dropped events; null when there is none
 * @param summary all of this as a sentence
 */
public record Recovery(
        Instant time,
        long kept,
        String defect,
        List<Long> dropped,
        @Nullable Path quarantine,
        String summary) {

    /** Copies the list. */
    public Recovery {
        dropped = List.copyOf(dropped);
    }

    static Recovery of(RecoveryReport report) {
        return new Recovery(
                report.time(),
                report.kept().sequence(),
                report.defect(),
                report.dropped().stream().map(RecoveryReport.Dropped::sequence).toList(),
                report.quarantine(),
                report.summary());
    }
}
