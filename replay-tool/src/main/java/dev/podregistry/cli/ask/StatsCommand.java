package dev.podregistry.cli.ask;

import dev.podregistry.audit.Mark;
import dev.podregistry.audit.Span;
import dev.podregistry.audit.Statistics;
import dev.podregistry.audit.Summary;
import dev.podregistry.audit.Summary.Reclaims;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.json.FigureShapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.option.SpanOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.cli.text.EventText;
import dev.podregistry.cli.text.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The history in figures. */
@Command(
        description = {
            "How many events of each kind, why pods were reclaimed, the deepest chain of delegations, the longest holds,"
                    + " and the subtrees in which most pods claimed something to write. Of nested subtrees with the same"
                    + " claims the smallest is shown. A refused command leaves no event, so refusals are not counted."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pod-registry stats -d /var/lib/pods", "  pod-registry stats --since -1d --top 20 --names 6"})
public final class StatsCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private SpanOption span = new SpanOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--top", paramLabel = "N", description = "How many of the greatest to name. Default: 10.")
    private int top = 10;

    @Option(
            names = "--names",
            paramLabel = "N",
            description = "How many names the paths of subtrees have at the most. Default: 4.")
    private int names = 4;

    public StatsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (top < 0 || names < 0) {
            throw new Complaint(ExitCode.USAGE, "--top and --names take a number from 0");
        }
        Statistics statistics;
        try (History history = History.open(shell, registry.directory(shell))) {
            Span stretch = history.span(span.since(shell), span.until(shell));
            statistics = new Statistics(stretch, top, names);
            statistics.begin(history.outset());
            history.read(statistics, stretch.last());
        }
        Summary summary = statistics.summary();
        if (output.isTable()) {
            print(summary);
        } else {
            output.json(shell).print(FigureShapes.summary(summary));
        }
        return ExitCode.OK;
    }

    private void print(Summary summary) {
        TextTable kinds = new TextTable("EVENTS", "");
        summary.kinds().forEach((kind, count) -> {
            if (kind.isTold(count)) {
                kinds.add(List.of(kind.toString(), Long.toString(count)), List.of());
            }
        });
        kinds.print(shell);
        shell.out().println();
        Reclaims reclaims = summary.reclaims();
        shell.out()
                .println("reclaimed: " + reclaims.dead() + " with a dead process, " + reclaims.takenBack()
                        + " taken back, " + reclaims.afterwards() + " taken back when they were gone; "
                        + reclaims.withheld() + " rules withheld");
        shell.out().println("live at once: " + summary.mostLive() + " at the most");
        Mark deepest = summary.deepest();
        if (deepest != null) {
            shell.out()
                    .println("deepest: " + EventText.about(deepest.event()) + ", " + summary.depth()
                            + " below a top-level pod, since #" + deepest.sequence());
        }
        printHolds(summary);
        printContention(summary);
        shell.out().println();
        shell.printAt(summary.events() + " events counted", summary.at());
    }

    private void printHolds(Summary summary) {
        shell.out().println();
        TextTable holds = new TextTable("LONGEST HOLDS", "FROM", "UNTIL", "FOR");
        summary.longest()
                .forEach(hold -> holds.add(
                        List.of(
                                Printable.text(hold.pod().value()),
                                "#" + hold.from().sequence(),
                                hold.until() == null
                                        ? "still"
                                        : "#" + hold.until().sequence(),
                                Times.lapse(hold.lasted())),
                        List.of()));
        holds.print(shell);
    }

    private void printContention(Summary summary) {
        shell.out().println();
        TextTable subtrees = new TextTable("SUBTREE", "PODS", "CLAIMS", "AT ONCE");
        summary.contention()
                .forEach(c -> subtrees.add(
                        List.of(
                                Printable.text(c.prefix().value()),
                                Integer.toString(c.pods()),
                                Long.toString(c.claims()),
                                Integer.toString(c.atOnce())),
                        List.of()));
        subtrees.print(shell);
    }
}
