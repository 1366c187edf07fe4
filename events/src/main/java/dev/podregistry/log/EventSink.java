package dev.podregistry.log;

import dev.podregistry.event.Recorded;

/** Takes events in the order of the log. */
@FunctionalInterface
public interface EventSink {

    /**
     * Takes the next event.
     *
     * @param event the event
     * @throws RuntimeException when it cannot be taken; the log stops delivering and passes the exception on
     */
    void accept(Recorded event);
}
