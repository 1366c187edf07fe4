package dev.podregistry.cli.ask;

import dev.podregistry.audit.Mark;
import dev.podregistry.audit.PathHistory;
import dev.podregistry.audit.Period;
import dev.podregistry.audit.Replay;
import dev.podregistry.audit.Span;
import dev.podregistry.audit.Stay;
import dev.podregistry.audit.SubtreeHistory;
import dev.podregistry.audit.Watcher;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.json.HistoryShapes;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.Paths;
import dev.podregistry.cli.option.PathsOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.option.SpanOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.StretchText;
import dev.podregistry.model.ScopePath;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who held a path, over time. */
@Command(
        description = {
            "Every pod that held PATH, one after the other, and when nobody did: by which event each period began and"
                    + " ended, by which rule, under which chain of delegations, and on what authority. With --since, the"
                    + " periods that went on or began then.",
            "With --subtree, every pod that held any path at or below PATH; whoever still does comes last. Exit code 1"
                    + " when nobody ever did."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry blame /srv/shop/docs/index.md -d /var/lib/pods",
            "  pod-registry blame /srv/shop --subtree --since 2026-01-27 --until 2026-01-27"
        })
public final class BlameCommand implements Callable<Integer> {

    private final Shell shell;
    private final StretchText text;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private SpanOption span = new SpanOption();

    @Mixin
    private PathsOption paths = new PathsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "PATH", description = "The path asked about; it need not exist.")
    private String path = "";

    @Option(names = "--subtree", description = "Everything at or below PATH, instead of PATH alone.")
    private boolean subtree;

    private long holders;
    private JsonAnswers.@Nullable Rows rows;

    public BlameCommand(Shell shell) {
        this.shell = shell;
        this.text = new StretchText(shell);
    }

    @Override
    public Integer call() {
        ScopePath asked = Paths.scopePath(shell, path, paths.paths(span.reachesPresent(shell)));
        if (!output.isTable()) {
            rows = output.json(shell)
                    .rows(subtree ? "pod-registry/blame-subtree/1" : "pod-registry/blame/1", "periods");
        }
        Replay replay;
        try (History history = History.open(shell, registry.directory(shell))) {
            Span stretch = history.span(span.since(shell), span.until(shell));
            replay = subtree ? readSubtree(history, asked, stretch) : readPath(history, asked, stretch);
        }
        if (rows == null) {
            String count = holders == 1 ? "1 holding" : holders + " holdings";
            shell.printAt(count + (subtree ? " below " : " of ") + Printable.text(asked.value()), replay.at());
        } else {
            rows.end(HistoryShapes.blame(asked, replay.at()));
        }
        Paths.note(shell, path, asked);
        return holders > 0 ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private Replay readPath(History history, ScopePath asked, Span stretch) {
        long[] at = {0};
        PathHistory answer = new PathHistory(asked, period -> {
            if (isWithin(stretch, period.until())) {
                tell(period, at[0]);
            }
        });
        Replay replay = replay(history, stretch, answer, at);
        answer.end();
        return replay;
    }

    private static Replay replay(History history, Span stretch, Watcher answer, long[] at) {
        Watcher position = (step, lineage) -> at[0] = step.recorded().sequence();
        Replay replay = new Replay(stretch.last(), position, answer);
        replay.begin(history.outset());
        history.read(replay, stretch.last());
        return replay;
    }

    private Replay readSubtree(History history, ScopePath asked, Span stretch) {
        long[] at = {0};
        SubtreeHistory answer = new SubtreeHistory(asked, stay -> {
            if (isWithin(stretch, stay.until())) {
                tell(stay, asked, at[0]);
            }
        });
        Replay replay = replay(history, stretch, answer, at);
        answer.end();
        return replay;
    }

    private static boolean isWithin(Span stretch, @Nullable Mark until) {
        return until == null || until.sequence() >= stretch.first();
    }

    private void tell(Period period, long at) {
        holders += period.isHeld() ? 1 : 0;
        if (rows == null) {
            text.print(period);
        } else {
            rows.add(HistoryShapes.period(period, at));
        }
    }

    private void tell(Stay stay, ScopePath asked, long at) {
        holders++;
        if (rows == null) {
            text.print(stay);
        } else {
            rows.add(HistoryShapes.stay(stay, asked.value(), at));
        }
    }
}
