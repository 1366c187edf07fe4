package dev.podregistry.cli;

import dev.podregistry.audit.EventSelection;
import dev.podregistry.audit.Kind;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Span;
import dev.podregistry.cli.OutputOption.Format;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What happened, event by event. */
@Command(
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry log -d /var/lib/pods                         everything",
            "  pod-registry log -d /var/lib/pods --path /srv/shop/docs   whatever concerns that subtree",
            "  pod-registry log --type reclaimed -o ndjson | jq .event.pod"
        })
final class LogCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private SpanOption span = new SpanOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Option(names = "--pod", paramLabel = "POD", description = "Only events about this pod, or by it.")
    private @Nullable PodName pod;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description =
                    "Only events about pods with a rule, for reading or writing, that covers a path at or below this.")
    private @Nullable String path;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "Only events of these types: Registered, Delegated, Adopted, SegmentChanged, Released, Reclaimed.")
    private List<Kind> types = List.of();

    LogCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ScopePath subtree = path == null ? null : Paths.scopePath(shell, path);
        Set<Kind> kinds = types.isEmpty() ? Set.of() : EnumSet.copyOf(types);
        try (History history = History.open(shell, registry.directory(shell))) {
            Span asked = history.span(span.since(shell), span.until(shell));
            Listing listing = new Listing(new EventSelection(pod, subtree, kinds), asked);
            history.requireReached(asked.last(), history.replay(listing));
            listing.end();
            return ExitCode.OK;
        }
    }

    /** Prints the selected events as they come. */
    private final class Listing implements Consumer<Recorded> {

        private final EventSelection selection;
        private final Span asked;
        private final JsonAnswers.@Nullable Rows rows;
        private Point point = Point.START;
        private long shown;

        Listing(EventSelection selection, Span asked) {
            this.selection = selection;
            this.asked = asked;
            this.rows = output.isTable()
                    ? null
                    : new JsonAnswers(shell.out(), output.format() == Format.NDJSON)
                            .rows("pod-registry/log/1", "events");
        }

        @Override
        public void accept(Recorded event) {
            if (event.sequence() > asked.last()) {
                return;
            }
            point = Point.after(event);
            if (!selection.test(event) || !asked.contains(event.sequence())) {
                return;
            }
            shown++;
            if (rows == null) {
                EventText.print(shell, event, selection.moved());
            } else {
                rows.add(Shapes.event(event, selection.moved()));
            }
        }

        void end() {
            String count = shown + " of " + point.sequence() + " events";
            if (rows == null) {
                shell.printAt(count, point);
                return;
            }
            rows.end(Shapes.at(point));
            if (output.format() == Format.NDJSON) {
                shell.note(count + " at #" + point.sequence());
            }
        }
    }
}
