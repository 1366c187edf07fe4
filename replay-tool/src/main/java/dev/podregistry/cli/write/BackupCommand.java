package dev.podregistry.cli.write;

import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.LogBackup;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Copies a log while others write it. */
@Command(
        description = {
            "Copies the log to TARGET, a new or empty folder, while others go on writing it: every event that is there when"
                    + " it begins, in whole transactions. The copy is checked and on the disk when the command ends, and is"
                    + " a registry's directory itself: every other command reads it with --dir TARGET. Nothing is changed"
                    + " in the registry, and no lock is taken.",
            "The copy is made in TARGET.partial and renamed, so what stands at TARGET is whole. Keep the position that is"
                    + " printed elsewhere: it proves that the backup is what it was."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry backup /backup/pods-monday -d /var/lib/pods",
            "  pod-registry verify -d /backup/pods-monday"
        })
public final class BackupCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "TARGET", description = "The folder of the copy, new or empty.")
    private String target = "";

    public BackupCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path directory = registry.directory(shell);
        Path copy = shell.resolve(target);
        LogPosition end = LogBackup.run(directory, copy);
        if (output.isTable()) {
            shell.out()
                    .println("copied " + Printable.text(directory.toString()) + " to " + Printable.text(copy.toString())
                            + " up to #" + end.sequence() + ", hash " + end.hash());
        } else {
            output.json(shell).print(Shapes.backup(copy, end));
        }
        return ExitCode.OK;
    }
}
