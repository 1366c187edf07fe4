package dev.podregistry.cli;

import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
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
final class CompletionCommand implements Callable<Integer> {

    /** The shells there are scripts for. */
    enum ShellName {
        /** GNU's. */
        BASH,
        /** The Z shell, which understands the script for bash. */
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

    CompletionCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        shell.out().print(AutoComplete.bash(Tool.NAME, spec.root().commandLine()));
        return ExitCode.OK;
    }
}
