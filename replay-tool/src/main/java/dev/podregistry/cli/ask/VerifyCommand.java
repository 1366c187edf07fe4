package dev.podregistry.cli.ask;

import dev.podregistry.audit.Check;
import dev.podregistry.audit.Check.Status;
import dev.podregistry.audit.Continuation;
import dev.podregistry.audit.Report;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.history.Leftovers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.event.Foundation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether the log can be relied on. */
@Command(
        description = {
            "Reads the whole log and checks, event by event:",
            "  chain    sequences without gaps; each hash is that of the hash before and of what is stored",
            "  history  every event could have been decided on the table before it",
            "  writers  after every event no path had two writers",
            "  clock    times that go backwards are noted; they prove nothing",
            "  snapshot each snapshot of the registry is the table that the events lead to",
            "The log alone cannot show that its end was cut off. So --save writes a checkpoint, where the log ends now,"
                    + " to be kept elsewhere, and --against proves that the log goes on from an earlier one.",
            "Exit code 0 when all holds; 65 when chain or history do not, the log does not go on from the checkpoint, a"
                    + " snapshot is bad, or manifest.json is of another log; 1 when the record is whole but two pods could write one path. A checkpoint"
                    + " or key that is damaged, or a signature that is not that key's: 65; none there: 66."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry verify -d /var/lib/pods",
            "  pod-registry verify --save monday.checkpoint --sign private.pem",
            "  pod-registry verify --against monday.checkpoint --key public.pem"
        })
public final class VerifyCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private CheckpointOption checkpoints = new CheckpointOption();

    public VerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = registry.directory(shell);
        checkpoints.prepare(shell, directory);
        Verified verified = verified(directory);
        Report report = verified.report();
        if (output.isTable()) {
            print(report);
        } else {
            output.json(shell).print(Shapes.report(report));
        }
        verified.noteDamage(shell);
        checkpoints.save(shell, report);
        boolean lacking = Leftovers.noteDiscarded(shell, directory) | Leftovers.noteMark(shell, directory);
        if (verified.damage() == null) {
            Leftovers.noteMisleading(shell, directory);
        }
        int code = verified.exitCode();
        return lacking && code != ExitCode.DAMAGED ? ExitCode.DAMAGED : code;
    }

    private Verified verified(Path directory) {
        try (History history = History.open(shell, directory)) {
            return Verified.read(shell, directory, history, checkpoints.against());
        }
    }

    private void print(Report report) {
        Foundation foundation = report.outset().foundation();
        if (foundation != null) {
            shell.out()
                    .println(Printable.padded("begins", 9) + shell.yellow(Printable.padded("note", 8)) + "the "
                            + Printable.line(foundation.text()));
        }
        for (Check check : report.checks()) {
            shell.out()
                    .println(Printable.padded(check.subject().toString(), 9)
                            + status(check, report.outset().sequence()));
            check.findings()
                    .forEach(finding -> shell.out()
                            .println("           #" + finding.sequence() + " " + Printable.line(finding.text())));
        }
        Continuation continuation = report.continuation();
        if (continuation != null) {
            boolean holds = continuation.holds();
            String name = Printable.padded(holds ? "ok" : "FAILED", 8);
            shell.out()
                    .println(Printable.padded("kept", 9) + (holds ? shell.green(name) : shell.red(name)) + "the log "
                            + continuation);
        }
        String verdict = switch (report.verdict()) {
            case SOUND -> shell.green("the log is sound");
            case DAMAGED -> shell.red("the log is damaged") + "; what could be read ends";
            case BAD_SNAPSHOT ->
                shell.red("a snapshot is bad")
                        + ", so opening may go wrong until its file is removed; the log is sound";
            case PROMISE_BROKEN -> shell.red("two pods could write one path") + "; the record itself is whole";
        };
        shell.printAt(verdict, report.end());
        shell.out()
                .println("to keep:  #" + report.end().sequence() + " "
                        + report.end().hash());
    }

    private String status(Check check, long first) {
        String name = Printable.padded(
                check.status() == Status.FAILED ? "FAILED" : check.status() == Status.OK ? "ok" : "note", 8);
        String coloured = switch (check.status()) {
            case OK -> shell.green(name);
            case NOTE -> shell.yellow(name);
            case FAILED -> shell.red(name);
        };
        return coloured + claim(check, first);
    }

    private static String claim(Check check, long first) {
        long count = check.upTo() - first;
        boolean one = count == 1;
        String events = one ? "1 event" : count + " events";
        return switch (check.subject()) {
            case CHAIN -> events + (one ? ", its" : ", each") + " hash computed again";
            case HISTORY -> events + " applied" + (one ? "" : ", each") + " to the table before it";
            case WRITERS ->
                "searched for two writers of one path after " + (one ? "the " : "each of ") + events
                        + ", and everywhere at the end";
            case SNAPSHOT ->
                check.status() == Status.FAILED
                        ? "not all are the table that the events lead to"
                        : check.upTo() == 0 ? "none to compare" : "each is the table that the events lead to";
            case CLOCK -> check.status() == Status.OK ? "never went backwards" : "went backwards";
        };
    }
}
