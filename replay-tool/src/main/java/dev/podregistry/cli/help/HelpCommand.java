package dev.podregistry.cli.help;

import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code COMMAND --help} shows, for those who ask for it in that order. */
@Command(description = "Shows what COMMAND --help shows.")
public final class HelpCommand implements Callable<Integer> {

    public static final String NAME = "help";

    private final Shell shell;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..*")
    private List<String> names = List.of();

    public HelpCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.root().commandLine();
        for (String name : names) {
            CommandLine next = command.getSubcommands().get(name);
            if (next == null) {
                throw new ParameterException(command, WrongWord.command(command, name));
            }
            command = next;
        }
        command.usage(shell.out());
        return ExitCode.OK;
    }
}
