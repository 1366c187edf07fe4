package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.SnapshotWriter.Folded;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.SnapshotStore;
import dev.podregistry.log.Step;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When snapshots are written, and in which order with the log. */
@Timeout(600)
final class SnapshotWriterTest {

    private final List<String> done = new CopyOnWriteArrayList<>();
    private final CountDownLatch free = new CountDownLatch(1);
    private final Disk disk = new Disk();
    private final SnapshotWriter writer =
            new SnapshotWriter(disk, disk, 1000, 0, warning -> done.add("warning " + warning));
    private volatile Folded now = at(0);

    private Folded now() {
        return now;
    }

    private static Folded at(long sequence) {
        LogPosition position = sequence == 0
                ? LogPosition.START
                : new LogPosition(
                        sequence, Hash.GENESIS.next(Long.toString(sequence).getBytes(StandardCharsets.US_ASCII)));
        return new Folded(AllocationTable.of(new TableSnapshot(sequence, false, List.of(), List.of())), position);
    }

    /** Else a loss of power could leave a snapshot whose event is on the disk, but not every event before it. */
    @Test
    void theLogIsOnTheDiskBeforeTheSnapshotIs() {
        free.countDown();
        now = at(1000);
        writer.consider(this::now);
        writer.close(this::now);
        assertEquals(List.of("hint", "sync 1000", "save 1000"), done);
    }

    /** A hint that leads beyond the snapshot's event makes the snapshot worth nothing: reading begins at the beginning. */
    @Test
    void theHintIsNotOfALaterEvent() {
        free.countDown();
        disk.growing = true;
        now = at(1000);
        writer.consider(this::now);
        writer.close(this::now);
        assertEquals(List.of("hint", "sync 1005", "save 1005"), done);
    }

    @Test
    void oneAtATimeAndNobodyWaits() throws InterruptedException {
        now = at(1000);
        writer.consider(this::now);
        while (!done.contains("sync 1000")) {
            Thread.sleep(1);
        }
        now = at(5000);
        writer.consider(this::now);
        assertFalse(done.contains("save 1000"));
        free.countDown();
        now = at(5001);
        writer.close(this::now);
        assertEquals(List.of("hint", "sync 1000", "save 1000", "hint", "sync 5001", "save 5001"), done);
    }

    @Test
    void whatAnotherProcessHasJustWrittenIsNotWrittenAgain() {
        free.countDown();
        disk.ofAnother = 900;
        now = at(1000);
        writer.consider(this::now);
        now = at(999);
        writer.close(this::now);
        assertEquals(List.of(), done, "99 events are not worth it");
    }

    @Test
    void whatFailsIsAWarningAndIsNotTriedAtOnceAgain() {
        free.countDown();
        disk.failing = true;
        now = at(1000);
        writer.consider(this::now);
        writer.close(this::now);
        assertEquals(3, done.size(), done::toString);
        assertTrue(done.get(2).startsWith("warning no snapshot was written at #1000"), done::toString);
    }

    /** A log and a store that say what is asked of them. */
    private final class Disk implements EventLog, SnapshotStore {

        private volatile long ofAnother;
        private volatile boolean failing;
        private volatile boolean growing;

        @Override
        public long hint() {
            done.add("hint");
            if (growing) {
                now = at(now.sequence() + 5);
            }
            return 7;
        }

        @Override
        public void sync(long sequence) {
            done.add("sync " + sequence);
            if (failing) {
                throw new IllegalStateException("the disk is on fire");
            }
        }

        @Override
        public void save(Snapshot snapshot) throws IOException {
            try {
                free.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            assertEquals(7, snapshot.bookmark().hint());
            done.add("save " + snapshot.table().sequence());
        }

        @Override
        public long newestUpTo(long sequence) {
            return ofAnother;
        }

        @Override
        public Snapshot newest(Predicate<Bookmark> isInLog) {
            throw new AssertionError();
        }

        @Override
        public <A> A transact(Origin origin, EventSink fold, Step<A> step) {
            throw new AssertionError();
        }

        @Override
        public LogPosition replay(long from, EventSink sink) {
            throw new AssertionError();
        }

        @Override
        public LogPosition catchUp(EventSink fold) {
            throw new AssertionError();
        }

        @Override
        public boolean mayHaveGrown() {
            throw new AssertionError();
        }

        @Override
        public void close() {}
    }
}
