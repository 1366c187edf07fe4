package dev.podregistry.table;

import java.util.List;

/**
 * A table as a plain value, from which the same table is made again.
 *
 * @param sequence the sequence of the last event it contains
 * @param importing whether nothing but an import has happened so far
 * @param allocations the live allocations in order of creation
 * @param recentCommands the last commands carried out, oldest first
 */
public record TableSnapshot(long sequence, boolean importing, List<Allocation> allocations, List<Done> recentCommands) {

    public TableSnapshot {
        allocations = List.copyOf(allocations);
        recentCommands = List.copyOf(recentCommands);
    }

    /** {@return the table} */
    public AllocationTable toTable() {
        Rows rows = Rows.NONE;
        PathIndex paths = PathIndex.EMPTY;
        for (Allocation allocation : allocations) {
            rows = rows.with(allocation);
            paths = paths.with(allocation.created(), allocation.scope());
        }
        RecentCommands recent = RecentCommands.NONE;
        for (Done done : recentCommands) {
            recent = recent.plus(done);
        }
        return new AllocationTable(sequence, importing, rows, paths, recent);
    }
}
