package dev.podregistry.log.chronicle.lock;

import static java.util.Objects.requireNonNull;

import dev.podregistry.log.chronicle.disk.Home;
import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.NewFiles;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.log.place.Trust;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
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
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One lock file, which one thread of one process holds at a time: a lock in this JVM, then the operating system's lock on
 * the file, which the kernel takes back when its holder dies.
 *
 * <p>The system's lock belongs to the whole process, and closing <em>any</em> channel on the file gives it up. So this
 * JVM has one channel for each lock file, however often and by however many class loaders the log is opened; nothing in this
 * JVM may open the file besides. An interrupt closes the channel too: while getting the lock it is opened again, while
 * giving it back that is just as well, and in between the channel is not touched.
 *
 * <p>The kernel promises no order, and a process that takes the lock again and again would keep others out. So there are
 * two locks on the file: the right itself, and the place of whoever is next. A process that has had its turn has to be
 * next before it may go again. That is mere politeness, and ends when it takes too long: the next may have been stopped.
 *
 * <p>The file's content tells people who holds it: one line of {@value LockHolder#LINE} bytes, {@code pid N since TIME},
 * written by each new holder over the last one's and never taken away.
 */
public final class RegistryLock implements AutoCloseable {

    /** Where the lock is in the file, and where the place of whoever is to have it next is. */
    private static final long RIGHT = 0;

    private static final long NEXT = 1;

    /** How long this process may take the lock again and again before it lets others go first. */
    static final long TURN = TimeUnit.MILLISECONDS.toNanos(2);

    /** How long a caller lets others go first; whoever is next may have been stopped. */
    private static final long POLITE = TimeUnit.MILLISECONDS.toNanos(20);

    /** How often whoever is next looks whether the lock is free. */
    private static final long SHORT_PAUSE = TimeUnit.MICROSECONDS.toNanos(50);

    /** How often the others look whether they can be next: seldom, to leave the processors to the holder. */
    private static final long PLACE_PAUSE = TURN / 8;

    private static final long LONG_PAUSE = TimeUnit.MILLISECONDS.toNanos(2);

    private final Path file;
    private final Object directory;
    private final Object key;
    private final JvmLock shared;
    private final AtomicBoolean closed = new AtomicBoolean();
    private @Nullable FileLock systemLock;
    private @Nullable FileLock next;

    private RegistryLock(Path file, Object directory, Object key) {
        this.file = file;
        this.directory = directory;
        this.key = key;
        this.shared = JvmLock.open(directory, key);
    }

    /** {@return the lock file, which is created if it is missing; each caller closes it} */
    public static RegistryLock open(Path file) throws IOException {
        synchronized (JvmLock.guard()) {
            try {
                NewFiles.createFile(file);
            } catch (FileAlreadyExistsException e) {
                // Somebody had a log here before.
            }
            String misplaced = Trust.misplaced(file, FileFacts.Type.FILE);
            if (misplaced != null) {
                throw new LogUnavailableException(Reason.UNSUITABLE, misplaced, null);
            }
            return new RegistryLock(file, Home.keyOf(requireNonNull(file.getParent())), Home.keyOf(file));
        }
    }

    /**
     * {@return who has signed the lock file last, or unknown; nothing is locked, and no lock is lost}
     *
     * <p>Closing the file would give up a lock that this JVM has on it, so where this JVM has the file open it is not
     * touched, and told is only which of its own threads has the lock.
     */
    public static LockHolder signer(Path file) throws IOException {
        synchronized (JvmLock.guard()) {
            if (JvmLock.isOpen(Home.keyOf(file))) {
                return JvmLock.holderOf(Home.keyOf(file));
            }
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                return LockHolder.UNKNOWN;
            }
            try (InputStream line = new FileInputStream(file.toFile())) {
                return LockHolder.of(new String(line.readNBytes(LockHolder.LINE), StandardCharsets.US_ASCII));
            }
        }
    }

    /**
     * {@return the lock, to be closed by the same thread; null when the file at its path is another one by now}
     *
     * @throws LogBusyException when it was not had in time
     * @throws IllegalStateException when this thread has it already
     */
    @Nullable
    public Held acquire(Deadline deadline) {
        if (shared.mutex().isHeldByCurrentThread()) {
            throw new IllegalStateException("a fold or a step must not call the log that runs it");
        }
        if (!deadline.tryLock(shared.mutex())) {
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
            throw new LogUnavailableException(Reason.IO, "cannot lock " + file + ": " + Reasons.of(e, file), e);
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
            shared.elsewhere().set(otherProcess().shared());
        }
        if (passed) {
            throw busy(deadline);
        }
        boolean soon = waited < TimeUnit.SECONDS.toNanos(1);
        LockSupport.parkNanos(soon ? next == null ? PLACE_PAUSE : SHORT_PAUSE : LONG_PAUSE);
    }

    /** {@return what to tell who has waited in vain} */
    LogBusyException busy(Deadline deadline) {
        LockHolder here = LockHolder.shared(shared.holder().get());
        LockHolder elsewhere = LockHolder.shared(shared.elsewhere().get());
        LockHolder blocking =
                here != null ? here : (elsewhere == null ? LockHolder.UNKNOWN : elsewhere).confirmed(file);
        return blocking.busy(file, deadline.waited());
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
            if (next != null) {
                shared.turn().set(System.nanoTime());
            }
            giveUpPlace();
            LockHolder here = LockHolder.thisThread();
            sign(open, here);
            if (!isCurrent()) {
                release();
                return null;
            }
            Held held = new Held();
            shared.holder().set(here.shared());
            return held;
        } catch (ClosedChannelException e) {
            closeChannel();
            return null;
        } catch (OverlappingFileLockException e) {
            strand(shared.channel().getAndSet(null));
            throw new LogUnavailableException(
                    Reason.UNSUITABLE,
                    file + " is locked by other code in this process, maybe a second class loader",
                    e);
        } catch (IOException | RuntimeException | Error e) {
            closeChannel();
            throw e;
        }
    }

    /** The line is for people: a disk that has no room for it keeps nobody out. */
    private static void sign(FileChannel open, LockHolder here) throws IOException {
        try {
            open.write(ByteBuffer.wrap(here.line().getBytes(StandardCharsets.US_ASCII)), 0);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            System.getLogger("dev.podregistry").log(System.Logger.Level.DEBUG, "the lock was not signed", e);
        }
    }

    private boolean mayGoFirst(FileChannel open, long waited) throws IOException {
        if (next != null || System.nanoTime() - shared.turn().get() < TURN) {
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
            return Home.keyOf(file).equals(key);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** {@return the channel; null when the file at the path is another, which must be neither locked nor closed here} */
    private @Nullable FileChannel openChannel() throws IOException {
        FileChannel open = shared.channel().get();
        if (open != null && open.isOpen()) {
            return open;
        }
        if (!isCurrent()) {
            return null;
        }
        try {
            open = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return null;
        }
        if (!isCurrent()) {
            strand(open);
            return null;
        }
        shared.channel().set(open);
        return open;
    }

    private static void strand(@Nullable FileChannel open) {
        if (open != null) {
            JvmLock.strand(open);
        }
    }

    private void closeChannel() throws IOException {
        FileChannel open = shared.channel().getAndSet(null);
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
            shared.mutex().unlock();
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
        } catch (IOException | RuntimeException | Error e) {
            try {
                closeChannel();
            } catch (IOException again) {
                e.addSuppressed(again);
                throw new LogUnavailableException(Reason.IO, "cannot unlock " + file + ": " + Reasons.of(e, file), e);
            }
            if (e instanceof Error error) {
                throw error;
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
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        synchronized (JvmLock.guard()) {
            try {
                shared.close(directory, key);
            } catch (IOException e) {
                throw new LogUnavailableException(Reason.IO, "cannot close " + file + ": " + Reasons.of(e, file), e);
            }
        }
    }

    /** The lock while it is held. */
    public final class Held implements AutoCloseable {

        /** {@return whether the file at the lock's path is still the one that is locked} */
        public boolean isValid() {
            try {
                FileChannel open = shared.channel().get();
                return open != null && open.isOpen() && isCurrent();
            } catch (IOException e) {
                return false;
            }
        }

        /** {@return whether this process has had the lock for as long as it may before it lets others go first} */
        public boolean isOverdue() {
            return System.nanoTime() - shared.turn().get() >= TURN;
        }

        @Override
        public void close() {
            shared.holder().set(null);
            try {
                release();
            } finally {
                shared.mutex().unlock();
            }
        }
    }
}
