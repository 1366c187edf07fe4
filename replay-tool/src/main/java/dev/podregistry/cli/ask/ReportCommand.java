package dev.podregistry.cli.ask;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.Report;
import dev.podregistry.audit.TimeSpec;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.option.NewFile;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.report.Page;
import dev.podregistry.cli.report.PageData;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A page that shows a whole history in a browser. */
@Command(
        description = {
            "Writes one HTML file that shows the whole history in a browser: a timeline with a lane for each pod, who held"
                    + " which path at any moment, the events, and what a verification found. It needs no network and"
                    + " nothing beside it, so it can be sent, kept, and opened from disk.",
            "The registry is verified on the way, and the exit code is that of verify: of a damaged log the page shows what"
                    + " could be read, and says so."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry report -O report.html -d /var/lib/pods",
            "  pod-registry report -O tuesday.html --until 2026-01-27",
            "  pod-registry report -O - | ssh desk 'cat > report.html'"
        })
public final class ReportCommand implements Callable<Integer> {

    private static final String STANDARD_OUTPUT = "-";

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Option(
            names = {"--until", "--at"},
            paramLabel = "POINT",
            description = "Show the history up to this event, or up to the last one stamped at this time or earlier;"
                    + " verified is all of it.")
    private TimeSpec until = (now, zone) -> new Moment.End();

    @Option(
            names = {"-O", "--out"},
            paramLabel = "FILE",
            description = "Write to FILE, whole or not at all; - prints the page instead.")
    private @Nullable String out;

    @Option(names = "--force", description = "Let -O replace FILE.")
    private boolean force;

    public ReportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (out == null) {
            throw new Complaint(
                    ExitCode.USAGE, "a page is for a browser: give -O FILE to write it to, or -O - to print it");
        }
        boolean printed = out.equals(STANDARD_OUTPUT);
        if (printed && force) {
            throw new Complaint(ExitCode.USAGE, "--force is for the file of -O; leave it out, or give -O FILE");
        }
        Path directory = registry.directory(shell);
        if (printed) {
            return report(directory, shell.out());
        }
        try (NewFile file = NewFile.at(shell, out, force, directory)) {
            int code = report(directory, file.open());
            file.keep();
            return code;
        }
    }

    private int report(Path directory, Writer to) throws IOException {
        try (History history = History.open(shell, directory)) {
            long last = history.lastReadable(shell.times().moment(until));
            PageData data = new PageData(last);
            Verified verified = Verified.read(shell, directory, history, null, data);
            if (verified.damage() == null) {
                history.requireReached(last, verified.report().end().position());
            }
            Page.write(to, data, directory.toString(), verified.report());
            verified.noteDamage(shell);
            shell.note(summary(data, verified.report()));
            return verified.exitCode();
        }
    }

    private static String summary(PageData data, Report report) {
        long all = report.end().sequence() - report.outset().sequence();
        return "report of " + data.events() + " of " + all + " events at #"
                + data.at().sequence() + "; "
                + switch (report.verdict()) {
                    case SOUND -> "the log is sound";
                    case DAMAGED -> "the log is damaged, and the page says where";
                    case BAD_SNAPSHOT -> "a snapshot is bad, and the page says which";
                    case PROMISE_BROKEN -> "two pods could write one path, and the page says when";
                };
    }
}
