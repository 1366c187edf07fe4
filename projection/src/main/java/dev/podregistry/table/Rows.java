package dev.podregistry.table;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.SegmentId;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table and the ways to find one: by creation, name, segment, parent and process. Immutable.
 *
 * <p>A row is known by the sequence that created it, which never changes and never comes again.
 */
final class Rows {

    /** The parent of top-level pods. */
    static final long NO_PARENT = 0;

    static final Rows NONE =
            new Rows(TreeMap.empty(), HashMap.empty(), HashMap.empty(), HashMap.empty(), HashMap.empty());

    private final TreeMap<Long, Row> byCreation;
    private final Map<PodName, Long> byName;
    private final Map<SegmentId, Long> bySegment;
    private final Map<Long, TreeSet<Long>> byParent;
    private final Map<ProcessIdentity, TreeSet<Long>> byProcess;

    private Rows(
            TreeMap<Long, Row> byCreation,
            Map<PodName, Long> byName,
            Map<SegmentId, Long> bySegment,
            Map<Long, TreeSet<Long>> byParent,
            Map<ProcessIdentity, TreeSet<Long>> byProcess) {
        this.byCreation = byCreation;
        this.byName = byName;
        this.bySegment = bySegment;
        this.byParent = byParent;
        this.byProcess = byProcess;
    }

    /**
     * A row and its place in the delegation tree, both for short ways through long lines of pods.
     *
     * @param allocation the row
     * @param shortcut a pod above it, or one that has ended: nobody ever comes between a pod and those above it
     * @param depth how many delegations it is below a top-level pod, at the most: pods above it may have ended
     */
    private record Row(Allocation allocation, long shortcut, int depth) {

        Row(Allocation allocation) {
            this(allocation, NO_PARENT, 0);
        }

        Row with(Allocation replacement) {
            return new Row(replacement, shortcut, depth);
        }
    }

    Rows with(Allocation row) {
        return row.delegatedFrom() == null ? with(new Row(row)) : below(row, row(parentOf(row)));
    }

    /** Each pod has a shortcut to its parent or as far up as makes ways short for all (Myers, 1983). */
    private Rows below(Allocation row, Row parent) {
        if (parent.depth >= Limit.DEPTH.greatest()) {
            Row counted = new Row(parent.allocation, parent.shortcut, depth(parent.allocation.created()));
            return counted.depth < parent.depth ? with(counted).below(row, counted) : childOf(counted, row);
        }
        return childOf(parent, row);
    }

    private Rows childOf(Row parent, Allocation row) {
        Row up = byCreation.get(parent.shortcut).getOrNull();
        Row farUp = up == null ? null : byCreation.get(up.shortcut).getOrNull();
        boolean equallyFar = up != null && farUp != null && parent.depth - up.depth == up.depth - farUp.depth;
        long shortcut = equallyFar ? up.shortcut : parent.allocation.created();
        return with(new Row(row, shortcut, parent.depth + 1));
    }

    private Rows with(Row row) {
        Allocation allocation = row.allocation;
        long id = allocation.created();
        return new Rows(
                byCreation.put(id, row),
                byName.put(allocation.pod(), id),
                allocation.segment() == null ? bySegment : bySegment.put(allocation.segment(), id),
                plus(byParent, parentOf(allocation), id),
                plus(byProcess, allocation.process(), id));
    }

    Rows without(Allocation row) {
        long id = row.created();
        return new Rows(
                byCreation.remove(id),
                byName.remove(row.pod()),
                row.segment() == null ? bySegment : bySegment.remove(row.segment()),
                minus(byParent, parentOf(row), id),
                minus(byProcess, row.process(), id));
    }

    Rows replacing(Allocation old, Allocation replacement) {
        return without(old).with(row(old.created()).with(replacement));
    }

    private static <K> Map<K, TreeSet<Long>> plus(Map<K, TreeSet<Long>> map, K key, long id) {
        return map.put(key, map.get(key).getOrElse(TreeSet.empty()).add(id));
    }

    private static <K> Map<K, TreeSet<Long>> minus(Map<K, TreeSet<Long>> map, K key, long id) {
        TreeSet<Long> rest = map.get(key).getOrElse(TreeSet.empty()).remove(id);
        return rest.isEmpty() ? map.remove(key) : map.put(key, rest);
    }

    int size() {
        return byCreation.size();
    }

    List<Allocation> all() {
        List<Allocation> all = new ArrayList<>(size());
        byCreation.forEach((id, row) -> all.add(row.allocation));
        return Collections.unmodifiableList(all);
    }

    Allocation get(long id) {
        return row(id).allocation;
    }

    private Row row(long id) {
        return byCreation.get(id).getOrElseThrow(() -> new IllegalStateException("no row was created by #" + id));
    }

    @Nullable
    Allocation find(PodName pod) {
        Long id = byName.get(pod).getOrNull();
        return id == null ? null : get(id);
    }

    @Nullable
    Allocation findBySegment(SegmentId segment) {
        Long id = bySegment.get(segment).getOrNull();
        return id == null ? null : get(id);
    }

    List<Allocation> children(long parent) {
        return rowsOf(byParent.get(parent).getOrElse(TreeSet.empty()));
    }

    List<ProcessIdentity> processes() {
        return byProcess
                .toList()
                .sortBy(entry -> entry._2.head())
                .map(entry -> entry._1)
                .asJava();
    }

    List<Allocation> podsOf(ProcessIdentity process) {
        return rowsOf(byProcess.get(process).getOrElse(TreeSet.empty()));
    }

    private List<Allocation> rowsOf(TreeSet<Long> ids) {
        return ids.toList().map(this::get).asJava();
    }

    long parentOf(long id) {
        return parentOf(get(id));
    }

    private long parentOf(Allocation row) {
        return row.delegatedFrom() == null
                ? NO_PARENT
                : Objects.requireNonNull(byName.get(row.delegatedFrom()).getOrNull(), "a parent outlives its rows");
    }

    /** {@return whether the row {@code above} is the row {@code below} or an ancestor of it} */
    boolean isAbove(long above, long below) {
        long id = below;
        while (id > above) {
            Row row = row(id);
            id = row.shortcut >= above && byCreation.containsKey(row.shortcut)
                    ? row.shortcut
                    : parentOf(row.allocation);
        }
        return id == above;
    }

    boolean areInOneLine(long one, long other) {
        return isAbove(Math.min(one, other), Math.max(one, other));
    }

    /** {@return whether the row is as deep as a row may be; counted only where it could be} */
    boolean isDeepest(long id) {
        return row(id).depth >= Limit.DEPTH.greatest() && depth(id) >= Limit.DEPTH.greatest();
    }

    private int depth(long id) {
        int depth = 0;
        for (long above = parentOf(id); above != NO_PARENT; above = parentOf(above)) {
            depth++;
        }
        return depth;
    }
}
