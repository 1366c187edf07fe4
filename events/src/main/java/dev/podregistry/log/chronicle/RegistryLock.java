package dev.podregistry.log.chronicle;

import dev.podregistry.log.LogBusyException;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One lock file, which one thread of one process holds at a time: a lock in this JVM, then the operating system's lock on
 * the file, which the kernel takes back when its holder dies.
 *
 * <p>The system's lock belongs to the whole process, and closing <em>any</em> channel on the file gives it up. So this
 * JVM has one instance and one channel for each lock file, however often the log is opened; nothing in this JVM may open
 * the file besides. An interrupt closes the channel too: while getting the lock it is opened again, while giving it back
 * that is just as well, and in between the channel is not touched.
 *
 * <p>The kernel promises no order, and a process that takes the lock again and again would keep others out. So there are
 * two locks on the file: the right itself, and the place of whoever is next. A process that has had its turn has to be
 * next before it may go again. That is mere politeness, and ends when it takes too long: the next may have been stopped.
 *
 * <p>The file's content tells people who holds it: one line of {@value LockHolder#LINE} bytes, {@code pid N since TIME},
 * written by each new holder over the last one's and never taken away.
 */
final class RegistryLock implements AutoCloseable {

    /** Where the lock is in the file, and where the place of whoever is to have it next is. */
    private static final long RIGHT = 0;

    private static final long NEXT = 1;

    /** How long this process may take the lock again and again before it lets others go first. */
    private static final long TURN = TimeUnit.MILLISECONDS.toNanos(2);

    /** How long a caller lets others go first; whoever is next may have been stopped. */
    private static final long POLITE = TimeUnit.MILLISECONDS.toNanos(20);

    /** How often whoever is next looks whether the lock is free. */
    private static final long SHORT_PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

    /** How often the others look whether they can be next: seldom, to leave the processors to the holder. */
    private static final long PLACE_PAUSE = TURN / 8;

    private static final long LONG_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);
    private static final Map<Object, RegistryLock> OPEN = new HashMap<>();
    /** Channels on files that other code may have locked, and would lose if they were closed, or even collected. */
    private static final List<FileChannel> STRANDED = new ArrayList<>();

    private final ReentrantLock mutex = new ReentrantLock(true);
    private final Path file;
    private final Object key;
    private int handles;
    private @Nullable FileChannel channel;
    private @Nullable FileLock systemLock;
    private @Nullable FileLock next;
    private long turn = System.nanoTime() - TURN;
    private volatile @Nullable LockHolder holder;
    private volatile LockHolder elsewhere = LockHolder.UNKNOWN;

    private RegistryLock(Path file, Object key) {
        this.file = file;
        this.key = key;
    }

    /** {@return this JVM's instance for the lock file, which is created if it is missing; each caller closes it} */
    static RegistryLock open(Path file) throws IOException {
        synchronized (OPEN) {
            try {
                Files.createFile(file, RegistryDirectory.onlyOwner(file, "rw-------"));
            } catch (FileAlreadyExistsException e) {
                // Somebody had a log here before.
            }
            Object key = keyOf(file);
            RegistryLock lock = OPEN.computeIfAbsent(key, k -> new RegistryLock(file, k));
            lock.handles++;
            return lock;
        }
    }

    /**
     * {@return who has signed the lock file last, or unknown; nothing is locked, and no lock is lost}
     *
     * <p>Closing the file would give up a lock that this JVM has on it, so where this JVM has the file open it is not
     * touched, and told is only which of its own threads has the lock.
     */
    static LockHolder signer(Path file) throws IOException {
        synchronized (OPEN) {
            RegistryLock open = OPEN.get(keyOf(file));
            if (open != null) {
                LockHolder here = open.holder;
                return here == null ? LockHolder.UNKNOWN : here;
            }
            if (!Files.isRegularFile(file)) {
                return LockHolder.UNKNOWN;
            }
            try (InputStream line = new FileInputStream(file.toFile())) {
                return LockHolder.of(new String(line.readNBytes(LockHolder.LINE), StandardCharsets.US_ASCII));
            }
        }
    }

    static Object keyOf(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }

    /**
     * {@return the lock, to be closed by the same thread; null when the file at its path is another one by now}
     *
     * @throws LogBusyException when it was not had in time
     * @throws IllegalStateException when this thread has it already
     */
    @Nullable
    Held acquire(Deadline deadline) {
        if (mutex.isHeldByCurrentThread()) {
            throw new IllegalStateException("a fold or a step must not call the log that runs it");
        }
        if (!deadline.tryLock(mutex)) {
            throw busy(deadline);
        }
        boolean interrupted = Thread.interrupted();
        Held held = null;
        try {
            boolean current = true;
            for (long start = System.nanoTime(); held == null && current; ) {
                held = attempt(System.nanoTime() - start);
                interrupted |= Thread.interrupted();
                current = held != null || isCurrent();
                if (held == null && current) {
                    pause(System.nanoTime() - start, deadline);
                }
            }
            return held;
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot lock " + file + ": " + e, e);
        } finally {
            if (held == null) {
                leave();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void pause(long waited, Deadline deadline) throws IOException {
        boolean passed = deadline.passed();
        if (passed || waited > POLITE) {
            elsewhere = otherProcess();
        }
        if (passed) {
            throw busy(deadline);
        }
        boolean soon = waited < TimeUnit.SECONDS.toNanos(1);
        LockSupport.parkNanos(soon ? next == null ? PLACE_PAUSE : SHORT_PAUSE : LONG_PAUSE);
    }

    /** {@return what to tell who has waited in vain} */
    LogBusyException busy(Deadline deadline) {
        LockHolder here = holder;
        return (here == null ? elsewhere.confirmed(file) : here).busy(file, deadline.waited());
    }

    /** {@return the lock; null when another process has it, an interrupt came in between, or the file is another} */
    private @Nullable Held attempt(long waited) throws IOException {
        try {
            FileChannel open = openChannel();
            if (open == null || !mayGoFirst(open, waited)) {
                return null;
            }
            systemLock = open.tryLock(RIGHT, 1, false);
            if (systemLock == null) {
                return null;
            }
            turn = next == null ? turn : System.nanoTime();
            giveUpPlace();
            LockHolder here = LockHolder.thisThread();
            open.write(ByteBuffer.wrap(here.line().getBytes(StandardCharsets.US_ASCII)), 0);
            if (!isCurrent()) {
                release();
                return null;
            }
            holder = here;
            return new Held();
        } catch (ClosedChannelException e) {
            closeChannel();
            return null;
        } catch (OverlappingFileLockException e) {
            strand(channel);
            channel = null;
            throw new LogUnavailableException(
                    Reason.UNSUITABLE,
                    file + " is locked by other code in this process, maybe a second class loader",
                    e);
        } catch (IOException | RuntimeException e) {
            closeChannel();
            throw e;
        }
    }

    private boolean mayGoFirst(FileChannel open, long waited) throws IOException {
        if (next != null || System.nanoTime() - turn < TURN) {
            return true;
        }
        next = open.tryLock(NEXT, 1, false);
        return next != null || waited > POLITE;
    }

    private void giveUpPlace() throws IOException {
        FileLock place = next;
        next = null;
        if (place != null) {
            place.release();
        }
    }

    private boolean isCurrent() throws IOException {
        try {
            return keyOf(file).equals(key);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** {@return the channel; null when the file at the path is another, which must be neither locked nor closed here} */
    private @Nullable FileChannel openChannel() throws IOException {
        FileChannel open = channel;
        if (open != null && open.isOpen()) {
            return open;
        }
        if (!isCurrent()) {
            return null;
        }
        try {
            open = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (!isCurrent()) {
            strand(open);
            return null;
        }
        channel = open;
        return open;
    }

    private static void strand(@Nullable FileChannel open) {
        synchronized (OPEN) {
            if (open != null) {
                STRANDED.add(open);
            }
        }
    }

    private void closeChannel() throws IOException {
        FileChannel open = channel;
        channel = null;
        systemLock = null;
        next = null;
        if (open != null) {
            open.close();
        }
    }

    private LockHolder otherProcess() throws IOException {
        ByteBuffer line = ByteBuffer.allocate(LockHolder.LINE);
        try {
            FileChannel open = openChannel();
            if (open != null) {
                open.read(line, 0);
            }
        } catch (ClosedChannelException e) {
            return LockHolder.UNKNOWN;
        }
        return LockHolder.of(StandardCharsets.US_ASCII.decode(line.flip()).toString());
    }

    /** Ends a wait in vain. */
    private void leave() {
        try {
            release();
        } finally {
            mutex.unlock();
        }
    }

    private void release() {
        FileLock lock = systemLock;
        systemLock = null;
        try {
            giveUpPlace();
            if (lock != null && lock.isValid()) {
                lock.release();
            }
        } catch (IOException e) {
            try {
                closeChannel();
            } catch (IOException again) {
                e.addSuppressed(again);
                throw new LogUnavailableException(Reason.IO, "cannot unlock " + file + ": " + e, e);
            }
        }
    }

    /**
     * Gives the handle back; the last one closes the channel.
     *
     * <p>It does so before anybody can open the file again: closing the old channel later would give away the lock that
     * was had by way of the new one.
     */
    @Override
    public void close() {
        synchronized (OPEN) {
            handles--;
            if (handles > 0) {
                return;
            }
            OPEN.remove(key);
            try {
                closeChannel();
            } catch (IOException e) {
                throw new LogUnavailableException(Reason.IO, "cannot close " + file + ": " + e, e);
            }
        }
    }

    /** The lock while it is held. */
    final class Held implements AutoCloseable {

        /** {@return whether the file at the lock's path is still the one that is locked} */
        boolean isValid() {
            try {
                FileChannel open = channel;
                return open != null && open.isOpen() && isCurrent();
            } catch (IOException e) {
                return false;
            }
        }

        /** {@return whether this process has had the lock for as long as it may before it lets others go first} */
        boolean isOverdue() {
            return System.nanoTime() - turn >= TURN;
        }

        @Override
        public void close() {
            holder = null;
            try {
                release();
            } finally {
                mutex.unlock();
            }
        }
    }
}
