package dev.podregistry.cli.ask;

import dev.podregistry.audit.Beginning;
import dev.podregistry.audit.Mark;
import dev.podregistry.audit.State;
import dev.podregistry.audit.State.Holding;
import dev.podregistry.audit.State.Link;
import dev.podregistry.audit.Vitality;
import dev.podregistry.audit.Vitals;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.history.Present;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.Paths;
import dev.podregistry.cli.option.PathsOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.option.StateOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.EventText;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.path.PathResolver;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Who holds a path, and on whose authority. */
@Command(
        description = {
            "The pod that may write each PATH, and the chain of delegations by which it came to it.",
            "Exit code 1 when nobody holds it, or one of several. For who held it over time, see blame.",
            "A relative PATH begins at the working directory. Symbolic links are followed as the registry follows them,"
                    + " but not in questions about the past, or with --text; then they are pointed out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry who /srv/shop/docs/index.md -d /var/lib/pods",
            "  pod-registry who . --at 2026-01-31T12:00:00Z",
            "  pod-registry who src/a.txt src/b.txt --at -15m"
        })
public final class WhoCommand implements Callable<Integer> {

    private static final int BELOW_SHOWN = 10;

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private StateOption at = new StateOption();

    @Mixin
    private PathsOption meaning = new PathsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "PATH", arity = "1..*", description = "The paths asked about; they need not exist.")
    private List<String> paths = List.of();

    public WhoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        PathResolver resolver = meaning.paths(at.isPresent(shell));
        List<ScopePath> asked = paths.stream()
                .map(each -> Paths.scopePath(shell, each, resolver))
                .toList();
        List<Holding> holdings;
        try (History history = History.ofStates(shell, registry.directory(shell))) {
            State state = at.state(shell, history);
            holdings = asked.stream().map(state::who).toList();
            tell(state, holdings, at.vitals(shell, history));
            asked.forEach(history::noteHandovers);
        }
        for (int i = 0; i < asked.size(); i++) {
            Paths.note(shell, paths.get(i), asked.get(i));
        }
        return holdings.stream().allMatch(Holding::isHeld) ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private void tell(State state, List<Holding> holdings, Vitals vitals) {
        JsonAnswers json = output.json(shell);
        if (output.isTable()) {
            holdings.forEach(holding -> print(state, holding, vitals));
            shell.printAt("this is so", state.at());
        } else if (holdings.size() == 1) {
            json.print(Shapes.holding(state, holdings.get(0), vitals));
        } else {
            JsonAnswers.Rows rows = json.rows("pod-registry/who-all/1", "answers");
            holdings.forEach(holding -> rows.add(Shapes.holding(state, holding, vitals)));
            rows.end(Shapes.at(state.at()));
        }
    }

    private void print(State state, Holding holding, Vitals vitals) {
        String asked = Printable.text(holding.path().value());
        if (holding.isHeld()) {
            String holder = Printable.text(holding.chain().get(0).pod().value());
            shell.out().println(asked + " is held by " + shell.bold(holder));
            shell.out().println("  by its rule " + Printable.rule(holding.rule()));
            for (int i = holding.chain().size() - 1; i >= 0; i--) {
                Allocation row = holding.chain().get(i);
                print(state.link(row));
                Vitality is = vitals.of(row);
                if (is != null) {
                    shell.out().println("        " + Present.text(is));
                }
            }
        } else {
            shell.out().println(asked + " is held by " + shell.bold("nobody"));
        }
        printBelow(holding);
    }

    private void printBelow(Holding holding) {
        holding.below().stream()
                .limit(BELOW_SHOWN)
                .forEach(c -> shell.out()
                        .println("  paths below it are held by "
                                + Printable.text(c.holder().pod().value()) + " by its rule "
                                + Printable.rule(c.rule())));
        int more = holding.below().size() - BELOW_SHOWN;
        if (more > 0) {
            shell.out()
                    .println("  and by " + more + (more == 1 ? " more pod" : " more pods")
                            + "; -o json tells all of them");
        }
    }

    private void print(Link link) {
        Allocation pod = link.allocation();
        Beginning beginning = link.beginning();
        PodName spawner = beginning.spawner();
        String verb = spawner == null ? "registered" : "delegated by " + Printable.text(spawner.value());
        Mark created = beginning.created();
        shell.out()
                .println("  " + Printable.padded("#" + pod.created(), 5) + " "
                        + shell.bold(Printable.text(pod.pod().value()))
                        + (created == null
                                ? " was live where the history begins; how it came to be is lost"
                                : " " + verb + event(created)));
        EventText.scope(pod.scope()).forEach(rule -> shell.out().println("          " + rule));
        if (spawner != null) {
            EventText.authority(beginning)
                    .forEach(
                            line -> shell.out().println("        " + (line.startsWith(" ") ? line : "on the " + line)));
        }
        if (spawner != null && !spawner.equals(pod.delegatedFrom())) {
            PodName now = pod.delegatedFrom();
            shell.out()
                    .println("        now " + (now == null ? "top-level" : "under " + Printable.text(now.value()))
                            + ", as pods above it have ended");
        }
        Mark adopted = beginning.adopted();
        if (adopted != null) {
            shell.out()
                    .println("  " + Printable.padded("#" + adopted.sequence(), 5) + " adopted by "
                            + EventText.process(pod.process()) + event(adopted));
        } else if (pod.isReservation()) {
            shell.out().println("        not adopted yet: reserved by " + EventText.process(pod.process()));
        }
    }

    private String event(Mark event) {
        return " at " + shell.times().shown(event.time()) + ", asked by "
                + Printable.text(event.actor().value());
    }
}
