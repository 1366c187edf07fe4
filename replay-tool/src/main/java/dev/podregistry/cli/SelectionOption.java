package dev.podregistry.cli;

import dev.podregistry.audit.EventSelection;
import dev.podregistry.audit.Kind;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events a command is about; without any of these options, all. */
final class SelectionOption {

    @Option(names = "--pod", paramLabel = "POD", description = "Only events about this pod, or by it.")
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
                    "Only events of these types: Registered, Delegated, Adopted, SegmentChanged, Released, Reclaimed.")
    private List<Kind> types = List.of();

    /** {@return whether any was given} */
    boolean isGiven() {
        return pod != null || path != null || !types.isEmpty();
    }

    EventSelection selection(Shell shell) {
        ScopePath subtree = path == null ? null : Paths.scopePath(shell, path);
        Set<Kind> kinds = types.isEmpty() ? Set.of() : EnumSet.copyOf(types);
        return new EventSelection(pod, subtree, kinds);
    }
}
