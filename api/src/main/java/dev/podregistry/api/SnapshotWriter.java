package dev.podregistry.api;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.SnapshotStore;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a snapshot of a core's table now and then, one at a time, on a thread of its own, so that no command waits for
 * it and none fails with it: what goes wrong is a warning.
 *
 * <p>A snapshot is due after so many events, or as many as there are live pods if that is more: then a command never
 * costs more than writing one row.
 */
final class SnapshotWriter {

    /** With fewer new events, or fewer than a tenth of the live pods, reading them again is cheaper than a new file. */
    private static final int WORTH_IT = 100;

    private final EventLog log;
    private final SnapshotStore store;
    private final long every;
    private final Consumer<String> warnings;
    private final Semaphore turn = new Semaphore(1);
    private volatile long last;

    /**
     * Creates a writer.
     *
     * @param every the number of events after which a snapshot is due, at least 1
     * @param last the sequence of the snapshot that the core began with, 0 for none
     */
    SnapshotWriter(EventLog log, SnapshotStore store, long every, long last, Consumer<String> warnings) {
        this.log = log;
        this.store = store;
        this.every = every;
        this.last = last;
        this.warnings = warnings;
    }

    /**
     * What a core has folded.
     *
     * @param table the table
     * @param position where it stands
     */
    record Folded(AllocationTable table, LogPosition position) {

        static final Folded NOTHING = new Folded(AllocationTable.EMPTY, LogPosition.START);

        /** {@return what a history begins with} */
        static Folded of(@Nullable Foundation foundation) {
            return foundation == null
                    ? NOTHING
                    : new Folded(AllocationTable.of(foundation.snapshot().table()), foundation.position());
        }

        static Folded of(Snapshot snapshot) {
            return new Folded(
                    AllocationTable.of(snapshot.table()), snapshot.bookmark().position());
        }

        long sequence() {
            return position.sequence();
        }
    }

    /** Begins to write a snapshot when one is due and none is being written. */
    void consider(Supplier<Folded> core) {
        if (isDue(core.get(), last) && turn.tryAcquire()) {
            start(() -> {
                long ofAnother = store.newestUpTo(core.get().sequence());
                if (isDue(core.get(), ofAnother)) {
                    write(core);
                } else {
                    last = ofAnother;
                }
            });
        }
    }

    private boolean isDue(Folded now, long since) {
        long events = now.sequence() - since;
        return events >= every && events >= now.table().size();
    }

    /** Waits for the snapshot that is being written, then writes a last one if it is worth it. */
    void close(Supplier<Folded> core) {
        turn.acquireUninterruptibly();
        long events = core.get().sequence() - last;
        if (events >= WORTH_IT && events >= core.get().table().size() / 10) {
            start(() -> write(core));
            turn.acquireUninterruptibly();
        }
    }

    /** Runs work on a thread that nobody interrupts, and then gives the turn back. */
    private void start(Runnable work) {
        try {
            Thread thread = new Thread(() -> {
                try {
                    work.run();
                } finally {
                    turn.release();
                }
            });
            thread.setName("pod-registry snapshot");
            thread.setDaemon(true);
            thread.start();
        } catch (OutOfMemoryError e) {
            turn.release();
            warn(e);
        } catch (RuntimeException | Error e) {
            turn.release();
            throw e;
        }
    }

    private void write(Supplier<Folded> core) {
        // In this order, so that the hint is not of a later event than the table.
        long hint = log.hint();
        Folded now = core.get();
        // Also when it fails: a disk that is full is not tried again at each command.
        last = now.sequence();
        try {
            log.sync(now.sequence());
            store.save(
                    new Snapshot(new Bookmark(now.position(), hint), now.table().snapshot()));
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            warn(e);
        }
    }

    private void warn(Throwable e) {
        warnings.accept("no snapshot was written at #" + last + ", so opening takes longer; nothing else is lost: "
                + Reasons.of(e));
    }
}
