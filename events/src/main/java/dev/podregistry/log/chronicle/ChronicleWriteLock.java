package dev.podregistry.log.chronicle;

import java.nio.file.Path;
import net.openhft.chronicle.queue.impl.TableStore;
import net.openhft.chronicle.queue.impl.single.TableStoreWriteLock;
import net.openhft.chronicle.queue.impl.table.Metadata;
import net.openhft.chronicle.queue.impl.table.SingleTableBuilder;
import net.openhft.chronicle.threads.Pauser;

/**
 * Chronicle's own write lock: a pid in its table, which says nothing about who is alive.
 *
 * <p>Whoever holds the registry's lock knows better: nobody else writes, so a lock found here was left by the dead.
 */
final class ChronicleWriteLock implements AutoCloseable {

    private final TableStore<?> table;
    private final TableStoreWriteLock lock;

    ChronicleWriteLock(Path table) {
        this.table = SingleTableBuilder.binary(table, Metadata.NoMeta.INSTANCE).build();
        this.lock = new TableStoreWriteLock(this.table, Pauser::balanced, 0L);
    }

    /** Breaks the lock if it is held; to be called under the registry's lock only. */
    void breakIt() {
        if (lock.locked()) {
            lock.forceUnlock();
        }
    }

    @Override
    public void close() {
        lock.close();
        table.close();
    }
}
