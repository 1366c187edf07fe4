package dev.podregistry.log.chronicle;

import dev.podregistry.log.LogBusyException;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The right to append, which one thread of one process has at a time: a lock in this JVM, then the operating system's
 * lock on the file {@code lock}, which the kernel takes back when its holder dies.
 *
 * <p>The system's lock belongs to the whole process, and closing <em>any</em> channel on the file gives it up. So this
 * JVM has one instance and one channel for each lock file, however often the log is opened; nothing in this JVM may open
 * the file besides. An interrupt closes the channel too: while getting the lock it is opened again, while giving it back
 * that is just as well, and in between the channel is not touched.
 *
 * <p>The file's content tells people who holds it: one line of {@value #LINE} bytes, {@code pid N since TIME}, written
 * by each new holder over the last one's and never taken away.
 */
final class RegistryLock implements AutoCloseable {

    private static final int LINE = 64;
    private static final long SHORTEST_PAUSE = 50_000;
    private static final long LONGEST_PAUSE = 4_000_000;
    private static final Map<Object, RegistryLock> OPEN = new HashMap<>();

    private final ReentrantLock mutex = new ReentrantLock(true);
    private final Path file;
    private final Object key;
    private int handles;
    private @Nullable FileChannel channel;
    private @Nullable FileLock systemLock;
    private volatile String holder = "nobody";

    private RegistryLock(Path file, Object key) {
        this.file = file;
        this.key = key;
    }

    /** {@return this JVM's instance for the lock file, which is created if it is missing; each caller closes it} */
    static RegistryLock open(Path file) throws IOException {
        try {
            Files.createFile(file, RegistryDirectory.onlyOwner(file, "rw-------"));
        } catch (FileAlreadyExistsException e) {
            // Somebody had a log here before.
        }
        Object key = keyOf(file);
        synchronized (OPEN) {
            RegistryLock lock = OPEN.computeIfAbsent(key, k -> new RegistryLock(file, k));
            lock.handles++;
            return lock;
        }
    }

    private static Object keyOf(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }

    /**
     * {@return the lock, to be closed by the same thread}
     *
     * @throws LogBusyException when it was not had in time
     * @throws IllegalStateException when this thread has it already
     */
    Held acquire(Deadline deadline) {
        if (mutex.isHeldByCurrentThread()) {
            throw new IllegalStateException("a fold or a step must not call the log that runs it");
        }
        if (!deadline.tryLock(mutex)) {
            throw new LogBusyException(file.toString(), holder, deadline.waited());
        }
        boolean interrupted = Thread.interrupted();
        boolean had = false;
        try {
            for (long pause = SHORTEST_PAUSE; !had; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
                had = attempt();
                interrupted |= Thread.interrupted();
                if (!had) {
                    pause(pause, deadline);
                }
            }
            return new Held();
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot lock " + file + ": " + e, e);
        } finally {
            if (!had) {
                mutex.unlock();
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void pause(long nanos, Deadline deadline) throws IOException {
        if (deadline.passed()) {
            throw new LogBusyException(file.toString(), otherProcess(), deadline.waited());
        }
        LockSupport.parkNanos(nanos);
    }

    /** {@return whether the system's lock is ours; not, when another process has it or an interrupt came in between} */
    private boolean attempt() throws IOException {
        try {
            FileChannel open = openChannel();
            systemLock = open.tryLock();
            if (systemLock == null) {
                return false;
            }
            sign(open);
            requireCurrent();
            return true;
        } catch (ClosedChannelException e) {
            closeChannel();
            return false;
        } catch (OverlappingFileLockException e) {
            throw new LogUnavailableException(
                    Reason.UNSUITABLE,
                    file + " is locked by other code in this process, maybe a second class loader",
                    e);
        } catch (IOException | RuntimeException e) {
            closeChannel();
            throw e;
        }
    }

    private void requireCurrent() throws IOException {
        if (!isCurrent()) {
            throw new LogUnavailableException(
                    Reason.IO, file + " was replaced while the log was open; close the log and open it again", null);
        }
    }

    private boolean isCurrent() throws IOException {
        return Files.exists(file) && keyOf(file).equals(key);
    }

    private FileChannel openChannel() throws IOException {
        FileChannel open = channel;
        if (open == null || !open.isOpen()) {
            open = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    private void closeChannel() throws IOException {
        FileChannel open = channel;
        channel = null;
        systemLock = null;
        if (open != null) {
            open.close();
        }
    }

    private void sign(FileChannel open) throws IOException {
        Instant now = Instant.now();
        holder = "thread " + Thread.currentThread().getName() + " of this process since " + now;
        String line = "pid " + ProcessHandle.current().pid() + " since " + now;
        String padded = line + " ".repeat(Math.max(0, LINE - 1 - line.length())) + "\n";
        open.write(ByteBuffer.wrap(padded.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    private String otherProcess() throws IOException {
        ByteBuffer line = ByteBuffer.allocate(LINE);
        try {
            openChannel().read(line, 0);
        } catch (ClosedChannelException e) {
            return "another process";
        }
        String text = StandardCharsets.US_ASCII.decode(line.flip()).toString().strip();
        return text.isEmpty() ? "another process" : text;
    }

    private void release() {
        FileLock lock = systemLock;
        systemLock = null;
        try {
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

        @Override
        public void close() {
            holder = "nobody";
            try {
                release();
            } finally {
                mutex.unlock();
            }
        }
    }
}
