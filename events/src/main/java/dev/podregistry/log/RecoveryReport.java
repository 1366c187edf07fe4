package dev.podregistry.log;

import dev.podregistry.event.LogPosition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became, or would become, of a log that could not be gone on with as it was.
 *
 * @param time when
 * @param kept the last event that was kept; every event up to it is as it was
 * @param defect what was wrong behind it
 * @param file the file in which that was
 * @param offset where in the file
 * @param dropped what was readable behind it and is in the log no more; what was not readable nobody can name
 * @param quarantine where the whole queue was moved, as it was found, with this report as {@code report.json} and the
 *     dropped lines as {@code dropped.ndjson}; null when nothing was changed
 */
public record RecoveryReport(
        Instant time,
        LogPosition kept,
        String defect,
        Path file,
        long offset,
        List<Dropped> dropped,
        @Nullable Path quarantine) {

    /** The defect of a recovery that was interrupted and whose report is lost. */
    public static final String NOT_KNOWN =
            "a recovery was interrupted and its report is lost, so that nobody can tell what was wrong, or dropped";

    public RecoveryReport {
        dropped = List.copyOf(dropped);
    }

    /**
     * An event that was readable but not kept.
     *
     * @param sequence the sequence that it gives
     * @param stored its line
     */
    public record Dropped(long sequence, String stored) {}

    /** {@return a sentence for people} */
    public String summary() {
        if (defect.equals(NOT_KNOWN)) {
            return "the log goes on after sequence " + kept.sequence() + "; " + defect + whereabouts();
        }
        String lost = dropped.isEmpty()
                ? "no readable event was dropped"
                : dropped.size() + " readable events from sequence "
                        + dropped.get(0).sequence() + " on were dropped";
        return "the log goes on after sequence " + kept.sequence() + ", as in " + file + " at byte " + offset + " "
                + defect + "; " + lost + whereabouts();
    }

    /** A quarantine may be emptied at any time, also before the recovery that made it was finished. */
    private String whereabouts() {
        if (quarantine == null) {
            return "";
        }
        return Files.isDirectory(quarantine.resolve("queue"))
                ? "; the files as they were found are in " + quarantine
                : "; the report is in " + quarantine + ", without the files as they were found";
    }
}
