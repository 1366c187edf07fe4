package dev.podregistry.cli.ask;

import dev.podregistry.audit.Between;
import dev.podregistry.audit.Difference;
import dev.podregistry.audit.Moment;
import dev.podregistry.audit.Replay;
import dev.podregistry.audit.TimeSpec;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.json.DifferenceShapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.DifferenceText;
import dev.podregistry.event.LogPosition;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What changed between two points of the history. */
@Command(
        description = {
            "The pods that came (+), went (-) and changed (~) between the points A and B, and the paths that another pod"
                    + " holds. What came and went in between is not shown: see log. A and B are given as for --at of"
                    + " other commands."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry diff 17 42 -d /var/lib/pods",
            "  pod-registry diff -2h                        what changed in the last two hours",
            "  pod-registry diff start 2026-01-31 --exit-code"
        })
public final class DiffCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(index = "0", paramLabel = "A", description = "The earlier point: a sequence, a time, start.")
    private TimeSpec earlier = (now, zone) -> new Moment.Start();

    @Parameters(index = "1", arity = "0..1", paramLabel = "B", description = "The later point. Default: end.")
    private TimeSpec later = (now, zone) -> new Moment.End();

    @Option(names = "--exit-code", description = "Exit with 1 when anything is different, with 0 when nothing is.")
    private boolean exitCode;

    public DiffCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Between between;
        try (History history = History.open(shell, registry.directory(shell))) {
            long first = history.lastSequence(shell.times().moment(earlier));
            long last = history.lastSequence(shell.times().moment(later));
            between = new Between(first);
            requireOrder(first, last);
            Replay replay = new Replay(last, between);
            replay.begin(history.outset());
            LogPosition end = history.replay(replay);
            history.requireReached(first, end);
            history.requireReached(last, end);
        }
        Difference difference = between.difference();
        if (output.isTable()) {
            new DifferenceText(shell, between.endings())
                    .lines(difference)
                    .forEach(line -> shell.out().println(line));
            String what = difference.isEmpty() ? "no difference from #" : "the difference from #";
            shell.printAt(what + between.from().sequence(), between.to());
        } else {
            output.json(shell).print(DifferenceShapes.between(between, difference));
        }
        return exitCode && !difference.isEmpty() ? ExitCode.NEGATIVE : ExitCode.OK;
    }

    private static void requireOrder(long first, long last) {
        if (first > last) {
            String a = first == Long.MAX_VALUE ? "the end" : "#" + first;
            throw new Complaint(ExitCode.USAGE, "A is " + a + ", which comes after B, #" + last + "; swap them");
        }
    }
}
