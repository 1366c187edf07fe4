package dev.podregistry.cli;

import dev.podregistry.audit.EventSelection;
import dev.podregistry.audit.Point;
import dev.podregistry.cli.OutputOption.Format;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.event.Recorded;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
    private AtOption at = new AtOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private SelectionOption selected = new SelectionOption();

    LogCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        EventSelection selection = selected.selection(shell);
        try (History history = History.open(shell, registry.directory(shell))) {
            Listing listing = new Listing(selection, history.lastSequence(at.moment()));
            history.requireReached(listing.last, history.replay(listing));
            listing.end();
            return ExitCode.OK;
        }
    }

    /** Prints the selected events as they come. */
    private final class Listing implements Consumer<Recorded> {

        private final EventSelection selection;
        private final long last;
        private final JsonAnswers.@Nullable Rows rows;
        private Point point = Point.START;
        private long shown;

        Listing(EventSelection selection, long last) {
            this.selection = selection;
            this.last = last;
            this.rows = output.isTable()
                    ? null
                    : new JsonAnswers(shell.out(), output.format() == Format.NDJSON)
                            .rows("pod-registry/log/1", "events");
        }

        @Override
        public void accept(Recorded event) {
            if (event.sequence() > last) {
                return;
            }
            point = Point.after(event);
            if (!selection.test(event)) {
                return;
            }
            shown++;
            if (rows == null) {
                EventText.print(shell, event);
            } else {
                rows.add(Shapes.event(event));
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
