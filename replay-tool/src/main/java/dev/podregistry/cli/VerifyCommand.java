package dev.podregistry.cli;

import dev.podregistry.audit.Check;
import dev.podregistry.audit.Check.Status;
import dev.podregistry.audit.Report;
import dev.podregistry.audit.Verification;
import dev.podregistry.cli.OutputOption.Format;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.log.DamagedLogException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
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
            "Exit code 0 when all holds, 65 when chain or history do not, 1 when the record is whole but two pods could"
                    + " write one path. Keep the sequence and hash that it prints elsewhere: the log alone cannot show"
                    + " that its end was cut off."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pod-registry verify -d /var/lib/pods", "  pod-registry verify -d /var/lib/pods -o json"})
final class VerifyCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private OutputOption output = new OutputOption();

    VerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Verification verification = new Verification();
        Path directory = registry.directory(shell);
        DamagedLogException damage = null;
        try (History history = History.open(shell, directory)) {
            damage = read(history, verification);
        }
        Report report = verification.report();
        if (output.isTable()) {
            print(report);
        } else {
            new JsonAnswers(shell.out(), output.format() == Format.NDJSON).print(Shapes.report(report));
        }
        if (damage != null) {
            shell.note(String.valueOf(damage.getMessage()));
        }
        return switch (report.verdict()) {
            case SOUND -> ExitCode.OK;
            case PROMISE_BROKEN -> ExitCode.NEGATIVE;
            case DAMAGED -> ExitCode.DAMAGED;
        };
    }

    private static @Nullable DamagedLogException read(History history, Verification verification) {
        try {
            history.replay(verification);
            return null;
        } catch (DamagedLogException e) {
            verification.stoppedAt(e.sequence(), String.valueOf(e.getMessage()));
            return e;
        }
    }

    private void print(Report report) {
        for (Check check : report.checks()) {
            shell.out().println(Printable.padded(check.subject().toString(), 9) + status(check));
            check.findings()
                    .forEach(finding -> shell.out()
                            .println("           #" + finding.sequence() + " " + Printable.line(finding.text())));
        }
        String verdict = switch (report.verdict()) {
            case SOUND -> shell.green("the log is sound");
            case DAMAGED -> shell.red("the log is damaged") + "; what could be read ends";
            case PROMISE_BROKEN -> shell.red("two pods could write one path") + "; the record itself is whole";
        };
        shell.printAt(verdict, report.end());
        shell.out()
                .println("to keep:  #" + report.end().sequence() + " "
                        + report.end().hash());
    }

    private String status(Check check) {
        String name = Printable.padded(
                check.status() == Status.FAILED ? "FAILED" : check.status() == Status.OK ? "ok" : "note", 8);
        String coloured = switch (check.status()) {
            case OK -> shell.green(name);
            case NOTE -> shell.yellow(name);
            case FAILED -> shell.red(name);
        };
        return coloured + claim(check);
    }

    private static String claim(Check check) {
        String events = check.upTo() == 1 ? "1 event" : check.upTo() + " events";
        return switch (check.subject()) {
            case CHAIN -> events + ", each hash computed again";
            case HISTORY -> events + " applied, each to the table before it";
            case WRITERS ->
                "searched for two writers of one path after each of " + events + ", and everywhere at the end";
            case CLOCK -> check.status() == Status.OK ? "never went backwards" : "went backwards";
        };
    }
}
