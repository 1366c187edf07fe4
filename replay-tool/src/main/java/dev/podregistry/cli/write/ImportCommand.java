package dev.podregistry.cli.write;

import dev.podregistry.api.Outcome;
import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.audit.Moment;
import dev.podregistry.audit.State;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.json.AnswerShapes;
import dev.podregistry.cli.json.BadPodsJsonException;
import dev.podregistry.cli.json.LedTarget;
import dev.podregistry.cli.json.PodsJson;
import dev.podregistry.cli.option.GivenFile;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.decide.Command.Import;
import dev.podregistry.decide.Decider;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Quoted;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes an older registry's table over. */
@Command(
        description = {
            "Takes all allocations of FILE, a pods.json, over into a registry that is empty or does not exist yet: all of"
                    + " them in one step, or none. A process is known by its pid alone from then on; whether it lives"
                    + " is not asked now, so nothing is reclaimed. Targets are taken for the paths that the registry would"
                    + " take them for now on this machine, so symbolic links are followed; where one leads elsewhere, the"
                    + " answer says so. With --text they are taken as text. What older files lack or name otherwise"
                    + " is read as the older registry does: a rule without recursive is recursive, session_id is segment_id, no scope_deny denies"
                    + " nothing, unknown keys are passed over, and an empty file or {} has no pods.",
            "Exit code 1 when a rule refuses it (two pods hold one path, the registry is not empty), 65 when FILE is torn"
                    + " or no pods.json, or a target in it is none that a pod can be given, 66 when there is no FILE."
                    + " Nothing is written then."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pod-registry import pods.json -d /var/lib/pods", "  pod-registry verify -d /var/lib/pods"})
public final class ImportCommand implements Callable<Integer> {

    private static final int GREATEST_FILE = 64 << 20;

    private static final int ELSEWHERE_SHOWN = 10;

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private AcceptOption accepted = new AcceptOption();

    @Parameters(paramLabel = "FILE", description = "The older registry's pods.json.")
    private String file = "";

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who imports, as recorded with every event. Default: the system's user.")
    private @Nullable Actor actor;

    @Option(
            names = "--text",
            description =
                    "Take targets as text, for a registry of logical paths: no symbolic link is followed. Not for a"
                            + " registry that follows them: one path could be given to two pods.")
    private boolean text;

    public ImportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = registry.directory(shell);
        RegistryOptions options = options();
        ImportTargets targets = new ImportTargets(text ? PathPolicy.logical() : PathPolicy.fileSystem());
        List<ImportedPod> pods = read(targets);
        List<LedTarget> elsewhere = targets.elsewhere(pods);
        ParentsFirst ordered = ParentsFirst.of(pods);
        Refusal refusal = ordered.asInTheFile(rehearse(ordered.pods()));
        if (refusal == null) {
            requireEmpty(directory);
            refusal = write(directory, options, ordered.pods());
        }
        if (refusal != null) {
            shell.note("nothing was imported: " + refusal.message() + leading(elsewhere, refusal));
            return ExitCode.NEGATIVE;
        }
        try (History history = History.open(shell, directory)) {
            State state = history.state(new Moment.End());
            if (output.isTable()) {
                shell.printAt("imported " + pods.size() + (pods.size() == 1 ? " pod" : " pods"), state.at());
                print(elsewhere);
            } else {
                output.json(shell).print(AnswerShapes.imported(pods.size(), elsewhere, state.at()));
            }
        }
        return ExitCode.OK;
    }

    private void print(List<LedTarget> elsewhere) {
        elsewhere.stream()
                .limit(ELSEWHERE_SHOWN)
                .forEach(target -> shell.out()
                        .println("  " + Printable.text(target.given()) + " of "
                                + Printable.text(target.pod().value()) + " leads to "
                                + Printable.text(target.path().value()) + ", so that is recorded"));
        int more = elsewhere.size() - ELSEWHERE_SHOWN;
        if (more > 0) {
            shell.out().println("  and " + more + " more; -o json tells all of them");
        }
    }

    /** {@return how the file writes the paths of a conflict, where that is not as the refusal names them} */
    private static String leading(List<LedTarget> elsewhere, Refusal refusal) {
        if (!(refusal instanceof Refusal.ImportRefused refused)
                || !(refused.reason() instanceof Refusal.WriteConflict conflict)) {
            return "";
        }
        return elsewhere.stream()
                .filter(target -> leads(target, refused.pod(), conflict.rule())
                        || leads(target, conflict.competitor(), conflict.competitorRule()))
                .map(target -> "; the target " + Quoted.text(target.given()) + " of pod " + target.pod() + " leads to "
                        + Quoted.message(target.path().value()))
                .collect(Collectors.joining());
    }

    private static boolean leads(LedTarget target, PodName pod, ScopeRule rule) {
        return target.pod().equals(pod) && target.path().equals(rule.target());
    }

    private List<ImportedPod> read(ImportTargets targets) throws IOException {
        byte[] bytes = GivenFile.bytes(shell, file, GREATEST_FILE, "give a pods.json; nothing was imported");
        try {
            PodsJson.Table table = PodsJson.read(bytes, targets);
            if (PodsJson.isBlank(bytes)) {
                shell.note("note: " + file + " is empty, which the older registry reads as a table without pods; if it"
                        + " should have some, it was torn: look for a copy");
            }
            if (!table.ignored().isEmpty()) {
                shell.note("note: " + file
                        + " has keys that are passed over, as the older registry passes over what it does"
                        + " not know: "
                        + table.ignored().stream().map(Quoted::text).collect(Collectors.joining(", ")));
            }
            return table.pods();
        } catch (BadPodsJsonException e) {
            throw new Complaint(
                    ExitCode.DAMAGED, shell.resolve(file) + ": " + e.getMessage() + "; nothing was imported");
        }
    }

    /** {@return why no empty registry would take the pods, or null}; found out before anything is created */
    private static @Nullable Refusal rehearse(List<ImportedPod> pods) {
        return Decider.decide(AllocationTable.EMPTY, new Import(pods), CommandId.random(), Verdicts.ALL_ALIVE)
                .refusal();
    }

    private void requireEmpty(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return;
        }
        try (History history = History.open(shell, directory)) {
            long sequence = history.replay(event -> {}).sequence();
            if (sequence > 0) {
                throw new Complaint(
                        ExitCode.NEGATIVE, "nothing was imported: " + new Refusal.NotEmpty(sequence).message());
            }
        } catch (LogUnavailableException e) {
            if (e.reason() != LogUnavailableException.Reason.MISSING) {
                throw e;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                if (files.iterator().hasNext()) {
                    throw new Complaint(
                            ExitCode.NEGATIVE,
                            "nothing was imported: " + directory
                                    + " holds other files and no registry; give a new one");
                }
            }
        }
    }

    private RegistryOptions options() {
        RegistryOptions options = RegistryOptions.defaults().paths(new ImportTargets.ImportedPaths());
        for (String type : accepted.types()) {
            options = options.acceptFileSystem(type);
        }
        try {
            return actor == null ? options : options.actor(actor.value());
        } catch (IllegalArgumentException e) {
            throw new Complaint(ExitCode.USAGE, "--actor: " + e.getMessage());
        }
    }

    private static @Nullable Refusal write(Path directory, RegistryOptions options, List<ImportedPod> pods) {
        try (PodRegistry target = PodRegistry.open(directory, options)) {
            return target.importTable(pods) instanceof Outcome.Refused<Integer> refused ? refused.refusal() : null;
        }
    }
}
