package dev.podregistry.cli;

import dev.podregistry.audit.Moment;
import picocli.CommandLine.Option;

/** At which point of the history a question is asked. */
final class AtOption {

    @Option(
            names = "--at",
            paramLabel = "POINT",
            description = {
                "As it was right after this event, or at this time: a sequence (17 or '#17'; 0 is before the first),"
                        + " or ISO-8601 (2026-01-31T12:00:00Z; UTC unless it says otherwise; a time takes all of its"
                        + " last written unit in). Without it, as it is now."
            })
    private Moment moment = new Moment.End();

    Moment moment() {
        return moment;
    }
}
