package dev.podregistry.log.chronicle.queue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import java.io.IOException;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Finds single events in a queue by the sequences that its transactions begin with, halving what is left.
 *
 * <p>What it passes over it takes on trust: if the queue is not in order there, an event that is in it may not be found.
 * Not thread-safe.
 */
public final class Lookup implements AutoCloseable {

    private static final long NONE = Long.MAX_VALUE;

    private final RegistryDirectory directory;
    private final Tail tail;

    private Lookup(RegistryDirectory directory, Tail tail) {
        this.directory = directory;
        this.tail = tail;
    }

    public static Lookup open(RegistryDirectory directory) {
        return new Lookup(directory, Tail.open(directory));
    }

    /** {@return whether no recovery has put another queue in the place of this one} */
    public boolean isCurrent() {
        return tail.isCurrent();
    }

    /** {@return the point that the history begins after} */
    public LogPosition first() {
        return tail.first();
    }

    /** {@return the event, as it has proven to be what was stored with its hash; null when it is not found} */
    @Nullable
    public Recorded find(long sequence) {
        try {
            if (!tail.seek(transaction(sequence))) {
                return null;
            }
            return tail.next().stream()
                    .filter(event -> event.sequence() == sequence)
                    .findFirst()
                    .orElse(null);
        } catch (IOException | RuntimeException | InternalError | AssertionError e) {
            // If the log itself is at fault, whoever reads it from the beginning learns where.
            return null;
        }
    }

    /** {@return Chronicle's index of the transaction that would hold the event} */
    private long transaction(long sequence) throws IOException {
        List<Integer> days = directory.days().stream()
                .map(file -> DayNames.day(file.getFileName().toString()))
                .toList();
        LongUnaryOperator start = number -> Queues.DAILY.toIndex(days.get(Math.toIntExact(number)), 0);
        long day = last(0, days.size() - 1L, sequence, number -> begins(start.applyAsLong(number)));
        long first = start.applyAsLong(day);
        long most = first + sequence - begins(first);
        return begins(most) == sequence ? most : last(first, most, sequence, this::begins);
    }

    /** {@return the last number of a range that begins at {@code sequence} or before; its first, if none does} */
    private static long last(long from, long to, long sequence, LongUnaryOperator begins) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = high - (high - low) / 2;
            if (begins.applyAsLong(middle) <= sequence) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** {@return the first sequence of the transaction at an index; {@link #NONE} when there is no transaction} */
    private long begins(long index) {
        return tail.seek(index) ? tail.position().sequence() + 1 : NONE;
    }

    @Override
    public void close() {
        tail.close();
    }
}
