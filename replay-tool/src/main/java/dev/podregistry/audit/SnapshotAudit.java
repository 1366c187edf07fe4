package dev.podregistry.audit;

import dev.podregistry.audit.Check.Finding;
import dev.podregistry.audit.Check.Status;
import dev.podregistry.audit.Check.Subject;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.model.Allocation;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compares snapshots with the tables that the events lead to.
 *
 * <p>First it is told every event with the table after it, and keeps the tables at the sequences it was made for, then it is
 * told the snapshots one by one: only one of them need be in memory.
 */
final class SnapshotAudit {

    private final Set<Long> wanted;
    private final Map<Long, LogPosition> positions = new TreeMap<>();
    private final Map<Long, AllocationTable> tables = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long first;
    private long end;
    private long upTo;

    SnapshotAudit(Collection<Long> sequences) {
        wanted = Set.copyOf(sequences);
        positions.put(0L, LogPosition.START);
        tables.put(0L, AllocationTable.EMPTY);
    }

    /** Takes where the history begins: what was before cannot be compared with anything. */
    void begin(Outset outset) {
        first = outset.sequence();
        end = first;
        positions.put(first, outset.at().position());
        tables.put(first, outset.table());
    }

    /** Takes the next event. */
    void event(Recorded event) {
        end = event.sequence();
        if (wanted.contains(end)) {
            positions.put(end, event.position());
        }
    }

    /** Takes the table after an event that could be applied. */
    void table(AllocationTable table) {
        if (wanted.contains(table.sequence())) {
            tables.put(table.sequence(), table);
        }
    }

    /** Takes note that what should be the snapshot of a sequence cannot be used. */
    void unusable(long sequence, String defect) {
        if (sequence < first) {
            return;
        }
        findings.add(new Finding(sequence, "has a snapshot that cannot be used: " + defect));
        upTo = Math.max(upTo, sequence);
    }

    /** Compares what should be the snapshot of a sequence. */
    void compare(long sequence, Snapshot snapshot) {
        String defect = defect(sequence, snapshot);
        AllocationTable table = tables.get(sequence);
        if (defect == null && table != null && !table.snapshot().equals(snapshot.table())) {
            defect = "its table is not the one that the events lead to: "
                    + difference(table.snapshot(), snapshot.table());
        }
        if (defect != null) {
            unusable(sequence, defect);
        } else if (table != null) {
            upTo = Math.max(upTo, sequence);
        }
    }

    private @Nullable String defect(long sequence, Snapshot snapshot) {
        LogPosition position = snapshot.bookmark().position();
        if (position.sequence() != sequence) {
            return "it is of #" + position.sequence() + ", other than its name says";
        }
        if (!positions.containsKey(sequence)) {
            return "the log can be read up to #" + end + " only";
        }
        return position.equals(positions.get(sequence)) ? null : "it is of a log with another event there";
    }

    private static String difference(TableSnapshot right, TableSnapshot wrong) {
        Set<Allocation> both = new HashSet<>(right.allocations());
        both.retainAll(new HashSet<>(wrong.allocations()));
        return Stream.of(right, wrong)
                .flatMap(table -> table.allocations().stream())
                .filter(row -> !both.contains(row))
                .findFirst()
                .map(row -> "pod " + row.pod() + " is another")
                .orElse(
                        Objects.equals(right.recentCommands(), wrong.recentCommands())
                                ? "it stands otherwise to an import"
                                : "it remembers other commands");
    }

    Check check() {
        return new Check(Subject.SNAPSHOT, findings.isEmpty() ? Status.OK : Status.FAILED, upTo, findings);
    }
}
