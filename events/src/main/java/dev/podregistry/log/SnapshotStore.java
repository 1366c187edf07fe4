package dev.podregistry.log;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Snapshot;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Keeps snapshots of the table that one log leads to. Any number of processes may use one store at the same time.
 *
 * <p>A snapshot saves time and nothing else: losing all of them loses nothing, and one that cannot be proven is not used.
 */
public interface SnapshotStore {

    /**
     * {@return the newest snapshot that is whole and of this log, or null}
     *
     * <p>It changes nothing. One that is not whole, was written by a newer version or is not of this log is passed over
     * with a warning that names it and says why, and stays where it is.
     *
     * @param isInLog says whether the log holds what a bookmark tells of
     */
    @Nullable
    Snapshot newest(Predicate<Bookmark> isInLog);

    /** {@return the sequence of the newest snapshot up to {@code sequence}, whole or not; 0 for none} */
    long newestUpTo(long sequence);

    /**
     * Keeps a snapshot, whole or not at all: whoever looks at the same time, and whoever comes after a crash, sees either
     * all of it or nothing. When this returns it survives a loss of power. Older ones go, so that a few are left.
     *
     * @param snapshot of a point that is on the disk for certain, so that no loss of power can leave the snapshot without
     *     the events before it
     * @throws IOException when it was not kept; what was there before still is
     */
    void save(Snapshot snapshot) throws IOException;
}
