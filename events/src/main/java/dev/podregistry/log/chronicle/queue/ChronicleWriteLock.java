package dev.podregistry.log.chronicle.queue;

import dev.podregistry.model.LogBusyException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.Pauser;

/**
 * Chronicle's own write lock: a pid in its table, which says nothing about who is alive.
 *
 * <p>Whoever holds the registry's lock knows better: nobody else writes, so a lock found here was left by the dead. Unless
 * the registry's lock was lost in the middle of an append; then the one who lost it has this one still, and the place of its
 * transaction is not free.
 */
final class ChronicleWriteLock implements AutoCloseable {

    /** How long a process that runs may take to finish what it has begun; then the pid is that of somebody else. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(1);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final Path path;
    private final TableStore<?> table;
    private final TableStoreWriteLock lock;

    ChronicleWriteLock(Path table) {
        this.path = table;
        this.table = SingleTableBuilder.binary(table, Metadata.NoMeta.INSTANCE).build();
        this.lock = new TableStoreWriteLock(this.table, Pauser::balanced, 0L);
    }

    /**
     * Breaks the lock if it is held; to be called under the registry's lock only.
     *
     * @throws LogBusyException when its holder is in the middle of an append
     */
    void breakIt() {
        if (lock.locked()) {
            awaitWriter();
            lock.forceUnlock();
        }
    }

    private void awaitWriter() {
        for (long start = System.nanoTime(); lock.locked() && System.nanoTime() - start < PATIENCE; pause()) {
            // Chronicle may note a thread in the upper half.
            long pid = (int) lock.lockedBy();
            OtherWriter writer = new OtherWriter(pid, path);
            if (pid == ProcessHandle.current().pid() || !writer.hasOpen()) {
                return;
            }
            if (writer.isStopped()) {
                throw new LogBusyException(
                        path.toString(),
                        "pid " + pid
                                + ", which was stopped in the middle of an append and has lost the file lock since",
                        pid,
                        null,
                        Duration.ofNanos(System.nanoTime() - start));
            }
        }
    }

    private static void pause() {
        LockSupport.parkNanos(PAUSE);
    }

    @Override
    public void close() {
        lock.close();
        table.close();
    }
}
