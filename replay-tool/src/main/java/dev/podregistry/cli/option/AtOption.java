package dev.podregistry.cli.option;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.TimeSpec;
import dev.podregistry.cli.shell.Shell;
import picocli.CommandLine.Option;

/** At which point of the history a question is asked. */
public final class AtOption {

    @Option(
            names = "--at",
            paramLabel = "POINT",
            description = {
                "As it was right after this event, or at this time: a sequence (17 or '#17'; 0 or start is before the"
                        + " first), a time in ISO-8601 (2026-01-31T12:00:00Z; a time takes all of its last written unit"
                        + " in, a date the whole day), or one relative to now (-15m, -2h, -3d). Without it, as it is"
                        + " now."
            })
    private TimeSpec point = (now, zone) -> new Moment.End();

    public Moment moment(Shell shell) {
        return shell.times().moment(point);
    }
}
