package dev.podregistry.cli.json;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.TargetRule;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.Decider;
import dev.podregistry.decide.Decision;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.event.Event;
import dev.podregistry.fuzz.Fit;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/**
 * Any bytes are a {@code pods.json}, or they are refused with line and column.
 *
 * <p>What is read can be decided on; what is granted keeps the promise that no path has two writers, and is written again
 * as a file that says the same.
 */
public final class PodsJsonTarget {

    private static final CommandId ID = new CommandId(new UUID(1, 1));

    private PodsJsonTarget() {}

    /** Tries one input. */
    public static void fuzzerTestOneInput(byte[] input) throws BadPodsJsonException {
        List<ImportedPod> pods;
        try {
            pods = read(input);
        } catch (BadPodsJsonException e) {
            Fit.forTerminal(e.getMessage());
            return;
        }
        Decision decision = Decider.decide(AllocationTable.EMPTY, new Command.Import(pods), ID, Verdicts.ALL_ALIVE);
        Refusal refusal = decision.refusal();
        if (refusal != null) {
            Fit.forTerminal(refusal.message());
            Fit.require(decision.events().isEmpty(), "refused, yet something happens");
        } else {
            checkTaken(pods, decision.events());
        }
    }

    private static List<ImportedPod> read(byte[] file) throws BadPodsJsonException {
        return PodsJson.read(
                        file,
                        (target, permission, recursive) ->
                                PathPolicy.logical().canonical(new TargetRule(target, permission, recursive)))
                .pods();
    }

    private static void checkTaken(List<ImportedPod> pods, List<Event> events) throws BadPodsJsonException {
        AllocationTable table = AllocationTable.EMPTY;
        for (Event event : events) {
            table = table.evolve(event);
        }
        Fit.require(table.size() == pods.size(), "pods are missing");
        Fit.require(table.doubleClaim(ScopeRule.write("/")) == null, "two writers of one path");
        String file = PodsJson.write(table.allocations());
        Fit.require(read(file.getBytes(StandardCharsets.UTF_8)).equals(pods), "another table: " + file);
    }
}
