package dev.podregistry.audit;

import java.time.Instant;

/** A point of a history as somebody asks for it, before it is known which event that is. */
public sealed interface Moment {

    /** Where the history begins. */
    record Start() implements Moment {}

    /** Where the history ends. */
    record End() implements Moment {}

    /**
     * Right after the event of a sequence.
     *
     * @param sequence the sequence
     */
    record Sequence(long sequence) implements Moment {}

    /**
     * Right after the last event stamped with a time or an earlier one.
     *
     * @param first the first instant of the time, as coarse as it was asked for
     * @param last its last instant
     */
    record Time(Instant first, Instant last) implements Moment {}
}
