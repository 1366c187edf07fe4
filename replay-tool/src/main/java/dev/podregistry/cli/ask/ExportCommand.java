package dev.podregistry.cli.ask;

import dev.podregistry.audit.EventSelection;
import dev.podregistry.audit.Outset;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Span;
import dev.podregistry.audit.State;
import dev.podregistry.cli.export.CloudEventsExport;
import dev.podregistry.cli.export.CsvExport;
import dev.podregistry.cli.export.EventExport;
import dev.podregistry.cli.export.EventExport.Extent;
import dev.podregistry.cli.export.NdjsonExport;
import dev.podregistry.cli.export.TraceExport;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.history.NameSearch;
import dev.podregistry.cli.json.PodsJson;
import dev.podregistry.cli.option.BeginningOption;
import dev.podregistry.cli.option.NewFile;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.option.SelectionOption;
import dev.podregistry.cli.option.SpanOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.event.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The events, or the table, in another system's form. */
@Command(
        description = {
            "Writes the events in a form for other tools, one after another, in the order of the log:",
            "  ndjson       an object a line, with all that is needed to check the chain of hashes",
            "  csv          a line of values for each event, for spreadsheets and databases",
            "  cloudevents  a CloudEvent 1.0 a line (structured JSON mode)",
            "  trace        Chrome's trace events: a lane for each pod, for Perfetto (ui.perfetto.dev)",
            "or the table:",
            "  pods-json    the older registry's pods.json, byte by byte as that one writes it; it knows no tokens, no"
                    + " authorities and nothing of a process but its pid, so these are left out",
            "An ndjson export of some events only, by --pod, --path or --type, does not prove the chain any more."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry export --format pods-json -d /var/lib/pods > pods.json",
            "  pod-registry export --format ndjson -O log.ndjson && python3 docs/verify_export.py log.ndjson",
            "  pod-registry export --format csv --pod coder-checkout --at 17"
        })
public final class ExportCommand implements Callable<Integer> {

    private final Shell shell;

    /** The forms there are. */
    public enum Form {
        /** An object a line. */
        NDJSON("ndjson"),
        /** Values separated by commas. */
        CSV("csv"),
        /** The events of the CNCF's specification. */
        CLOUDEVENTS("cloudevents"),
        /** Chrome's and Perfetto's trace. */
        TRACE("trace"),
        /** The older registry's table. */
        PODS_JSON("pods-json");

        private final String label;

        Form(String label) {
            this.label = label;
        }

        @Override
        public String toString() {
            return label;
        }
    }

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private SpanOption span = new SpanOption();

    @Mixin
    private BeginningOption beginning = new BeginningOption();

    @Mixin
    private SelectionOption selected = new SelectionOption();

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            description = "ndjson, csv, cloudevents, trace or pods-json.")
    private Form form = Form.PODS_JSON;

    @Option(
            names = {"-O", "--out"},
            paramLabel = "FILE",
            description = "Write to FILE, whole or not at all, instead of printing.")
    private @Nullable String out;

    @Option(names = "--force", description = "Let -O replace FILE.")
    private boolean force;

    @Option(
            names = "--source",
            paramLabel = "URI",
            description =
                    "The source of the cloudevents. Default: pod-registry: and the hash of the log's first event.")
    private @Nullable URI source;

    private NameSearch names = new NameSearch(null, null);

    public ExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        require(!force || out != null, "--force is for the file of -O; give -O FILE");
        require(source == null || form == Form.CLOUDEVENTS, "--source is for --format cloudevents; leave it out");
        require(
                form != Form.PODS_JSON || !(selected.isGiven() || span.hasBeginning()),
                "filters select events, and pods-json is the table; leave them out, or take another --format");
        require(
                form == Form.PODS_JSON || !beginning.isGiven(),
                "events are always read from the first; --from-start is for" + " pods-json");
        Path directory = registry.directory(shell);
        names = selected.names();
        if (out == null) {
            export(directory, shell.out());
        } else {
            try (NewFile file = NewFile.at(shell, out, force, directory)) {
                export(directory, file.open());
                file.keep();
            }
        }
        String complaint = form == Form.PODS_JSON ? null : names.complaint();
        if (complaint != null) {
            shell.note(complaint);
        }
        return complaint == null ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new Complaint(ExitCode.USAGE, otherwise);
        }
    }

    private void export(Path directory, Writer to) throws IOException {
        try (History history = History.open(shell, directory)) {
            if (form == Form.PODS_JSON) {
                table(history, to);
                return;
            }
            Span asked = history.span(span.since(shell), span.until(shell));
            switch (form) {
                case CLOUDEVENTS -> events(history, asked, new CloudEventsExport(to, source));
                case TRACE -> events(history, asked, new TraceExport(to));
                case CSV -> csv(history, asked, to);
                default -> events(history, asked, new NdjsonExport(to));
            }
        }
    }

    private void table(History history, Writer to) throws IOException {
        State state = beginning.state(history, span.until(shell));
        to.write(PodsJson.write(state.table().allocations()));
        shell.note(
                form + " of " + state.table().size() + " pods at #" + state.at().sequence());
    }

    private void csv(History history, Span asked, Writer to) throws IOException {
        CsvExport csv = new CsvExport(to, Printable::text);
        events(history, asked, csv);
        if (csv.formulas() > 0) {
            String cells = csv.formulas() == 1
                    ? "1 cell begins with = + - or @; a spreadsheet may take it for a formula"
                    : csv.formulas() + " cells begin with = + - or @; a spreadsheet may take them for formulas";
            shell.note("note: " + cells + ": import all columns as text");
        }
    }

    private void events(History history, Span asked, EventExport export) throws IOException {
        Passing passing = new Passing(selected.selection(shell), names, asked, export);
        passing.begin(history.outset());
        try {
            history.read(passing, asked.last());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        Extent extent = new Extent(passing.written, history.outset().sequence(), passing.point);
        export.end(extent);
        shell.note(form + " of " + extent.events() + " of " + extent.all() + " events at #"
                + extent.at().sequence()
                + (form == Form.NDJSON && !extent.isWhole()
                        ? "; as some are left out, the chain of hashes cannot be checked in it"
                        : ""));
    }

    /** Gives the events up to a sequence to an export. */
    private static final class Passing implements Consumer<Recorded> {

        private final EventSelection selection;
        private final NameSearch names;
        private final Span asked;
        private final EventExport export;
        private Point point = Point.START;
        private long written;

        Passing(EventSelection selection, NameSearch names, Span asked, EventExport export) {
            this.names = names;
            this.selection = selection;
            this.asked = asked;
            this.export = export;
        }

        void begin(Outset outset) {
            point = outset.at();
            selection.begin(outset);
            names.begin(outset);
        }

        @Override
        public void accept(Recorded event) {
            if (event.sequence() > asked.last()) {
                return;
            }
            point = Point.after(event);
            names.accept(event);
            boolean selected = selection.test(event) && asked.contains(event.sequence());
            written += selected ? 1 : 0;
            try {
                export.event(event, selection.moved(), selected);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
