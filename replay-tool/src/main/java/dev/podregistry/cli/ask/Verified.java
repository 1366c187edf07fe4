package dev.podregistry.cli.ask;

import dev.podregistry.audit.Checkpoint;
import dev.podregistry.audit.Report;
import dev.podregistry.audit.Verification;
import dev.podregistry.audit.Watcher;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.DamagedLogException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What reading and checking a whole registry came to.
 *
 * @param report what was found
 * @param damage why the log could not be read to its end, or null
 */
record Verified(Report report, @Nullable DamagedLogException damage) {

    /**
     * Reads and checks a registry.
     *
     * @param history its log
     * @param against what the log must go on from, or null
     * @param watchers see every step up to the first event that cannot be trusted
     */
    static Verified read(
            Shell shell, Path directory, History history, @Nullable Checkpoint against, Watcher... watchers) {
        SnapshotFiles snapshots = SnapshotFiles.in(directory, shell::note);
        // Before the log is read: what is written meanwhile may be of later events.
        List<Long> kept = snapshots.sequences();
        Verification verification = new Verification(kept, against, watchers);
        verification.begin(history.outset());
        DamagedLogException damage = history.replayReadable("verifying the log", verification);
        if (damage != null) {
            verification.stoppedAt(damage.sequence(), String.valueOf(damage.getMessage()));
        }
        kept.forEach(sequence -> compare(snapshots, sequence, verification));
        return new Verified(verification.report(), damage);
    }

    private static void compare(SnapshotFiles snapshots, long sequence, Verification verification) {
        try {
            Snapshot snapshot = snapshots.read(sequence);
            if (snapshot != null) {
                verification.compare(sequence, snapshot);
            }
        } catch (IOException | IllegalArgumentException e) {
            verification.unusable(sequence, String.valueOf(e.getMessage()));
        }
    }

    /** Says on stderr why the log could not be read to its end. */
    void noteDamage(Shell shell) {
        if (damage != null) {
            shell.note(String.valueOf(damage.getMessage()));
        }
    }

    int exitCode() {
        return switch (report.verdict()) {
            case SOUND -> ExitCode.OK;
            case PROMISE_BROKEN -> ExitCode.NEGATIVE;
            case DAMAGED, BAD_SNAPSHOT -> ExitCode.DAMAGED;
        };
    }
}
