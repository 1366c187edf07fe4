package dev.podregistry.cli.option;

import dev.podregistry.cli.shell.Arguments;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.place.PathNames;
import dev.podregistry.model.Quoted;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which registry a command is about. */
public final class RegistryOption {

    public static final String VARIABLE = "POD_REGISTRY_DIR";

    @Option(
            names = {"-d", "--dir"},
            paramLabel = "DIR",
            description = "The registry's directory; without it, the environment's " + VARIABLE + ".")
    private @Nullable String directory;

    /** {@return the directory that was given, by option or environment} */
    public Path directory(Shell shell) {
        String given = directory != null ? directory : shell.environment().getOrDefault(VARIABLE, "");
        if (given.isEmpty()) {
            throw new Complaint(ExitCode.USAGE, "no registry is given: use --dir DIR, or set " + VARIABLE);
        }
        if (directory == null && Arguments.isLost(Arguments.ENVIRONMENT, VARIABLE + "=" + given)) {
            throw new Complaint(
                    ExitCode.USAGE, VARIABLE + " is " + Quoted.text(given) + ", which " + PathNames.notText());
        }
        Paths.noteSpelling(shell, given);
        return shell.resolve(given);
    }
}
