package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;

/** What holds for every history, whatever the commands and crashes. */
@Tag("fuzz")
class HistoryProperties {

    @Provide
    Arbitrary<List<Move>> histories() {
        return Move.histories();
    }

    @Provide
    Arbitrary<Command> commands() {
        return Move.commands();
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void theHistoriesAreWorthTrying(@ForAll("histories") List<Move> history) {
        AllocationTable table = Move.Play.tableAfter(history);
        Statistics.label("three or more live pods")
                .collect(table.size() >= 3)
                .coverage(c -> c.check(true).percentage(p -> p > 30));
        Statistics.label("a chain of three or more")
                .collect(table.allocations().stream()
                        .anyMatch(row -> table.chain(row.pod()).size() >= 3))
                .coverage(c -> c.check(true).percentage(p -> p > 5));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void noTwoPodsEverHoldOnePath(@ForAll("histories") List<Move> history) {
        Move.Play.of(history, table -> {
            Naive naive = new Naive(table);
            for (ScopePath path : Universe.PATHS) {
                List<Allocation> holders = naive.holders(path);
                assertTrue(holders.size() <= 1, () -> path + " is held by " + holders);
            }
            assertNull(table.doubleClaim(ScopeRule.write("/")));
        });
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void theClaimersOfAPathAreAChain(@ForAll("histories") List<Move> history) {
        AllocationTable table = Move.Play.tableAfter(history);
        Naive naive = new Naive(table);
        for (ScopePath path : Universe.PATHS) {
            List<Allocation> claimers = table.allocations().stream()
                    .filter(row -> Naive.claims(row, path))
                    .toList();
            for (int i = 1; i < claimers.size(); i++) {
                Allocation below = claimers.get(i);
                assertTrue(
                        naive.descendants(claimers.get(i - 1)).anyMatch(below::equals), () -> path + ": " + claimers);
            }
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void delegationIsAForest(@ForAll("histories") List<Move> history) {
        Move.Play.of(history, table -> {
            for (Allocation row : table.allocations()) {
                if (row.delegatedFrom() != null) {
                    Allocation parent = table.find(row.delegatedFrom());
                    assertNotNull(parent, () -> row + " has a parent");
                    assertTrue(parent.created() < row.created(), () -> row + " is younger than its parent");
                    assertTrue(table.children(parent.pod()).contains(row));
                } else {
                    assertTrue(table.roots().contains(row));
                }
            }
        });
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void everySplitReachesTheSameTable(@ForAll("histories") List<Move> history) {
        LiveTable live = Move.Play.of(history, table -> {}).live;
        AllocationTable prefix = AllocationTable.EMPTY;
        for (int split = 0; split <= live.history().size(); split++) {
            List<Recorded> rest = live.history().subList(split, live.history().size());
            assertEquals(live.table(), replay(prefix, rest), "replay from #" + split);
            assertEquals(prefix, AllocationTable.of(prefix.snapshot()), "snapshot at #" + split);
            assertEquals(
                    live.table(),
                    replay(AllocationTable.of(prefix.snapshot()), rest),
                    "snapshot, then replay, at #" + split);
            prefix = rest.isEmpty() ? prefix : prefix.evolve(rest.get(0));
        }
    }

    private static AllocationTable replay(AllocationTable from, List<Recorded> events) {
        AllocationTable table = from;
        for (Recorded event : events) {
            table = table.evolve(event);
        }
        return table;
    }

    /** A table knows nothing of the way it was reached, so a restored one decides the same. */
    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void decideIsAFunctionOfTheTable(
            @ForAll("histories") List<Move> history, @ForAll("commands") Command command, @ForAll long deadPids) {
        AllocationTable table = Move.Play.tableAfter(history);
        Verdicts verdicts = process -> (deadPids >> (process.pid() % 64) & 1) == 1;
        CommandId id = CommandId.random();
        Decision decision = Decider.decide(table, command, id, verdicts);
        assertEquals(decision, Decider.decide(AllocationTable.of(table.snapshot()), command, id, verdicts));
        assertEquals(decision, Decider.decide(table, command, id, verdicts));
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void aRepeatedCommandIsAnsweredAgainAndNotCarriedOutAgain(
            @ForAll("histories") List<Move> history, @ForAll("commands") Command command) {
        LiveTable live = Move.Play.of(history, table -> {}).live;
        CommandId id = CommandId.random();
        Answer first = live.run(command, id, Verdicts.ALL_ALIVE);
        long sequence = live.table().sequence();
        assertEquals(first, live.run(command, id, Verdicts.ALL_ALIVE));
        assertEquals(sequence, live.table().sequence(), () -> "repeating " + command);
    }
}
