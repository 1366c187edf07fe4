package dev.podregistry.log;

import dev.podregistry.event.Origin;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;

/**
 * A log that can be written. One handle serves all threads of a process; any number of processes may each have one.
 */
public interface EventLog extends LogReader {

    /**
     * Folds what this handle has not seen, lets a step decide on that, and appends what it proposes, all as one: no
     * event of anybody else comes between what was folded and what is appended.
     *
     * <p>The events of one proposal are appended together or not at all, stamped with the time of the log's clock, and
     * folded before this returns. When it returns they are as durable as the log was opened to be. With no events to
     * append, nothing is written; the answer then rests on events that are just as durable.
     *
     * @param origin who asks, and the id of the command
     * @param fold takes the events of others not seen yet, and then the appended ones; it may run where the step may
     * @param step decides; pure, as it may run more than once, and in the thread of another call on this handle
     * @param <A> the type of the answer
     * @return the answer of the step's last proposal
     * @throws LogBusyException when the right to append could not be had in time; nothing was appended
     * @throws DamagedLogException when the log does not hold what was once appended; nothing was appended
     * @throws AppendFailedException when the events could not be appended; it says whether that is known for certain
     * @throws IllegalStateException when the handle is closed
     */
    <A> A transact(Origin origin, EventSink fold, Step<A> step);

    /**
     * Returns once the events up to a sequence, which this handle has delivered, are on the disk, however the log was
     * opened. A log without a disk has nothing to do.
     *
     * @throws LogUnavailableException when the disk fails
     * @throws IllegalStateException when the handle is closed
     */
    default void sync(long sequence) {}

    /**
     * {@return the greatest epoch of tokens that is known to have begun, or to be due, whatever the events tell; 0 for none}
     *
     * <p>It is greater than that of the last {@link dev.podregistry.event.Event.Restored} after a repair that had to give
     * events up: before the next command the epoch must be begun, or tokens of what was given up would be given again.
     */
    default long knownEpoch() {
        return 0;
    }
}
