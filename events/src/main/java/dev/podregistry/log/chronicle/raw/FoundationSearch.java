package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A snapshot that a damaged log can go on from: it is whole, and every event after it is there and proven.
 *
 * @param snapshot the oldest that does, so that the history keeps as much as it can
 * @param behind what was found behind it
 */
public record FoundationSearch(Snapshot snapshot, RawLog.Findings behind) {

    /** {@return such a snapshot of the registry around a queue, or null when there is none} */
    public static @Nullable FoundationSearch in(Path queue) throws IOException {
        SnapshotFiles snapshots = SnapshotFiles.in(Witness.registry(queue), warning -> {});
        for (long sequence : snapshots.sequences()) {
            Snapshot snapshot = whole(snapshots, sequence);
            RawLog.Findings behind =
                    snapshot == null ? null : RawLog.readAfter(queue, position(snapshot), (day, transaction) -> {});
            if (snapshot != null && behind != null && !behind.isDamage()) {
                return new FoundationSearch(snapshot, behind);
            }
        }
        return null;
    }

    private static @Nullable Snapshot whole(SnapshotFiles snapshots, long sequence) {
        try {
            Snapshot snapshot = snapshots.read(sequence);
            return snapshot == null || position(snapshot).sequence() != sequence ? null : snapshot;
        } catch (IOException | IllegalArgumentException e) {
            return null;
        }
    }

    private static LogPosition position(Snapshot snapshot) {
        return snapshot.bookmark().position();
    }

    public LogPosition position() {
        return position(snapshot);
    }

    /** {@return that a damaged log can go on from a snapshot, and how, as a sentence; null when it cannot} */
    public static @Nullable String offer(Path queue) {
        try {
            FoundationSearch found = in(queue);
            return found == null
                    ? null
                    : "Or give the history before it up and go on from the snapshot of #"
                            + found.position().sequence()
                            + ", which is whole, and nothing after it is missing: pod-registry repair --from-snapshot says"
                            + " what that would mean";
        } catch (IOException | LogUnavailableException e) {
            // Whoever reads on is told.
            return null;
        }
    }

    /** {@return the point that the history in a queue begins after} */
    public static LogPosition first(Path queue) {
        try {
            return FoundationFiles.in(queue).first();
        } catch (IOException e) {
            throw unreadable(queue, e);
        }
    }

    /**
     * {@return what the history in a queue goes on from, or null}
     *
     * @throws DamagedLogException when it is not what was written
     */
    public static @Nullable Foundation foundation(Path queue) {
        try {
            return FoundationFiles.in(queue).read();
        } catch (IOException e) {
            throw unreadable(queue, e);
        }
    }

    private static LogUnavailableException unreadable(Path queue, IOException e) {
        return new LogUnavailableException(
                Reason.IO, "cannot read what the history in " + queue + " begins with: " + Reasons.of(e), e);
    }
}
