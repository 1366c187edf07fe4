package dev.podregistry.table;

import dev.podregistry.event.Event;
import dev.podregistry.model.Quoted;

/** An event that no registry could have decided on the table it is to be applied to. The table stays as it was. */
public final class ImpossibleHistoryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The sequence of the event. */
    private final long sequence;

    /**
     * Creates the exception.
     *
     * @param sequence the sequence of the event
     * @param event the event
     * @param reason why it cannot have happened
     */
    public ImpossibleHistoryException(long sequence, Event event, String reason) {
        super("event #" + sequence + " cannot have happened: "
                + event.getClass().getSimpleName() + (event.pod() == null ? "" : " of pod " + event.pod()) + ", but "
                + Quoted.message(reason));
        this.sequence = sequence;
    }

    /** {@return the sequence of the event} */
    public long sequence() {
        return sequence;
    }
}
