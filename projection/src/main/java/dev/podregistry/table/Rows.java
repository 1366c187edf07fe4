package dev.podregistry.table;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.SegmentId;
import io.vavr.collection.HashMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table and the ways to find one: by creation, name, segment, parent and process. Immutable.
 *
 * <p>A row is known by the sequence that created it, which never changes and never comes again.
 */
final class Rows {

    /** The parent of top-level pods. */
    static final long NO_PARENT = 0;

    static final Rows NONE = new Rows(LongMap.empty(), HashMap.empty(), HashMap.empty(), HashMap.empty());

    private final LongMap<Row> byCreation;
    private final HashMap<PodName, Long> byName;
    private final HashMap<SegmentId, Long> bySegment;
    private final HashMap<ProcessIdentity, Residents> byProcess;

    private Rows(
            LongMap<Row> byCreation,
            HashMap<PodName, Long> byName,
            HashMap<SegmentId, Long> bySegment,
            HashMap<ProcessIdentity, Residents> byProcess) {
        this.byCreation = byCreation;
        this.byName = byName;
        this.bySegment = bySegment;
        this.byProcess = byProcess;
    }

    /**
     * A row and its place in the delegation tree.
     *
     * @param allocation the row
     * @param parent the pod above it
     * @param shortcut a pod above it, or one that has ended, for short ways through long lines of pods: nobody ever comes
     *     between a pod and those above it
     * @param depth how many delegations it is below a top-level pod, at the most: pods above it may have ended
     * @param children the pods below it
     */
    private record Row(Allocation allocation, long parent, long shortcut, int depth, LongMap<Boolean> children) {

        static Row ofRoot(Allocation allocation) {
            return new Row(allocation, NO_PARENT, NO_PARENT, 0, LongMap.empty());
        }

        Row with(Allocation replacement) {
            return new Row(replacement, parent, shortcut, depth, children);
        }

        Row below(long newParent, Allocation moved) {
            return new Row(moved, newParent, shortcut, depth, children);
        }

        Row withDepth(int counted) {
            return new Row(allocation, parent, shortcut, counted, children);
        }

        Row withChildren(LongMap<Boolean> newChildren) {
            return new Row(allocation, parent, shortcut, depth, newChildren);
        }
    }

    /**
     * The pods of a process; its identity is kept once for all of them.
     *
     * @param process the process
     * @param pods its pods
     */
    private record Residents(ProcessIdentity process, LongMap<Boolean> pods) {

        Residents with(long pod) {
            return new Residents(process, pods.with(pod, true));
        }

        Residents without(long pod) {
            return new Residents(process, pods.without(pod));
        }
    }

    Rows with(Allocation row) {
        PodName above = row.delegatedFrom();
        return above == null
                ? adding(Row.ofRoot(row))
                : below(row(byName.get(above).get()), row);
    }

    /** Each pod has a shortcut to its parent or as far up as makes ways short for all (Myers, 1983). */
    private Rows below(Row parent, Allocation row) {
        long above = parent.allocation.created();
        int counted = parent.depth < Limit.DEPTH.greatest() ? parent.depth : depth(above);
        Row up = byCreation.get(parent.shortcut);
        Row farUp = up == null ? null : byCreation.get(up.shortcut);
        long shortcut =
                up != null && farUp != null && counted - up.depth == up.depth - farUp.depth ? up.shortcut : above;
        Row extended = parent.withDepth(counted).withChildren(parent.children.with(row.created(), true));
        return setting(above, extended).adding(new Row(row, above, shortcut, counted + 1, LongMap.empty()));
    }

    private Rows adding(Row row) {
        Allocation allocation = row.allocation;
        Long id = allocation.created();
        Residents residents = residents(allocation.process()).with(id);
        return new Rows(
                byCreation.with(id, row.with(allocation.livingIn(residents.process))),
                byName.put(allocation.pod(), id),
                allocation.segment() == null ? bySegment : bySegment.put(allocation.segment(), id),
                byProcess.put(residents.process, residents));
    }

    private Residents residents(ProcessIdentity process) {
        Residents known = byProcess.getOrElse(process, null);
        return known == null ? new Residents(process, LongMap.empty()) : known;
    }

    private Rows setting(long id, Row row) {
        return new Rows(byCreation.with(id, row), byName, bySegment, byProcess);
    }

    /** {@return the rows without one; the pods below it move up} */
    Rows without(Allocation row) {
        long id = row.created();
        Row leaving = row(id);
        LongMap<Row> rest = byCreation.without(id);
        Row above = rest.get(leaving.parent);
        LongMap<Boolean> siblings = above == null ? LongMap.empty() : above.children.without(id);
        LongMap<Boolean> children = leaving.children;
        for (long child = children.from(0); child != LongMap.NONE; child = children.from(child + 1)) {
            Row moved = row(child);
            rest = rest.with(child, moved.below(leaving.parent, moved.allocation.movedTo(row.delegatedFrom())));
            siblings = siblings.with(child, true);
        }
        return new Rows(
                above == null ? rest : rest.with(leaving.parent, above.withChildren(siblings)),
                byName.remove(row.pod()),
                row.segment() == null ? bySegment : bySegment.remove(row.segment()),
                withoutResident(row.process(), id));
    }

    private HashMap<ProcessIdentity, Residents> withoutResident(ProcessIdentity process, long id) {
        Residents rest = residents(process).without(id);
        return rest.pods.isEmpty() ? byProcess.remove(process) : byProcess.put(rest.process, rest);
    }

    /** {@return the rows with a row that a process has taken over, or that has another segment or scope} */
    Rows replacing(Allocation old, Allocation replacement) {
        return replacingSegment(old, replacement.segment()).replacingProcess(old, replacement);
    }

    private Rows replacingSegment(Allocation old, @Nullable SegmentId taken) {
        SegmentId left = old.segment();
        if (Objects.equals(left, taken)) {
            return this;
        }
        HashMap<SegmentId, Long> segments = left == null ? bySegment : bySegment.remove(left);
        return new Rows(byCreation, byName, taken == null ? segments : segments.put(taken, old.created()), byProcess);
    }

    private Rows replacingProcess(Allocation old, Allocation replacement) {
        long id = old.created();
        Row row = row(id);
        if (replacement.process().equals(old.process())) {
            return setting(id, row.with(replacement.livingIn(old.process())));
        }
        HashMap<ProcessIdentity, Residents> processes = withoutResident(old.process(), id);
        Rows moved = new Rows(byCreation, byName, bySegment, processes);
        Residents residents = moved.residents(replacement.process()).with(id);
        return new Rows(
                byCreation.with(id, row.with(replacement.livingIn(residents.process))),
                byName,
                bySegment,
                processes.put(residents.process, residents));
    }

    int size() {
        return byName.size();
    }

    List<Allocation> all() {
        List<Allocation> all = new ArrayList<>(size());
        byCreation.forEach(row -> all.add(row.allocation));
        return Collections.unmodifiableList(all);
    }

    Allocation get(long id) {
        return row(id).allocation;
    }

    private Row row(long id) {
        Row row = byCreation.get(id);
        if (row == null) {
            throw new IllegalStateException("no row was created by #" + id);
        }
        return row;
    }

    @Nullable
    Allocation find(PodName pod) {
        Long id = byName.getOrElse(pod, NO_PARENT);
        return id == NO_PARENT ? null : get(id);
    }

    @Nullable
    Allocation findBySegment(SegmentId segment) {
        Long id = bySegment.getOrElse(segment, NO_PARENT);
        return id == NO_PARENT ? null : get(id);
    }

    List<Allocation> children(long parent) {
        return rowsOf(row(parent).children);
    }

    /** {@return the first child of a row, from the child {@code from} on, {@link LongMap#NONE} if there is none} */
    long childFrom(long parent, long from) {
        return row(parent).children.from(from);
    }

    List<Allocation> roots() {
        List<Allocation> roots = new ArrayList<>();
        for (long id = rootFrom(0); id != LongMap.NONE; id = rootFrom(id + 1)) {
            roots.add(get(id));
        }
        return Collections.unmodifiableList(roots);
    }

    /** {@return the first top-level row, from the row {@code from} on, {@link LongMap#NONE} if there is none} */
    long rootFrom(long from) {
        long id = byCreation.from(from);
        while (id != LongMap.NONE && row(id).parent != NO_PARENT) {
            id = byCreation.from(id + 1);
        }
        return id;
    }

    List<ProcessIdentity> processes() {
        List<Residents> all = new ArrayList<>(byProcess.values().toJavaList());
        all.sort(Comparator.comparingLong(residents -> residents.pods.from(0)));
        return all.stream().map(Residents::process).toList();
    }

    /** {@return the pods of the processes that {@code wanted} is true of, in table order; it is asked once of each} */
    List<Allocation> podsIn(Predicate<ProcessIdentity> wanted) {
        List<Allocation> pods = new ArrayList<>();
        byProcess.keysIterator().forEachRemaining(process -> {
            if (wanted.test(process)) {
                pods.addAll(podsOf(process));
            }
        });
        pods.sort(Comparator.comparingLong(Allocation::created));
        return pods;
    }

    List<Allocation> podsOf(ProcessIdentity process) {
        Residents residents = byProcess.get(process).getOrNull();
        return residents == null ? List.of() : rowsOf(residents.pods);
    }

    private List<Allocation> rowsOf(LongMap<Boolean> ids) {
        List<Allocation> all = new ArrayList<>();
        for (long id = ids.from(0); id != LongMap.NONE; id = ids.from(id + 1)) {
            all.add(get(id));
        }
        return Collections.unmodifiableList(all);
    }

    long parentOf(long id) {
        return row(id).parent;
    }

    /** {@return whether the row {@code above} is the row {@code below} or an ancestor of it} */
    boolean isAbove(long above, long below) {
        long id = below;
        while (id > above) {
            Row row = row(id);
            id = row.shortcut >= above && byCreation.contains(row.shortcut) ? row.shortcut : row.parent;
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
