package dev.podregistry.cli.write;

import dev.podregistry.api.RegistryOptions;
import dev.podregistry.audit.Moment;
import dev.podregistry.audit.State;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.chronicle.LogRestore;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts a log back from a backup. */
@Command(
        description = {
            "Says what it would mean to put BACKUP, a copy that backup has made, into the registry's place, and with --apply"
                    + " does it. The registry that is there is moved aside to DIR.replaced-TIME and never deleted.",
            "A restore begins a new epoch of tokens, so that they only grow. Pods that live in the backup keep theirs, and"
                    + " their handles stay valid. What was granted after the backup is void: such handles are refused with"
                    + " StaleToken or UnknownPod, and their pods must register again. Processes that have the old registry"
                    + " open are refused until they open the new one.",
            "When it is interrupted, run it again: it is finished, or if it was done and nothing was appended since, left as it"
                    + " is. Exit code 0 when it was done, 1 when --apply was not given."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry restore /backup/pods-monday -d /var/lib/pods",
            "  pod-registry restore /backup/pods-monday -d /var/lib/pods --apply"
        })
public final class RestoreCommand implements Callable<Integer> {

    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "BACKUP", description = "The folder of the backup.")
    private String backup = "";

    @Option(names = "--apply", description = "Do it. Without this nothing is changed.")
    private boolean apply;

    @Option(
            names = "--actor",
            paramLabel = "NAME",
            description = "Who restores, as recorded with the event. Default: the system's user.")
    private @Nullable Actor actor;

    public RestoreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Path directory = registry.directory(shell);
        Path source = shell.resolve(backup);
        State kept;
        try (History history = History.open(shell, source)) {
            kept = history.replayed(new Moment.End());
        } catch (LogUnavailableException e) {
            throw e.reason() == LogUnavailableException.Reason.MISSING
                    ? new Complaint(
                            ExitCode.NO_LOG, "there is no backup in " + source + "; give a folder that backup made")
                    : e;
        }
        Lost lost = lost(directory, kept);
        LogRestore.Done done = apply ? restore(source, directory) : null;
        if (output.isTable()) {
            print(kept, lost, done);
        } else {
            output.json(shell).print(Shapes.restore(kept, lost.last(), lost.events(), done));
        }
        if (done == null) {
            shell.note("nothing was changed" + (lost.isRestored() ? "" : "; run it again with --apply"));
        }
        return done == null ? ExitCode.NEGATIVE : ExitCode.OK;
    }

    /**
     * What the registry that is there knows beyond the backup.
     *
     * @param there whether there is one
     * @param last where what can be read of it ends
     * @param events how many of its events the backup does not have
     * @param isRestored whether it is the backup restored, and nothing has been appended since
     * @param note what else there is to say
     */
    private record Lost(boolean there, long last, long events, boolean isRestored, String note) {

        static final Lost NOTHING = new Lost(false, 0, 0, false, "");
    }

    private Lost lost(Path directory, State kept) {
        long end = kept.at().sequence();
        Hash[] there = {end == 0 ? Hash.GENESIS : null};
        long[] last = {0};
        boolean[] begun = {false};
        if (!Files.exists(directory)) {
            return Lost.NOTHING;
        }
        try (History history = History.open(shell, directory)) {
            DamagedLogException damage = history.replayReadable("reading the registry that is there", event -> {
                last[0] = event.sequence();
                begun[0] = event.sequence() == end + 1 && event.event() instanceof Event.Restored;
                if (event.sequence() == end) {
                    there[0] = event.hash();
                }
            });
            boolean goesOn = kept.at().hash().equals(there[0]);
            long events = goesOn ? last[0] - end : last[0];
            String note = (goesOn || last[0] == 0 ? "" : ", as it does not go on from the backup")
                    + (damage == null
                            ? ""
                            : "; it is damaged at #" + damage.sequence() + ", and more may be behind that");
            return new Lost(true, last[0], events, goesOn && begun[0] && damage == null, note);
        } catch (DamagedLogException e) {
            String note = "; it is damaged at #" + e.sequence() + ", and how much was behind that is not known";
            return new Lost(true, 0, 0, false, note);
        } catch (LogUnavailableException e) {
            if (e.reason() == LogUnavailableException.Reason.MISSING) {
                return Lost.NOTHING;
            }
            throw e;
        }
    }

    private LogRestore.Done restore(Path source, Path directory) {
        Actor who = actor == null ? RegistryOptions.defaults().actor() : actor;
        Origin origin = new Origin(who, CommandId.random());
        return LogRestore.run(source, directory, origin, shell.times().clock(), LOCK_TIMEOUT);
    }

    private void print(State kept, Lost lost, LogRestore.@Nullable Done done) {
        int live = kept.table().size();
        shell.out()
                .println("backup    ends at #" + kept.at().sequence() + ", hash "
                        + kept.at().hash() + ", with " + live + (live == 1 ? " live pod" : " live pods"));
        shell.out().println("replaces  " + replaced(lost));
        if (done != null) {
            LogPosition now = done.position();
            Path aside = done.setAside();
            shell.out()
                    .println(said(done.course()) + " at #" + now.sequence() + ", hash " + now.hash() + ", epoch "
                            + done.epoch());
            shell.out().println("set aside " + (aside == null ? "nothing" : Printable.text(aside.toString())));
        }
    }

    private static String replaced(Lost lost) {
        if (!lost.there()) {
            return "nothing";
        }
        if (lost.isRestored()) {
            return "nothing: this backup was restored there, and nothing was appended since";
        }
        return "a registry at #" + lost.last() + "; " + lost.events() + (lost.events() == 1 ? " event" : " events")
                + " of it " + (lost.events() == 1 ? "is" : "are") + " not in the backup" + lost.note();
    }

    private static String said(LogRestore.Course course) {
        return switch (course) {
            case DONE -> "restored  now";
            case FINISHED -> "restored  now, finishing one that was interrupted,";
            case FOUND -> "restored  before,";
        };
    }
}
