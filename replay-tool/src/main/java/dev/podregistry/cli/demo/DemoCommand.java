package dev.podregistry.cli.demo;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Program;
import dev.podregistry.cli.shell.Shell;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the product at work. */
@Command(
        description = {
            "Starts an orchestrator and several coders as real processes on a temporary file tree. They register, delegate,"
                    + " adopt and write; one is refused, one is killed, its scope is taken by another; then the registry"
                    + " itself is started anew and rebuilds its table from the log. Everything is explained as it"
                    + " happens. The tree is removed at the end; the registry is kept, to be looked at."
        },
        footerHeading = "%nExamples:%n",
        footer = {"  pod-registry demo", "  pod-registry demo --dir /tmp/my-demo"})
public final class DemoCommand implements Callable<Integer> {

    private static final int NAMES = 1000;

    private final Shell shell;
    private final Program program;

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description =
                    "Where to keep the demo's registry: a directory that does not exist yet. Default: a new temporary"
                            + " one; never that of the environment.")
    private @Nullable String directory;

    public DemoCommand(Shell shell, Program program) {
        this.shell = shell;
        this.program = program;
    }

    @Override
    public Integer call() throws IOException {
        Path chosen = directory == null ? null : shell.resolve(directory);
        if (chosen != null && Files.exists(chosen)) {
            throw new Complaint(ExitCode.USAGE, chosen + " exists; the demo wants a registry of its own");
        }
        shell.terminal().paging().off();
        Path base = newDirectory();
        Path registry = chosen == null ? base.resolve("registry") : chosen;
        try (DemoStage stage = DemoStage.open(shell, program, registry, base, chosen != null)) {
            new DemoPlay(stage).perform();
        }
        return ExitCode.OK;
    }

    /** {@return a new temporary directory with a name short enough for the paths below it to be read} */
    private static Path newDirectory() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir")).toRealPath();
        for (int i = 1; i < NAMES; i++) {
            Path directory = parent.resolve("pod-demo-" + i);
            if (isCreated(directory)) {
                return directory;
            }
        }
        return Files.createTempDirectory(parent, "pod-demo-");
    }

    private static boolean isCreated(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }
}
