package dev.podregistry.cli.option;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.TimeSpec;
import dev.podregistry.cli.shell.Shell;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which stretch of the history a question is about. */
public final class SpanOption {

    @Option(
            names = "--since",
            paramLabel = "POINT",
            description =
                    "From this event on, or from the first one stamped at this time or later: a sequence, a time or"
                            + " date in ISO-8601, one relative to now (-15m, -2h, -3d), start or end.")
    private @Nullable TimeSpec since;

    @Option(
            names = {"--until", "--at"},
            paramLabel = "POINT",
            description = "Up to this event, or up to the last one stamped at this time or earlier; a time takes all of"
                    + " its last written unit in.")
    private @Nullable TimeSpec until;

    public Moment since(Shell shell) {
        return since == null ? new Moment.Start() : shell.times().moment(since);
    }

    public boolean hasBeginning() {
        return since != null;
    }

    public boolean hasEnd() {
        return until != null;
    }

    public boolean reachesPresent(Shell shell) {
        return until(shell) instanceof Moment.End;
    }

    public Moment until(Shell shell) {
        return until == null ? new Moment.End() : shell.times().moment(until);
    }
}
