package dev.podregistry.cli.ask;

import dev.podregistry.audit.Access;
import dev.podregistry.audit.Access.Writable;
import dev.podregistry.audit.State;
import dev.podregistry.audit.State.Holding;
import dev.podregistry.audit.Vitality;
import dev.podregistry.audit.Vitality.Verdict;
import dev.podregistry.audit.Vitals;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.history.Present;
import dev.podregistry.cli.json.FigureShapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.Paths;
import dev.podregistry.cli.option.PathsOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.option.StateOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.DidYouMean;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Whether a pod may write a path. */
@Command(
        description = {
            "Exit code 0 when POD may write PATH, 3 when it may not; then it also tells who may, and what POD may write"
                    + " instead."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry check src/a.txt --pod coder-checkout -d /var/lib/pods && vi src/a.txt",
            "  pod-registry check /srv/shop/docs --pod writer --at 2026-01-31T12:00Z"
        })
public final class CheckCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private StateOption at = new StateOption();

    @Mixin
    private PathsOption paths = new PathsOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "PATH", description = "The path asked about; it need not exist.")
    private String path = "";

    @Option(names = "--pod", required = true, paramLabel = "POD", description = "The pod that wants to write.")
    private PodName pod = new PodName("?");

    public CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ScopePath asked = Paths.scopePath(shell, path, paths.paths(at.isPresent(shell)));
        Access access;
        String like;
        Vitality own;
        Vitality holders;
        try (History history = History.ofStates(shell, registry.directory(shell))) {
            State state = at.state(shell, history);
            access = Access.of(state, pod, asked);
            Vitals vitals = at.vitals(shell, history);
            Allocation row = state.table().find(pod);
            own = row == null ? null : vitals.of(row);
            holders = access.holding().isHeld()
                    ? vitals.of(access.holding().chain().get(0))
                    : null;
            history.noteHandovers(asked);
            like = access.isLive() ? "" : DidYouMean.among(state.podNames(), pod.value());
        }
        if (output.isTable()) {
            print(access, own, holders);
        } else {
            output.json(shell).print(FigureShapes.access(access, own, holders));
        }
        Paths.note(shell, path, asked);
        if (!like.isEmpty()) {
            shell.note("no pod named " + pod + " is live" + like);
        }
        return access.mayWrite() ? ExitCode.OK : ExitCode.DENIED;
    }

    private void print(Access access, @Nullable Vitality own, @Nullable Vitality holders) {
        String name = shell.bold(Printable.text(pod.value()));
        Holding holding = access.holding();
        String asked = Printable.text(holding.path().value());
        if (access.mayWrite()) {
            shell.out().println(name + " may write " + asked);
            shell.out().println("  by its rule " + Printable.rule(holding.rule()));
            printProcess(own);
        } else {
            String reading = access.permission() == null ? "" : ", but read it";
            shell.out().println(name + " may not write " + asked + reading);
            shell.out().println("  " + holder(holding));
            printProcess(holders);
            printInstead(access);
        }
        shell.printAt("this is so", holding.at());
    }

    private void printProcess(@Nullable Vitality is) {
        if (is != null) {
            shell.out()
                    .println("  " + Present.text(is)
                            + (is.verdict() == Verdict.DEAD ? "; " + Present.reclaimed("it") : ""));
        }
    }

    private static String holder(Holding holding) {
        return holding.isHeld()
                ? "it is held by "
                        + Printable.text(holding.chain().get(0).pod().value()) + " by its rule "
                        + Printable.rule(holding.rule())
                : "it is held by nobody";
    }

    private void printInstead(Access access) {
        String name = Printable.text(pod.value());
        if (access.writable().isEmpty()) {
            shell.out()
                    .println(
                            "  " + name + (access.isLive() ? " may write nothing" : " is not live, so may do nothing"));
            return;
        }
        shell.out().println("  " + name + " may write");
        for (Writable writable : access.writable()) {
            shell.out().println("    " + Printable.rule(writable.rule()));
            writable.except().forEach(rule -> shell.out().println("      but not, denied: " + Printable.rule(rule)));
            writable.lent()
                    .forEach(c -> shell.out()
                            .println("      but not, held by "
                                    + Printable.text(c.holder().pod().value()) + ": " + Printable.rule(c.rule())));
        }
    }
}
