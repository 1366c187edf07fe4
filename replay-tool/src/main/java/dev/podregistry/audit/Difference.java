package dev.podregistry.audit;

import dev.podregistry.model.Allocation;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What is different between two tables of one history.
 *
 * @param came the rows that only the later one has
 * @param went the rows that only the earlier one has
 * @param changed the rows that both have, but not alike
 * @param handovers the paths that other pods hold
 */
public record Difference(List<Allocation> came, List<Allocation> went, List<Change> changed, List<Handover> handovers) {

    public Difference {
        came = List.copyOf(came);
        went = List.copyOf(went);
        changed = List.copyOf(changed);
        handovers = List.copyOf(handovers);
    }

    /**
     * A row that is another.
     *
     * @param before the row as it was
     * @param after the row as it is
     */
    public record Change(Allocation before, Allocation after) {}

    /** {@return whether nothing is different} */
    public boolean isEmpty() {
        return came.isEmpty() && went.isEmpty() && changed.isEmpty();
    }

    /** {@return what is different between an earlier table and a later one} */
    public static Difference between(AllocationTable before, AllocationTable after) {
        Map<Long, Allocation> old = byCreation(before);
        Map<Long, Allocation> now = byCreation(after);
        List<Allocation> came = after.allocations().stream()
                .filter(row -> !old.containsKey(row.created()))
                .toList();
        List<Allocation> went = before.allocations().stream()
                .filter(row -> !now.containsKey(row.created()))
                .toList();
        List<Change> changed = new ArrayList<>();
        for (Allocation row : before.allocations()) {
            Allocation other = now.get(row.created());
            if (other != null && !other.equals(row)) {
                changed.add(new Change(row, other));
            }
        }
        List<Allocation> rows = new ArrayList<>(came);
        rows.addAll(went);
        changed.stream()
                .filter(c -> !c.before().scope().equals(c.after().scope()))
                .forEach(c -> {
                    rows.add(c.before());
                    rows.add(c.after());
                });
        return new Difference(came, went, changed, Handovers.between(before, after, rows));
    }

    private static Map<Long, Allocation> byCreation(AllocationTable table) {
        return table.allocations().stream().collect(Collectors.toMap(Allocation::created, Function.identity()));
    }
}
