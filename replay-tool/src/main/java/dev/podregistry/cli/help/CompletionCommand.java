package dev.podregistry.cli.help;

import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Program;
import dev.podregistry.cli.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A script that makes a shell complete what is typed. */
@Command(
        description = "Prints a script for the shell that completes commands, options and their values on TAB.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(pod-registry completion bash)",
            "  pod-registry completion bash > ~/.local/share/bash-completion/completions/pod-registry",
            "  pod-registry completion zsh > ~/.pod-registry.zsh && echo 'source ~/.pod-registry.zsh' >> ~/.zshrc"
        })
public final class CompletionCommand implements Callable<Integer> {

    /** The shells there are scripts for. */
    public enum ShellName {
        /** GNU's. */
        BASH,
        /** The Z shell. */
        ZSH;

        /** {@return the name as it is typed} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Shell shell;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private ShellName name = ShellName.BASH;

    public CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        shell.out().println("# Completes what is typed after pod-registry " + Program.version() + ", in " + name + ".");
        shell.out().println();
        shell.out().print(CompletionTable.of(spec.root()));
        shell.out().print(part("core.sh"));
        shell.out().print(part(name + ".sh"));
        return ExitCode.OK;
    }

    private static String part(String file) throws IOException {
        try (InputStream stream =
                Objects.requireNonNull(CompletionCommand.class.getResourceAsStream("completion/" + file), file)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
