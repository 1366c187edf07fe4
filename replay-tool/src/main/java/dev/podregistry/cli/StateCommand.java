package dev.podregistry.cli;

import dev.podregistry.audit.State;
import dev.podregistry.cli.OutputOption.Format;
import dev.podregistry.cli.json.JsonAnswers;
import dev.podregistry.cli.json.Shapes;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The allocation table. */
@Command(
        description = "Every live pod with its rules. A pod without a segment is a reservation that no process has"
                + " adopted yet; SINCE is the event that created the pod, TOKEN the one that last gave it its owner.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry state -d /var/lib/pods",
            "  pod-registry state -d /var/lib/pods --at 2026-01-31T12:00:00Z",
            "  pod-registry state --at 17 -o json"
        })
final class StateCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private StateOption at = new StateOption();

    @Mixin
    private OutputOption output = new OutputOption();

    StateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        State state;
        try (History history = History.ofStates(shell, registry.directory(shell))) {
            state = at.state(shell, history);
        }
        List<Allocation> rows = state.table().allocations();
        if (output.isTable()) {
            printTable(rows);
            shell.printAt(rows.size() + (rows.size() == 1 ? " pod" : " pods"), state.at());
            return ExitCode.OK;
        }
        JsonAnswers.Rows json = new JsonAnswers(shell.out(), output.format() == Format.NDJSON)
                .rows("pod-registry/state/1", "allocations");
        rows.forEach(row -> json.add(Shapes.allocation(row, state.at().sequence())));
        json.end(Shapes.at(state.at()));
        return ExitCode.OK;
    }

    private void printTable(List<Allocation> rows) {
        if (rows.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("POD", "UNDER", "PID", "SEGMENT", "SINCE", "TOKEN");
        for (Allocation row : rows) {
            PodName parent = row.delegatedFrom();
            table.add(
                    List.of(
                            Printable.text(row.pod().value()),
                            parent == null ? "-" : Printable.text(parent.value()),
                            Long.toString(row.process().pid()),
                            row.segment() == null
                                    ? "- (reserved)"
                                    : row.segment().toString(),
                            "#" + row.created(),
                            "#" + row.token()),
                    EventText.scope(row.scope()));
        }
        table.print(shell);
    }
}
