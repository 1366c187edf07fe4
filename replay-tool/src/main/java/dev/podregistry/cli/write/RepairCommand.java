package dev.podregistry.cli.write;

import dev.podregistry.api.RegistryOptions;
import dev.podregistry.cli.history.Leftovers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.RecoveryReport.Dropped;
import dev.podregistry.log.chronicle.LogFoundation;
import dev.podregistry.log.chronicle.LogRepair;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.Actor;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Goes on from the last proven event of a damaged log. */
@Command(
        description = {
            "Says what of a damaged log can be kept, and with --apply goes on from there: events are kept as long as each"
                    + " is the next link of the chain of hashes; all after that are given up. The files as they were"
                    + " found are moved into the registry's quarantine, with a report and the lines of every dropped"
                    + " event that can still be read.",
            "A repair is refused when it would keep fewer events than a snapshot that is whole: put the damaged files back, or"
                    + " restore a backup. When every event after a snapshot is there, --from-snapshot says what it would"
                    + " mean to go on from it, and does that with --apply: the snapshot is kept for good as what the"
                    + " history begins with, and audit can tell nothing from before it. All commands say so from then on.",
            "A dropped event may have been acknowledged: read the report, and end or register again the pods it speaks"
                    + " of. Processes that have the registry open and knew a dropped event must be restarted.",
            "Exit code 0 when there is nothing to repair or it was repaired, 1 when there is and --apply was not given."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry repair -d /var/lib/pods",
            "  pod-registry repair -d /var/lib/pods --apply",
            "  pod-registry repair -d /var/lib/pods --from-snapshot --actor ops"
        })
public final class RepairCommand implements Callable<Integer> {

    private static final int DROPPED_SHOWN = 10;
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Mixin
    private AcceptOption accepted = new AcceptOption();

    @Option(names = "--apply", description = "Do it. Without this nothing is changed.")
    private boolean apply;

    @Option(
            names = "--from-snapshot",
            description =
                    "Go on from the oldest snapshot that every later event goes on from; what came before is lost to"
                            + " audits.")
    private boolean fromSnapshot;

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description =
                    "Who accepts with --from-snapshot that the history begins later, as recorded for good. Default:"
                            + " the system's user.")
    private @Nullable Actor actor;

    public RepairCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        Path directory = registry.directory(shell);
        if (actor != null && !fromSnapshot) {
            throw new Complaint(ExitCode.USAGE, "--actor goes with --from-snapshot only; leave it out");
        }
        boolean found = fromSnapshot ? goOn(directory) : repair(directory);
        Leftovers.noteDiscarded(shell, directory);
        boolean left = found && !apply;
        if (left) {
            shell.note("nothing was changed; keep a copy of " + directory + ", then run it again with --apply");
        }
        return left ? ExitCode.NEGATIVE : ExitCode.OK;
    }

    private boolean goOn(Path directory) {
        Actor by = actor == null ? RegistryOptions.defaults().actor() : actor;
        Instant now = shell.times().now();
        Optional<LogFoundation.Outcome> found = apply
                ? LogFoundation.run(directory, LOCK_TIMEOUT, accepted.types(), by, now)
                : LogFoundation.plan(directory, by, now);
        new RepairFromSnapshot(shell, output).tell(found);
        return found.isPresent();
    }

    private boolean repair(Path directory) {
        SnapshotFiles snapshots = SnapshotFiles.in(directory, passedOver -> {});
        Optional<RecoveryReport> found = apply
                ? LogRepair.run(directory, LOCK_TIMEOUT, accepted.types(), snapshots)
                : LogRepair.plan(directory, snapshots);
        if (!output.isTable()) {
            output.json(shell).print(Shapes.repair(found.orElse(null)));
        } else if (found.isPresent()) {
            print(found.get());
        } else {
            shell.out().println("there is nothing to repair");
        }
        return found.isPresent();
    }

    private void print(RecoveryReport report) {
        Path quarantine = report.quarantine();
        boolean done = quarantine != null;
        shell.out()
                .println((done ? "kept" : "can be kept") + "     everything up to #"
                        + report.kept().sequence() + ", hash " + report.kept().hash());
        shell.out()
                .println("damage   " + Printable.text(report.file().toString()) + " at byte " + report.offset() + ": "
                        + Printable.line(report.defect()));
        shell.out()
                .println((done ? "dropped  " : "to drop  ") + report.dropped().size()
                        + " events that can be read, and what cannot");
        report.dropped().stream().limit(DROPPED_SHOWN).forEach(this::print);
        int more = report.dropped().size() - DROPPED_SHOWN;
        if (more > 0) {
            shell.out().println("         and " + more + " more; -o json tells all of them");
        }
        if (done) {
            shell.out().println("original " + Printable.text(String.valueOf(quarantine)));
        }
    }

    private void print(Dropped dropped) {
        shell.out().println("         #" + dropped.sequence() + " " + Printable.line(dropped.stored()));
    }
}
