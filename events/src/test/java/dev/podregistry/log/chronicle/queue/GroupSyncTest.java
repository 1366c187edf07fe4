package dev.podregistry.log.chronicle.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(600)
final class GroupSyncTest {

    private final ExecutorService callers = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        callers.shutdownNow();
    }

    /** A disk whose syncs wait for a permit each, and fail when told to. */
    private static final class SlowDisk implements GroupSync.Disk {

        private final AtomicInteger begun = new AtomicInteger();
        private final Semaphore permits = new Semaphore(0);
        private volatile boolean broken;

        @Override
        public void sync() throws IOException {
            begun.incrementAndGet();
            permits.acquireUninterruptibly();
            if (broken) {
                throw new IOException("input/output error");
            }
        }

        @Override
        public void close() {}

        void awaitBegun(int count) {
            while (begun.get() < count) {
                Thread.onSpinWait();
            }
        }
    }

    private Future<?> caller(GroupSync sync, long sequence) {
        return callers.submit(() -> {
            sync.upTo(sequence);
            return null;
        });
    }

    @Test
    void callersWhoWaitTogetherShareTheNextSync() throws Exception {
        SlowDisk disk = new SlowDisk();
        GroupSync sync = new GroupSync(disk);
        Future<?> first = caller(sync, 1);
        disk.awaitBegun(1);
        List<Future<?>> later = new ArrayList<>();
        for (int sequence = 2; sequence <= 9; sequence++) {
            later.add(caller(sync, sequence));
        }
        Thread.sleep(100);
        assertTrue(later.stream().noneMatch(Future::isDone), "a sync that began before an append does not cover it");
        disk.permits.release();
        first.get();
        disk.permits.release();
        for (Future<?> caller : later) {
            caller.get();
        }
        assertEquals(2, disk.begun.get());
        sync.upTo(9);
        sync.upTo(3);
        assertEquals(2, disk.begun.get(), "what is synced needs no other sync");
    }

    /** Whoever waits for less comes later than one who waits for more: the next sync still is for both of them. */
    @Test
    void whoAsksForLessTakesNothingFromWhoAskedForMore() throws Exception {
        SlowDisk disk = new SlowDisk();
        GroupSync sync = new GroupSync(disk);
        Future<?> first = caller(sync, 1);
        disk.awaitBegun(1);
        List<Thread> waiting = new ArrayList<>();
        for (long sequence : new long[] {9, 3}) {
            Thread caller = new Thread(() -> {
                try {
                    sync.upTo(sequence);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            waiting.add(caller);
            caller.start();
            while (caller.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
        }
        disk.permits.release(2);
        first.get();
        for (Thread caller : waiting) {
            caller.join();
        }
        assertEquals(2, disk.begun.get());
        assertEquals(9, sync.synced());
    }

    @Test
    void evenAnEmptyLogIsSyncedOnce() throws Exception {
        SlowDisk disk = new SlowDisk();
        disk.permits.release(2);
        GroupSync sync = new GroupSync(disk);
        sync.upTo(0);
        sync.upTo(0);
        assertEquals(1, disk.begun.get());
    }

    /** Without a descriptor, or the right to open a folder, nothing is asked of the disk; the log was of no more use. */
    @Test
    void thatAFileCannotBeOpenedIsNoFailureOfTheDisk() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        GroupSync sync = new GroupSync(new GroupSync.Disk() {
            @Override
            public void sync() throws IOException {
                switch (calls.incrementAndGet()) {
                    case 1 -> throw new FileSystemException("queue", null, "Too many open files");
                    case 2 -> throw new FileNotFoundException("queue (Permission denied)");
                    default -> {}
                }
            }

            @Override
            public void close() {}
        });
        assertThrows(FileSystemException.class, () -> sync.upTo(1));
        assertThrows(FileNotFoundException.class, () -> sync.upTo(1));
        sync.upTo(1);
        assertEquals(1, sync.synced());
    }

    @Test
    void afterAFailureNobodyIsToldThatTheDiskHasIt() throws Exception {
        SlowDisk disk = new SlowDisk();
        GroupSync sync = new GroupSync(disk);
        disk.permits.release();
        sync.upTo(4);
        disk.broken = true;
        Future<?> first = caller(sync, 5);
        disk.awaitBegun(2);
        CompletableFuture<Void> second =
                CompletableFuture.runAsync(() -> assertThrows(IOException.class, () -> sync.upTo(6)), callers);
        disk.permits.release(9);
        assertThrows(ExecutionException.class, first::get);
        second.get();
        disk.broken = false;
        assertThrows(IOException.class, () -> sync.upTo(7));
        sync.upTo(4);
    }
}
