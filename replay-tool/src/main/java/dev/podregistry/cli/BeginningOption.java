package dev.podregistry.cli;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.State;
import picocli.CommandLine.Option;

/** Where the reading for a question about one point begins. */
final class BeginningOption {

    @Option(
            names = "--from-start",
            description = "Read and check the log from its first event, instead of going on from the newest snapshot of"
                    + " the table that the log leads to.")
    private boolean fromStart;

    boolean isGiven() {
        return fromStart;
    }

    State state(History history, Moment moment) {
        return fromStart ? history.replayed(moment) : history.state(moment);
    }
}
