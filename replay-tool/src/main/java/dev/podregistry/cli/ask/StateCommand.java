package dev.podregistry.cli.ask;

import dev.podregistry.audit.State;
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
import dev.podregistry.cli.shell.Times;
import dev.podregistry.cli.text.EventText;
import dev.podregistry.cli.text.TextTable;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The allocation table. */
@Command(
        description =
                "Every live pod with its rules. A pod without a segment is a reservation that no process has"
                        + " adopted yet; SINCE is the event that created the pod, TOKEN the one that last gave it its owner. At"
                        + " the present, whether each pod's process is alive, dead or, seen from here, unknown, and the pod's age.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  pod-registry state -d /var/lib/pods",
            "  pod-registry state -d /var/lib/pods --at 2026-01-31T12:00:00Z",
            "  pod-registry state --at 17 -o json"
        })
public final class StateCommand implements Callable<Integer> {

    private final Shell shell;

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private StateOption at = new StateOption();

    @Mixin
    private OutputOption output = new OutputOption();

    public StateCommand(Shell shell) {
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
        List<Allocation> rows = state.table().allocations();
        if (output.isTable()) {
            printTable(rows, vitals);
            shell.printAt(rows.size() + (rows.size() == 1 ? " pod" : " pods"), state.at());
            return;
        }
        JsonAnswers.Rows json = output.json(shell).rows("pod-registry/state/1", "allocations");
        rows.forEach(row -> json.add(Shapes.allocation(row, state.at().sequence(), vitals)));
        json.end(Shapes.at(state.at()));
    }

    private void printTable(List<Allocation> rows, Vitals vitals) {
        if (rows.isEmpty()) {
            return;
        }
        List<String> head = List.of("POD", "UNDER", "PID", "SEGMENT", "SINCE", "TOKEN");
        boolean present = vitals.of(rows.get(0)) != null;
        TextTable table =
                new TextTable(Stream.concat(head.stream(), present ? Stream.of("PROCESS", "AGE") : Stream.empty())
                        .toArray(String[]::new));
        for (Allocation row : rows) {
            PodName parent = row.delegatedFrom();
            Vitality is = vitals.of(row);
            List<String> cells = new ArrayList<>(List.of(
                    Printable.text(row.pod().value()),
                    parent == null ? "-" : Printable.text(parent.value()),
                    Long.toString(row.process().pid()),
                    row.segment() == null ? "- (reserved)" : row.segment().toString(),
                    "#" + row.created(),
                    "#" + row.token()));
            List<String> details = new ArrayList<>(EventText.scope(row.scope()));
            if (is != null) {
                cells.add(Present.word(is));
                cells.add(is.age() == null ? "-" : Times.lapse(is.age()));
                if (is.verdict() != Vitality.Verdict.ALIVE) {
                    details.add("process " + Present.word(is) + ": " + Printable.line(is.reason()));
                }
            }
            table.add(cells, details);
        }
        table.print(shell);
    }
}
