package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.Contest;
import dev.podregistry.table.HeadStart;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;

/** The index answers exactly as looking at every path and every pod does. */
@Tag("fuzz")
class IndexProperties {

    @Provide
    Arbitrary<List<Move>> histories() {
        return Move.histories();
    }

    @Provide
    Arbitrary<ScopeRule> rules() {
        return Universe.rules();
    }

    @Provide
    Arbitrary<List<ScopeRule>> denies() {
        return Universe.ruleLists(2);
    }

    @Provide
    Arbitrary<List<PodName>> exempt() {
        return Universe.pods().list().ofMaxSize(2);
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void conflicts(
            @ForAll("histories") List<Move> history,
            @ForAll("rules") ScopeRule rule,
            @ForAll("denies") List<ScopeRule> deny,
            @ForAll("exempt") List<PodName> exempt) {
        AllocationTable table = Move.Play.tableAfter(history);
        assertEquals(new Naive(table).conflicts(rule, deny, exempt), table.conflicts(rule, deny, exempt));
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void firstConflict(
            @ForAll("histories") List<Move> history,
            @ForAll("rules") ScopeRule rule,
            @ForAll("denies") List<ScopeRule> deny) {
        AllocationTable table = Move.Play.tableAfter(history);
        Naive naive = new Naive(table);
        Contest contest = naive.conflicts(rule, deny, List.of()).stream()
                .findFirst()
                .map(first -> new Contest(rule, first))
                .orElse(null);
        assertEquals(contest, table.firstContest(List.of(rule), deny));
        for (int headStart : new int[] {0, 1, 2, 5, 12}) {
            assertEquals(contest, HeadStart.firstContest(table, List.of(rule), deny, headStart));
        }
        for (Allocation row : table.allocations()) {
            List<Conflict> others = naive.conflicts(rule, List.of(), List.of(row.pod()));
            assertEquals(others.isEmpty() ? null : others.get(0), table.firstConflict(rule, row.pod()));
        }
    }

    @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
    void holdersAndPermissions(@ForAll("histories") List<Move> history) {
        AllocationTable table = Move.Play.tableAfter(history);
        Naive naive = new Naive(table);
        for (ScopePath path : Universe.PATHS) {
            List<Allocation> holders = naive.holders(path);
            assertEquals(holders.isEmpty() ? null : holders.get(0), table.holderOf(path), path::value);
            for (Allocation row : table.allocations()) {
                Permission own = row.scope().permissionAt(path);
                assertEquals(
                        own == Permission.WRITE && !naive.holds(row, path) ? Permission.READ : own,
                        table.permissionAt(row.pod(), path));
            }
        }
    }

    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void mayWriteAndMayRead(@ForAll("histories") List<Move> history, @ForAll("rules") ScopeRule rule) {
        AllocationTable table = Move.Play.tableAfter(history);
        Naive naive = new Naive(table);
        for (Allocation row : table.allocations()) {
            assertEquals(naive.mayWriteAll(row, rule), table.mayWrite(row.pod(), rule), () -> row + " " + rule);
            assertEquals(naive.mayReadAll(row, rule), table.mayRead(row.pod(), rule), () -> row + " " + rule);
        }
        assertFalse(table.mayWrite(new PodName("nobody"), rule));
        assertFalse(table.mayRead(new PodName("nobody"), rule));
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void segmentsAndProcesses(@ForAll("histories") List<Move> history) {
        AllocationTable table = Move.Play.tableAfter(history);
        for (Allocation row : table.allocations()) {
            assertEquals(row, table.find(row.pod()));
            assertEquals(
                    row.segment() == null ? null : row,
                    row.segment() == null ? null : table.findBySegment(row.segment()));
            assertEquals(
                    table.allocations().stream()
                            .filter(other -> other.process().equals(row.process()))
                            .toList(),
                    table.podsOf(row.process()));
        }
        assertEquals(
                table.allocations().stream().map(Allocation::process).distinct().toList(), table.processes());
        assertEquals(
                table.allocations().stream()
                        .filter(row -> row.process().pid() % 2 == 0)
                        .toList(),
                table.podsIn(process -> process.pid() % 2 == 0));
    }
}
