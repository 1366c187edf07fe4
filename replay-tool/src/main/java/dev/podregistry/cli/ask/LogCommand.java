package dev.podregistry.cli.ask;

import static java.util.Objects.requireNonNull;

import dev.podregistry.audit.EventSelection;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Span;
import dev.podregistry.cli.ask.LogWindow.Entry;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.history.NameSearch;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.OutputOption.Format;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.option.SelectionOption;
import dev.podregistry.cli.option.SpanOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.EventText;
import dev.podregistry.event.Recorded;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What happened, event by event. */
@Command(
        description = "All conditions must hold. With --follow it goes on until it is interrupted.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry log -d /var/lib/pods                         everything",
            "  pod-registry log -d /var/lib/pods --path /srv/shop/docs   whatever concerns that subtree",
            "  pod-registry log --since -2h --not-type SegmentChanged --reverse -n 20",
            "  pod-registry log --type reclaimed -o ndjson | jq .event.pod",
            "  pod-registry log --follow --since end"
        })
public final class LogCommand implements Callable<Integer> {

    /** So many events are kept at once; a longer list backwards is read in several passes. */
    static final int BLOCK = 20_000;

    private static final long POLL_MILLIS = 200;

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private SpanOption span = new SpanOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private SelectionOption selected = new SelectionOption();

    @Option(names = "-n", paramLabel = "N", description = "Only the last N of these events.")
    private @Nullable Integer most;

    @Option(names = "--reverse", description = "The newest event first.")
    private boolean reverse;

    @Option(names = "--follow", description = "Then wait for more, and show each event when it comes.")
    private boolean follow;

    private JsonAnswers.@Nullable Rows rows;
    private long shown;
    private long first;

    public LogCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        checkOptions();
        EventSelection selection = selected.selection(shell);
        NameSearch names = selected.names();
        try (History history = History.open(shell, registry.directory(shell))) {
            Span asked = history.span(span.since(shell), span.until(shell));
            first = history.outset().sequence();
            names.begin(history.outset());
            rows = output.isTable() ? null : output.json(shell).rows("pod-registry/log/1", "events");
            if (follow) {
                shell.terminal().paging().off();
                LogWindow window = new LogWindow(selection, asked, limit());
                window.begin(history.outset());
                follow(history, names, window);
            } else {
                end(reverse ? backwards(history, names, selection, asked) : forwards(history, names, selection, asked));
            }
        }
        return follow || !complain(names) ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private boolean complain(NameSearch names) {
        String complaint = names.complaint();
        if (complaint != null) {
            shell.note(complaint);
        }
        return complaint != null;
    }

    private void checkOptions() {
        if (most != null && most < 0) {
            throw new Complaint(ExitCode.USAGE, "-n " + most + ": give a number from 0");
        }
        if (follow && (reverse || span.hasEnd())) {
            throw new Complaint(ExitCode.USAGE, "--follow has no end, so it goes neither with --reverse nor --until");
        }
        if (follow && output.format() == Format.JSON) {
            throw new Complaint(ExitCode.USAGE, "--follow never ends a JSON document; use -o ndjson");
        }
    }

    private int limit() {
        return most == null ? Integer.MAX_VALUE : most;
    }

    private Point forwards(History history, NameSearch names, EventSelection selection, Span asked) {
        LogWindow window = new LogWindow(selection, asked, limit());
        window.begin(history.outset());
        history.read(
                event -> {
                    look(names, event, asked.last());
                    take(window, event);
                },
                asked.last());
        window.empty(false, this::print);
        return window.at();
    }

    private static void look(NameSearch names, Recorded event, long last) {
        if (event.sequence() <= last) {
            names.accept(event);
        }
    }

    /** Without a limit nothing need be kept. */
    private void take(LogWindow window, Recorded event) {
        window.accept(event);
        if (most == null) {
            window.empty(false, this::print);
        }
    }

    private Point backwards(History history, NameSearch names, EventSelection selection, Span asked) {
        Point at = null;
        long last = asked.last();
        for (int left = limit(); ; ) {
            LogWindow window = new LogWindow(
                    at == null ? selection : selected.again(shell),
                    new Span(asked.first(), last),
                    Math.min(left, BLOCK));
            window.begin(history.outset());
            long end = last;
            history.read(
                    event -> {
                        look(names, event, end);
                        window.accept(event);
                    },
                    last);
            at = at == null ? window.at() : at;
            int kept = window.kept();
            last = window.oldest() - 1;
            window.empty(true, this::print);
            left -= kept;
            if (kept < BLOCK || left == 0) {
                return at;
            }
        }
    }

    private void follow(History history, NameSearch names, LogWindow window) {
        history.catchUp(event -> {
            names.accept(event);
            window.accept(event);
        });
        window.empty(false, this::print);
        if (complain(names)) {
            shell.note("it may still come, so this waits for it; Ctrl-C ends it");
        }
        try {
            while (!shell.out().checkError()) {
                Thread.sleep(POLL_MILLIS);
                if (history.mayHaveGrown()) {
                    history.catchUp(event -> {
                        window.accept(event);
                        window.empty(false, this::print);
                    });
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(Entry entry) {
        shown++;
        if (rows == null) {
            EventText.print(shell, entry.event(), entry.moved());
            if (entry.isBehind()) {
                shell.out()
                        .println("      the clock ran backwards: #"
                                + entry.before().sequence() + " is stamped "
                                + shell.times()
                                        .shown(requireNonNull(entry.before().time())));
            }
        } else {
            rows.add(Shapes.event(entry.event(), entry.moved()));
        }
    }

    private void end(Point point) {
        long all = point.sequence() - first;
        String count = shown + " of " + all + (all == 1 ? " event" : " events");
        if (rows == null) {
            shell.printAt(count, point);
        } else if (output.format() == Format.NDJSON) {
            shell.note(count + " at #" + point.sequence());
        } else {
            rows.end(Shapes.at(point));
        }
    }
}
