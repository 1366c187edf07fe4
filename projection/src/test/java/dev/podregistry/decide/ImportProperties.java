package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** An import takes over every table that can come about, and none that breaks the promise. */
@Tag("fuzz")
class ImportProperties {

    @Provide
    Arbitrary<List<Move>> histories() {
        return Move.histories();
    }

    @Provide
    Arbitrary<List<ImportedPod>> pods() {
        return Combinators.combine(
                        Universe.pods(),
                        Universe.scopes(),
                        Universe.pods().injectNull(0.5),
                        Universe.segments().injectNull(0.5))
                .as((pod, scope, parent, segment) ->
                        new ImportedPod(pod, new BarePid(1), PodSocket.NONE, scope, parent, segment))
                .list()
                .ofMaxSize(4);
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void everyTableIsTakenOverAsItIs(@ForAll("histories") List<Move> history) {
        List<ImportedPod> pods = Move.Play.tableAfter(history).allocations().stream()
                .map(ImportProperties::exported)
                .toList();
        LiveTable live = new LiveTable(new MemoryLog(InstantSource.system()).open(LogPosition.START));
        assertEquals(new Answer.Imported(pods.size()), live.run(new Command.Import(pods), Verdicts.ALL_ALIVE));
        assertEquals(
                pods,
                live.table().allocations().stream()
                        .map(ImportProperties::exported)
                        .toList());
    }

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void whatBreaksThePromiseIsRefusedWhole(@ForAll("pods") List<ImportedPod> pods) {
        Decision decision =
                Decider.decide(AllocationTable.EMPTY, new Command.Import(pods), CommandId.random(), Verdicts.ALL_ALIVE);
        Statistics.label("taken").collect(decision.answer() instanceof Answer.Imported);
        if (decision.refusal() != null) {
            assertInstanceOf(Refusal.ImportRefused.class, decision.refusal());
            assertEquals(List.of(), decision.events());
            return;
        }
        AllocationTable table = AllocationTable.EMPTY;
        for (Event event : decision.events()) {
            table = table.evolve(event);
        }
        assertNull(table.doubleClaim(ScopeRule.write("/")));
    }

    /** What only an import may write is refused once anything else has happened. */
    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void anImportIsTheBeginningOfAHistory(
            @ForAll("histories") List<Move> history, @ForAll("pods") List<ImportedPod> pods) {
        AllocationTable table = Move.Play.tableAfter(history);
        if (table.sequence() == 0) {
            return;
        }
        Decision decision = Decider.decide(table, new Command.Import(pods), CommandId.random(), Verdicts.ALL_ALIVE);
        assertEquals(Decision.refused(new Refusal.NotEmpty(table.sequence())), decision);
        AllocationTable later = table.evolve(registration());
        for (ImportedPod pod : pods) {
            Event reservation =
                    new Event.Registered(pod.pod(), pod.process(), pod.socket(), List.of(), List.of(), null);
            assertThrows(ImpossibleHistoryException.class, () -> later.evolve(reservation));
        }
    }

    private static Event registration() {
        return new Event.Registered(
                new PodName("fresh"),
                new ProcessIdentity.Linux("host", "boot", "pid:[1]", 1, 1),
                PodSocket.NONE,
                List.of(),
                List.of(),
                new SegmentId(new UUID(9, 9)));
    }

    private static ImportedPod exported(Allocation row) {
        return new ImportedPod(
                row.pod(),
                new BarePid(row.process().pid()),
                row.socket(),
                row.scope(),
                row.delegatedFrom(),
                row.segment());
    }
}
