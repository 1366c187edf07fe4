package dev.podregistry.log.chronicle.queue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets callers wait until what they have read or appended is on the disk; those who wait at the same time share a sync.
 *
 * <p>A sync covers every event that was read here when it begins, whoever wrote it. What a handle has not synced itself counts
 * as not synced: its writer may have died before it did. After a failed sync nothing is known any more, not even by
 * trying again, as the system may have dropped the pages; every further call fails. That a file cannot be opened is no sync
 * that failed.
 */
public final class GroupSync implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition done = lock.newCondition();
    private final Disk disk;
    private long requested;
    private long synced = -1;
    private boolean running;
    private @Nullable IOException failure;

    public GroupSync(Disk disk) {
        this.disk = disk;
    }

    /** Puts every event read so far on the disk. */
    interface Disk extends AutoCloseable {
        void sync() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** {@return the greatest sequence that this handle has put on the disk, 0 when it has none} */
    public long synced() {
        lock.lock();
        try {
            return Math.max(0, synced);
        } finally {
            lock.unlock();
        }
    }

    /** Returns once the event with this sequence, which is in the queue already, and all before it are on the disk. */
    public void upTo(long sequence) throws IOException {
        lock.lock();
        try {
            requested = Math.max(requested, sequence);
            while (synced < sequence) {
                if (failure != null) {
                    throw new IOException("an earlier sync failed", failure);
                }
                if (running) {
                    done.awaitUninterruptibly();
                } else {
                    syncRequested();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void syncRequested() throws IOException {
        long target = requested;
        running = true;
        lock.unlock();
        IOException failed = null;
        try {
            disk.sync();
        } catch (IOException e) {
            failed = e;
        } finally {
            lock.lock();
            running = false;
            done.signalAll();
        }
        if (failed != null) {
            failure = isBegun(failed) ? failed : null;
            throw failed;
        }
        synced = target;
    }

    /** {@return whether it is more than a file that cannot be opened} */
    public static boolean isBegun(IOException failed) {
        return !(failed instanceof FileSystemException || failed instanceof FileNotFoundException);
    }

    /** Closes the disk once no sync is running. */
    @Override
    public void close() throws IOException {
        lock.lock();
        try {
            while (running) {
                done.awaitUninterruptibly();
            }
            disk.close();
        } finally {
            lock.unlock();
        }
    }
}
