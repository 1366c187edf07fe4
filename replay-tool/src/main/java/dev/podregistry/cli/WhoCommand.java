package dev.podregistry.cli;

import dev.podregistry.audit.Beginning;
import dev.podregistry.audit.State.Holding;
import dev.podregistry.audit.State.Link;
import dev.podregistry.cli.OutputOption.Format;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Who holds a path, and on whose authority. */
@Command(
        description = {
            "The pod that may write PATH, and the chain of delegations by which it came to it.",
            "Exit code 1 when nobody holds it. A relative PATH begins at the working directory; symbolic links are not"
                    + " followed, but pointed out."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry who /srv/shop/docs/index.md -d /var/lib/pods",
            "  pod-registry who . --at 2026-01-31T12:00:00Z"
        })
final class WhoCommand implements Callable<Integer> {

    private static final int BELOW_SHOWN = 10;

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private AtOption at = new AtOption();

    @Mixin
    private OutputOption output = new OutputOption();

    @Parameters(paramLabel = "PATH", description = "The path asked about; it need not exist.")
    private String path = "";

    WhoCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        ScopePath asked = Paths.scopePath(shell, path);
        Holding holding;
        try (History history = History.open(shell, registry.directory(shell))) {
            holding = history.state(at.moment(shell)).who(asked);
        }
        if (output.isTable()) {
            print(holding);
        } else {
            new JsonAnswers(shell.out(), output.format() == Format.NDJSON).print(Shapes.holding(holding));
        }
        String behind = Paths.behindLinks(asked);
        if (behind != null) {
            shell.note("note: on this machine " + asked + " leads to " + behind
                    + " by a symbolic link; targets are usually recorded in that form, so ask for it as well");
        }
        return holding.isHeld() ? ExitCode.OK : ExitCode.NEGATIVE;
    }

    private void print(Holding holding) {
        String asked = Printable.text(holding.path().value());
        if (holding.isHeld()) {
            String holder =
                    Printable.text(holding.chain().get(0).allocation().pod().value());
            shell.out().println(asked + " is held by " + shell.bold(holder));
            shell.out().println("  by its rule " + Printable.rule(holding.rule()));
            for (int i = holding.chain().size() - 1; i >= 0; i--) {
                print(holding.chain().get(i));
            }
        } else {
            shell.out().println(asked + " is held by " + shell.bold("nobody"));
        }
        printBelow(holding);
        shell.printAt("this is so", holding.at());
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
            shell.out().println("  and by " + more + " more pods; -o json tells all of them");
        }
    }

    private void print(Link link) {
        Allocation pod = link.allocation();
        Beginning beginning = link.beginning();
        PodName spawner = beginning.spawner();
        String verb = spawner == null ? "registered" : "delegated by " + Printable.text(spawner.value());
        shell.out()
                .println("  " + Printable.padded("#" + pod.created(), 5) + " "
                        + shell.bold(Printable.text(pod.pod().value())) + " " + verb + event(beginning.created()));
        EventText.scope(pod.scope()).forEach(rule -> shell.out().println("          " + rule));
        if (spawner != null) {
            printAuthority(beginning);
        }
        if (spawner != null && !spawner.equals(pod.delegatedFrom())) {
            PodName now = pod.delegatedFrom();
            shell.out()
                    .println("        now " + (now == null ? "top-level" : "under " + Printable.text(now.value()))
                            + ", as pods above it have ended");
        }
        Recorded adopted = beginning.adopted();
        if (adopted != null) {
            shell.out()
                    .println("  " + Printable.padded("#" + adopted.sequence(), 5) + " adopted by "
                            + EventText.process(pod.process()) + event(adopted));
        } else if (pod.isReservation()) {
            shell.out().println("        not adopted yet: reserved by " + EventText.process(pod.process()));
        }
    }

    private String event(Recorded event) {
        return " at " + shell.times().shown(event.time()) + ", asked by "
                + Printable.text(event.origin().actor().value());
    }

    private void printAuthority(Beginning beginning) {
        Scope scope = beginning.grantedUnder();
        if (scope == null) {
            shell.out().println("        on an authority that the import it comes from does not tell");
            return;
        }
        boolean given = beginning.authority() instanceof Authority.Given;
        shell.out()
                .println("        on the authority of "
                        + (given ? "a given delegation scope:" : "its spawner's own rules then:"));
        EventText.scope(scope).forEach(rule -> shell.out().println("          " + rule));
    }
}
