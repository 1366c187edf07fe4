package dev.podregistry.cli;

import dev.podregistry.audit.State;
import dev.podregistry.cli.json.PodsJson;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The table in another system's form. */
@Command(
        description = {
            "Prints the table as the older registry's pods.json, byte by byte as that one writes it.",
            "Such a file knows no tokens, no authorities and nothing of a process but its pid; these are left out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry export --format pods-json -d /var/lib/pods > pods.json",
            "  pod-registry export --format pods-json --at 17"
        })
final class ExportCommand implements Callable<Integer> {

    private final Shell shell;

    /** The forms there are. */
    enum Form {
        /** The older registry's table. */
        PODS_JSON;

        @Override
        public String toString() {
            return "pods-json";
        }
    }

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private AtOption at = new AtOption();

    @Option(names = "--format", required = true, paramLabel = "FORMAT", description = "pods-json, the only one so far.")
    private Form form = Form.PODS_JSON;

    ExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        State state;
        try (History history = History.open(shell, registry.directory(shell))) {
            state = history.state(at.moment(shell));
        }
        shell.out().print(PodsJson.write(state.table().allocations()));
        shell.note(
                form + " of " + state.table().size() + " pods at #" + state.at().sequence());
        return ExitCode.OK;
    }
}
