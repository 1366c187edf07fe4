package dev.podregistry.table;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.SegmentId;
import io.vavr.collection.HashMap;
import io.vavr.collection.Map;
import io.vavr.collection.TreeMap;
import io.vavr.collection.TreeSet;
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

    private final TreeMap<Long, Allocation> byCreation;
    private final Map<PodName, Long> byName;
    private final Map<SegmentId, Long> bySegment;
    private final Map<Long, TreeSet<Long>> byParent;
    private final Map<ProcessIdentity, TreeSet<Long>> byProcess;

    private Rows(
            TreeMap<Long, Allocation> byCreation,
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

    Rows with(Allocation row) {
        long id = row.created();
        return new Rows(
                byCreation.put(id, row),
                byName.put(row.pod(), id),
                row.segment() == null ? bySegment : bySegment.put(row.segment(), id),
                plus(byParent, parentOf(row), id),
                plus(byProcess, row.process(), id));
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
        return without(old).with(replacement);
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
        return List.copyOf(byCreation.values().asJava());
    }

    Allocation get(long id) {
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

    /** {@return whether the row {@code above} is an ancestor of the row {@code below}} */
    boolean isAbove(long above, long below) {
        long id = below;
        while (id > above) {
            id = parentOf(id);
        }
        return id == above;
    }
}
