package dev.podregistry.log.chronicle.disk;

import java.nio.file.Path;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;

/**
 * How the queue of a registry is opened.
 *
 * <p>A file per UTC day: few enough for years of history, small enough to copy. A fresh file is as long as five quarters
 * of the writer's block, and with a small block has its place on the disk from the start. A document can be as great as a quarter of
 * the block, so a writer begins with a small block and takes the great one only for a transaction that needs it. Readers
 * always use the great one: it costs them address space only, as read-only mapping never makes a file grow.
 */
public final class Queues {

    public static final RollCycle DAILY = RollCycles.FAST_DAILY;

    public static final int SMALL_BLOCK = 256 << 10;
    public static final int GREAT_BLOCK = 64 << 20;

    /** The greatest transaction, in bytes as stored. */
    public static final int MAX_TRANSACTION = capacity(GREAT_BLOCK);

    /** A file of events is at least as long before anybody is told of it. */
    public static final int LEAST = SMALL_BLOCK;

    /** The disk that the files of a new queue take, generously. */
    public static final long NEW_FILES = 512 << 10;

    /** What a document needs besides its bytes: a header, and the end mark after it. */
    private static final int FRAME = 64;

    /** How long Chronicle waits for what a dead process left half made, before it goes on; under our lock, in vain. */
    private static final long PATIENCE_MILLIS = 40;

    private Queues() {}

    public static int capacity(int block) {
        return block / 4 - FRAME;
    }

    public static SingleChronicleQueue reading(Path directory) {
        return builder(directory).blockSize(GREAT_BLOCK).readOnly(true).build();
    }

    public static SingleChronicleQueue writing(Path directory, int block, TimeProvider clock) {
        return builder(directory).blockSize(block).timeProvider(clock).build();
    }

    private static SingleChronicleQueueBuilder builder(Path directory) {
        return SingleChronicleQueueBuilder.binary(directory).rollCycle(DAILY).timeoutMS(PATIENCE_MILLIS);
    }
}
