package dev.podregistry.event;

import dev.podregistry.model.Allocation;
import java.util.List;

/**
 * An allocation table as a plain value, from which the same table is made again.
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
}
