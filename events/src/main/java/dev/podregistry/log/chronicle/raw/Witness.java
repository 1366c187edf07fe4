package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.Snapshot;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.file.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The snapshots and the mark beside a queue as witnesses of events that were on the disk: each is written only when its
 * events are, the mark when the first one is.
 *
 * <p>Which are there is looked up before the log is read, as others may write both meanwhile; they are opened only when they
 * are of later events than the log has.
 */
public final class Witness {

    private final Path registry;
    private final List<Long> sequences;
    private final boolean begun;

    private Witness(Path registry, List<Long> sequences, boolean begun) {
        this.registry = registry;
        this.sequences = sequences;
        this.begun = begun;
    }

    /** {@return the witnesses that are there now, to be called before the log is read} */
    public static Witness of(Path queue) {
        Path registry = registry(queue);
        boolean begun = new Mark(registry).isThere();
        return new Witness(registry, SnapshotFiles.in(registry, warning -> {}).sequences(), begun);
    }

    /** {@return the directory of the registry whose queue this is} */
    static Path registry(Path queue) {
        return queue.resolveSibling(".").normalize();
    }

    /** {@return the sequence of the last event that a snapshot which is whole, or the mark, knows and that is a later one, or 0} */
    public long beyond(long end) {
        for (int i = sequences.size() - 1; i >= 0 && sequences.get(i) > end; i--) {
            if (isWhole(sequences.get(i))) {
                return sequences.get(i);
            }
        }
        return begun && end == 0 ? 1 : 0;
    }

    /**
     * Moves snapshots, and the mark of a log without events, to where their events were set aside, as whoever ordered it has
     * given them up.
     *
     * @param quarantine where that is; null when nothing was set aside
     * @param kept the last event that was kept
     * @param which the snapshots
     */
    public void follow(@Nullable Path quarantine, long kept, LongPredicate which, Moves moves) throws IOException {
        Path folder = quarantine == null ? null : Moves.unused(quarantine.resolve("snapshots"));
        boolean created = false;
        for (long sequence : sequences) {
            if (folder != null && which.test(sequence)) {
                if (!created) {
                    moves.create(folder);
                    created = true;
                }
                Path snapshot = SnapshotFiles.in(registry, warning -> {}).file(sequence);
                moves.move(snapshot, folder.resolve(snapshot.getFileName()));
            }
        }
        if (begun && quarantine != null && kept == 0) {
            moves.move(new Mark(registry).file(), Moves.unused(quarantine.resolve(Mark.NAME)));
        }
    }

    private boolean isWhole(long sequence) {
        try {
            Snapshot snapshot = SnapshotFiles.in(registry, warning -> {}).read(sequence);
            return snapshot != null && snapshot.table().sequence() == sequence;
        } catch (IOException | IllegalArgumentException e) {
            return false;
        }
    }

    /** {@return what the witness of an event says against a log that ends before it, and what to do} */
    String evidence(long sequence) throws IOException {
        if (sequence == 1 && !sequences.contains(1L)) {
            return new Mark(registry).evidence()
                    + "; put back the files of events that were lost or emptied, or a backup";
        }
        return "the snapshot of #" + sequence + " in " + registry.resolve("snapshots")
                + " says that it was on the disk; put back the files of events that were lost or emptied, or, if that"
                + " snapshot is of another log, which cannot be told from here, move it away";
    }
}
