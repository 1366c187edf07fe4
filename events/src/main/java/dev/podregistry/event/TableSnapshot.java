package dev.podregistry.event;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.SegmentId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * An allocation table as a plain value, from which the same table is made again.
 *
 * @param sequence the sequence of the last event it contains
 * @param importing whether nothing but an import has happened so far
 * @param allocations the live allocations in order of creation
 * @param recentCommands the last commands carried out, oldest first
 * @param epochs the restores from backups up to there
 */
public record TableSnapshot(
        long sequence, boolean importing, List<Allocation> allocations, List<Done> recentCommands, Epochs epochs) {

    /** Creates the table of a log that was never restored. */
    public TableSnapshot(long sequence, boolean importing, List<Allocation> allocations, List<Done> recentCommands) {
        this(sequence, importing, allocations, recentCommands, Epochs.NONE);
    }

    /**
     * Checks what holds for every table.
     *
     * @throws IllegalArgumentException naming the row or command that no table has in that place
     */
    public TableSnapshot {
        allocations = List.copyOf(allocations);
        recentCommands = List.copyOf(recentCommands);
        checkRows(allocations, sequence, epochs);
        checkCommands(recentCommands, sequence);
    }

    private static void checkRows(List<Allocation> rows, long sequence, Epochs epochs) {
        Set<PodName> pods = new HashSet<>();
        Set<SegmentId> segments = new HashSet<>();
        long last = 0;
        for (Allocation row : rows) {
            long token = epochs.sequence(row.token());
            check(last < row.created() && row.created() <= token && token <= sequence, row.pod(), "is out of order");
            check(row.delegatedFrom() == null || pods.contains(row.delegatedFrom()), row.pod(), "has no parent");
            check(pods.add(row.pod()), row.pod(), "is there twice");
            check(row.segment() == null || segments.add(row.segment()), row.pod(), "shares its segment");
            last = row.created();
        }
    }

    private static void checkCommands(List<Done> commands, long sequence) {
        Set<Object> ids = new HashSet<>();
        long last = 0;
        for (Done done : commands) {
            check(last < done.sequence() && done.sequence() <= sequence, done.command(), "is out of order");
            check(ids.add(done.command()), done.command(), "is there twice");
            last = done.sequence();
        }
    }

    private static void check(boolean holds, Object what, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(what + " " + otherwise);
        }
    }
}
