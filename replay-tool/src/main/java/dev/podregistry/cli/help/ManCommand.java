package dev.podregistry.cli.help;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The manual's pages. */
@Command(
        description = {
            "Prints the manual page of a command, or of pod-registry itself, for man to show; with --into, writes the pages"
                    + " of all commands where man finds them. Pages of the same name that are there are replaced."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry man who | man -l -",
            "  pod-registry man --into ~/.local/share/man/man1 && man pod-registry-who"
        })
public final class ManCommand implements Callable<Integer> {

    private final Shell shell;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "COMMAND", arity = "0..*", description = "Whose page, as it is typed: simulate register.")
    private List<String> command = List.of();

    @Option(names = "--into", paramLabel = "DIR", description = "Write all pages into DIR, which is made if needed.")
    private @Nullable String into;

    public ManCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        if (into == null) {
            shell.out().print(new ManPage(named()).text());
            return ExitCode.OK;
        }
        if (!command.isEmpty()) {
            throw new Complaint(ExitCode.USAGE, "--into writes all pages; leave out " + command.get(0));
        }
        Path directory = shell.resolve(into);
        Files.createDirectories(directory);
        int pages = write(directory, spec.root());
        shell.note("wrote " + pages + " pages into " + directory);
        return ExitCode.OK;
    }

    private CommandSpec named() {
        CommandSpec found = spec.root();
        for (String word : command) {
            CommandLine next = found.subcommands().get(word);
            if (next == null) {
                throw new ParameterException(found.commandLine(), WrongWord.command(found.commandLine(), word));
            }
            found = next.getCommandSpec();
        }
        return found;
    }

    private int write(Path directory, CommandSpec of) throws IOException {
        if (of.usageMessage().hidden()) {
            return 0;
        }
        ManPage page = new ManPage(of);
        try (Writer file = Files.newBufferedWriter(directory.resolve(page.name() + ".1"))) {
            file.write(page.text());
        }
        int pages = 1;
        for (CommandLine each : of.subcommands().values()) {
            pages += write(directory, each.getCommandSpec());
        }
        return pages;
    }
}
