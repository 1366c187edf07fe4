package dev.podregistry.cli.ask;

import dev.podregistry.audit.State;
import dev.podregistry.audit.State.Node;
import dev.podregistry.audit.Vitality;
import dev.podregistry.audit.Vitals;
import dev.podregistry.cli.history.History;
import dev.podregistry.cli.history.Present;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.cli.option.OutputOption;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.option.StateOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.text.EventText;
import dev.podregistry.model.Allocation;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The delegation tree. */
@Command(
        description =
                "Who delegated to whom: each live pod below the one it answers to, with its rules. A path that two"
                        + " pods of one line may write is held by the lower one.",
        footerHeading = "%nExamples:%n",
        footer = {"  pod-registry tree -d /var/lib/pods", "  pod-registry tree -d /var/lib/pods --at 17"})
public final class TreeCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private StateOption at = new StateOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public TreeCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (History history = History.ofStates(shell, registry.directory(shell))) {
            tell(at.state(shell, history), at.vitals(shell, history));
        }
        return ExitCode.OK;
    }

    private void tell(State state, Vitals vitals) {
        List<Node> forest = state.forest();
        if (output.isTable()) {
            forest.forEach(node -> print(node, vitals.of(node.allocation())));
            shell.printAt(forest.size() + (forest.size() == 1 ? " pod" : " pods"), state.at());
            return;
        }
        JsonAnswers.Rows json = output.json(shell).rows("pod-registry/tree/1", "pods");
        long sequence = state.at().sequence();
        forest.forEach(node -> json.add(Shapes.node(node, state.link(node.allocation()), sequence, vitals)));
        json.end(Shapes.at(state.at()));
    }

    private void print(Node node, @Nullable Vitality is) {
        Allocation pod = node.allocation();
        StringBuilder before = new StringBuilder();
        StringBuilder below = new StringBuilder();
        for (int i = 1; i <= node.depth(); i++) {
            boolean last = node.lastOfSiblings().get(i);
            boolean own = i == node.depth();
            before.append(own ? (last ? "└─ " : "├─ ") : last ? "   " : "│  ");
            below.append(last ? "   " : "│  ");
        }
        String owner = pod.isReservation() ? "reserved by " : "";
        shell.out()
                .println(before + shell.bold(Printable.text(pod.pod().value())) + "  " + owner
                        + EventText.process(pod.process()) + ", since #" + pod.created()
                        + (is == null ? "" : ", " + Present.text(is)));
        for (String rule : EventText.scope(pod.scope())) {
            shell.out().println(below + (node.parent() ? "│    " : "     ") + rule);
        }
    }
}
