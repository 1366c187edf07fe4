package dev.podregistry.log;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.DamagedLogException;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of a log. Reading changes nothing in the log, takes no lock that a writer waits for, and checks what
 * it delivers: sequence without gaps, hash chain unbroken. Thread-safe.
 */
public interface LogReader extends AutoCloseable {

    /**
     * {@return the point that the history begins after: {@link LogPosition#START}, unless its first events are lost and
     * somebody has accepted that}
     *
     * @throws DamagedLogException when that cannot be told any more
     */
    default LogPosition first() {
        Foundation foundation = foundation();
        return foundation == null ? LogPosition.START : foundation.position();
    }

    /**
     * {@return what a projection begins with that reads from {@link #first} on; null when that is nothing}
     *
     * @throws DamagedLogException when it is not what was accepted any more
     */
    default @Nullable Foundation foundation() {
        return null;
    }

    /**
     * Delivers every event from a sequence on, up to the end as it is when reached, independent of {@link #catchUp}.
     *
     * <p>Events before {@code from} are read and checked too, unless the log can skip them without losing the proof. A
     * history that begins later than {@code from} is delivered from its beginning on.
     *
     * @param from the first sequence to deliver, from 1
     * @param sink takes the events
     * @return the position after the last event in the log
     * @throws DamagedLogException when the log does not hold what was once appended
     */
    LogPosition replay(long from, EventSink sink);

    /**
     * {@return the event of a sequence, or null when the history ends before it or begins after it}
     *
     * <p>A log that need not read what comes before it does not. Then the event has proven that it is what was stored
     * with its hash; that this hash is a link of the chain from the first event to the last, only {@link #replay} proves.
     * It folds nothing, so a step may ask it, too.
     *
     * @param sequence the sequence, from 1
     * @throws DamagedLogException when the log does not hold what was once appended
     */
    default @Nullable Recorded find(long sequence) {
        Recorded[] found = new Recorded[1];
        replay(sequence, event -> found[0] = event.sequence() == sequence ? event : found[0]);
        return found[0];
    }

    /**
     * Delivers the events that this handle's folding calls ({@code catchUp} and {@link EventLog#transact}) have not
     * delivered yet: each event once per handle, in order.
     *
     * @param fold takes the events
     * @return the position after the last event delivered
     * @throws DamagedLogException when the log does not hold what was once appended
     */
    LogPosition catchUp(EventSink fold);

    /** {@return whether the log may have grown since the last folding call; a cheap hint without a lock} */
    boolean mayHaveGrown();

    /**
     * {@return a hint for a {@link Bookmark} of any position from the one on that the folding calls have come to}
     *
     * <p>Cheap and without a lock. A log that cannot begin in its middle has none.
     */
    default long hint() {
        return Bookmark.NO_HINT;
    }

    /** Gives back all resources. Idempotent. */
    @Override
    void close();
}
