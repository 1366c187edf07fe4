package dev.podregistry.cli.option;

import dev.podregistry.audit.EventSelection;
import dev.podregistry.audit.Kind;
import dev.podregistry.cli.history.NameSearch;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.model.Actor;
import dev.podregistry.model.PodName;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events a command is about; without any of these options, all. */
public final class SelectionOption {

    @Option(
            names = "--pod",
            paramLabel = "POD",
            description = "Only events about this pod, or by it, or that moved it up.")
    private @Nullable PodName pod;

    @Option(
            names = "--path",
            paramLabel = "PATH",
            description =
                    "Only events about pods with a rule, for reading or writing, that covers a path at or below this.")
    private @Nullable String path;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "Only events of these types: Registered, Delegated, Adopted, SegmentChanged, Released, Reclaimed,"
                            + " Restored.")
    private List<Kind> types = List.of();

    @Option(names = "--not-type", paramLabel = "TYPE", split = ",", description = "No events of these types.")
    private List<Kind> notTypes = List.of();

    @Option(names = "--actor", paramLabel = "ACTOR", description = "Only what this actor asked for.")
    private @Nullable Actor actor;

    /** {@return whether any was given} */
    public boolean isGiven() {
        return pod != null || path != null || actor != null || !types.isEmpty() || !notTypes.isEmpty();
    }

    /** {@return a selection, which takes one reading of a log} */
    public EventSelection selection(Shell shell) {
        if (path != null) {
            Paths.note(shell, path, Paths.scopePath(shell, path));
        }
        return again(shell);
    }

    /** {@return a selection for another reading} */
    public EventSelection again(Shell shell) {
        return new EventSelection(
                pod,
                path == null ? null : Paths.scopePath(shell, path),
                types.isEmpty() && notTypes.isEmpty() ? Set.of() : kinds(),
                actor);
    }

    /** {@return a search for those who are asked about} */
    public NameSearch names() {
        return new NameSearch(pod, actor);
    }

    private Set<Kind> kinds() {
        Set<Kind> kinds = types.isEmpty() ? EnumSet.allOf(Kind.class) : EnumSet.copyOf(types);
        kinds.removeAll(notTypes);
        if (kinds.isEmpty()) {
            throw new Complaint(ExitCode.USAGE, "--type and --not-type leave no type");
        }
        return kinds;
    }
}
