package dev.podregistry.cli.help;

import dev.podregistry.audit.Moment;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.PodName;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The names in a registry, one a line, for a shell that completes them; of a damaged log those that can be read. */
@Command(description = "Lists names for a shell that completes them.")
public final class NamesCommand implements Callable<Integer> {

    public static final String NAME = "names";

    /** Whose names. */
    public enum Whose {
        /** Of the pods that are live. */
        LIVE,
        /** Of all pods there ever were. */
        EVER,
        /** Of those who asked for something. */
        ACTORS;

        /** {@return the word as it is typed} */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Parameters(paramLabel = "WHOSE")
    private Whose whose = Whose.LIVE;

    public NamesCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        Set<String> names = new TreeSet<>();
        try (History history = History.ofStates(shell, registry.directory(shell))) {
            if (whose == Whose.LIVE) {
                history.state(new Moment.End()).podNames().forEach(names::add);
            } else {
                Consumer<Recorded> seen = whose == Whose.EVER
                        ? recorded -> addPod(names, recorded.event())
                        : recorded -> names.add(recorded.origin().actor().value());
                history.replayReadable("collecting names", seen);
            }
        }
        names.stream().filter(name -> Printable.text(name).equals(name)).forEach(shell.out()::println);
        return ExitCode.OK;
    }

    private static void addPod(Set<String> names, Event event) {
        PodName pod = event.pod();
        if (pod != null) {
            names.add(pod.value());
        }
    }
}
