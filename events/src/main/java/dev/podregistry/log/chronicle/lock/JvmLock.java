package dev.podregistry.log.chronicle.lock;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What all of this JVM share of one lock file, in whatever class loader they are.
 *
 * <p>The system's lock belongs to the process, and this code can be in a process more than once: a server loads it for each
 * of its applications. So what is shared is kept among the system's properties, and made of nothing but the JDK's own types.
 *
 * @param mutex lets one thread of this JVM at a time have any of the files that have been the lock of one directory
 * @param channel the only one on the file, null while it is not open
 * @param holder who of this JVM has the lock, null when nobody
 * @param elsewhere who had it in another process, when it was looked for last
 * @param turn when this process got its turn
 * @param handles how many have the file in use; to be changed under the table's lock
 */
record JvmLock(
        ReentrantLock mutex,
        AtomicReference<@Nullable FileChannel> channel,
        AtomicReference<@Nullable List<Object>> holder,
        AtomicReference<@Nullable List<Object>> elsewhere,
        AtomicLong turn,
        AtomicInteger handles) {

    /** Changed only together with what it holds. */
    private static final String KEY = "dev.podregistry.locks.1";

    private static final Map<Object, Object> TABLE = table();

    @SuppressWarnings("unchecked")
    private static Map<Object, Object> table() {
        return (Map<Object, Object>)
                System.getProperties().computeIfAbsent(KEY, key -> new ConcurrentHashMap<Object, Object>());
    }

    /** {@return what to hold while a lock file is opened or closed, or the table asked} */
    static Object guard() {
        return TABLE;
    }

    private static List<Object> mutexKey(Object directory) {
        return List.of("mutex", directory);
    }

    /**
     * {@return what is shared of a file, with one more handle}
     *
     * @param directory tells its directory from others
     * @param file tells it from others
     */
    static JvmLock open(Object directory, Object file) {
        Object[] mutex = (Object[]) TABLE.computeIfAbsent(
                mutexKey(directory), key -> new Object[] {new ReentrantLock(true), new AtomicInteger()});
        ((AtomicInteger) mutex[1]).incrementAndGet();
        Object[] parts = (Object[]) TABLE.computeIfAbsent(file, key -> new Object[] {
            new AtomicReference<FileChannel>(),
            new AtomicReference<List<Object>>(),
            new AtomicReference<List<Object>>(),
            new AtomicLong(System.nanoTime() - RegistryLock.TURN),
            new AtomicInteger()
        });
        JvmLock lock = of((ReentrantLock) mutex[0], parts);
        lock.handles.incrementAndGet();
        return lock;
    }

    @SuppressWarnings("unchecked")
    private static JvmLock of(ReentrantLock mutex, Object[] parts) {
        return new JvmLock(
                mutex,
                (AtomicReference<@Nullable FileChannel>) parts[0],
                (AtomicReference<@Nullable List<Object>>) parts[1],
                (AtomicReference<@Nullable List<Object>>) parts[2],
                (AtomicLong) parts[3],
                (AtomicInteger) parts[4]);
    }

    /** Gives a handle back; with the last one the channel is closed. */
    void close(Object directory, Object file) throws IOException {
        Object[] mutexOf = (Object[]) TABLE.get(mutexKey(directory));
        if (mutexOf != null && ((AtomicInteger) mutexOf[1]).decrementAndGet() == 0) {
            TABLE.remove(mutexKey(directory));
        }
        if (handles.decrementAndGet() == 0) {
            TABLE.remove(file);
            FileChannel open = channel.getAndSet(null);
            if (open != null) {
                open.close();
            }
        }
    }

    /** {@return whether this JVM has the file in use} */
    static boolean isOpen(Object file) {
        return TABLE.containsKey(file);
    }

    /** {@return who of this JVM has the lock on the file, unknown when nobody has} */
    static LockHolder holderOf(Object file) {
        Object[] parts = (Object[]) TABLE.get(file);
        LockHolder here = parts == null
                ? null
                : LockHolder.shared(of(new ReentrantLock(), parts).holder().get());
        return here == null ? LockHolder.UNKNOWN : here;
    }

    /** Keeps a channel open for good: other code may have locked its file, and would lose that if it were closed, or collected. */
    @SuppressWarnings("unchecked")
    static void strand(FileChannel open) {
        synchronized (TABLE) {
            ((List<Object>) TABLE.computeIfAbsent("stranded", key -> new ArrayList<Object>())).add(open);
        }
    }
}
