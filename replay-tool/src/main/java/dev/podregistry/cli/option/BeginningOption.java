package dev.podregistry.cli.option;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.State;
import dev.podregistry.cli.history.History;
import picocli.CommandLine.Option;

/** Where the reading for a question about one point begins. */
public final class BeginningOption {

    @Option(
            names = "--from-start",
            description = "Read and check the log from its first event, instead of going on from the newest snapshot of"
                    + " the table that the log leads to.")
    private boolean fromStart;

    public boolean isGiven() {
        return fromStart;
    }

    public State state(History history, Moment moment) {
        return fromStart ? history.replayed(moment) : history.state(moment);
    }
}
