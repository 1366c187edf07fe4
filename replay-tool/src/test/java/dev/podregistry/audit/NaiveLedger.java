package dev.podregistry.audit;

import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Who holds what, from the events and the definitions alone: a list of rows, searched from end to end. */
final class NaiveLedger {

    /** Every path on which rules of a {@link RandomHistory} can differ: one name that no rule has, two levels further. */
    static final List<ScopePath> PATHS = paths();

    final List<Row> rows = new ArrayList<>();
    long sequence;

    /** A live pod. */
    static final class Row {
        final PodName pod;
        final long created;
        final List<ScopeRule> allow;
        final List<ScopeRule> deny;

        @Nullable
        Row parent;

        String owner;

        Row(
                PodName pod,
                long created,
                List<ScopeRule> allow,
                List<ScopeRule> deny,
                @Nullable Row parent,
                String owner) {
            this.owner = owner;
            this.pod = pod;
            this.created = created;
            this.allow = allow;
            this.deny = new ArrayList<>(deny);
            this.parent = parent;
        }

        boolean claims(ScopePath path) {
            return allow.stream().anyMatch(r -> r.permission() == Permission.WRITE && r.covers(path))
                    && deny.stream().noneMatch(r -> r.covers(path));
        }

        int depth() {
            return parent == null ? 0 : parent.depth() + 1;
        }

        boolean isBelow(Row other) {
            return parent != null && (parent == other || parent.isBelow(other));
        }

        @Override
        public String toString() {
            return pod + "#" + created;
        }
    }

    private static List<ScopePath> paths() {
        List<ScopePath> all = new ArrayList<>(List.of(ScopePath.ROOT));
        int from = 0;
        for (int level = 0; level < 5; level++) {
            List<ScopePath> last = List.copyOf(all.subList(from, all.size()));
            from = all.size();
            for (ScopePath path : last) {
                List<String> names = level < 3 ? List.of("a", "b", "c", "z") : List.of("z");
                names.forEach(name -> all.add(path.child(name)));
            }
        }
        return List.copyOf(all);
    }

    /** Applies an event; returns the row it took away, if any. */
    @Nullable
    Row apply(Recorded recorded) {
        sequence = recorded.sequence();
        Event event = recorded.event();
        if (event instanceof Event.Registered e) {
            rows.add(new Row(e.pod(), sequence, e.allow(), e.deny(), null, e.process() + " " + e.segment()));
        } else if (event instanceof Event.Delegated e) {
            rows.add(new Row(e.pod(), sequence, e.allow(), List.of(), find(e.spawner()), e.process() + " " + null));
        } else if (event instanceof Event.Adopted e) {
            Objects.requireNonNull(find(e.pod())).owner = e.process() + " " + e.segment();
        } else if (event instanceof Event.SegmentChanged e) {
            Row row = Objects.requireNonNull(find(e.pod()));
            row.owner = row.owner.replaceAll(" \\S*$", " " + e.segment());
        } else if (event instanceof Event.Released) {
            return remove(event.pod());
        } else if (event instanceof Event.Reclaimed e) {
            if (e.cause() instanceof TakenBack taken) {
                Row removed = taken.removed() ? remove(e.pod()) : null;
                taken.restored().forEach(Objects.requireNonNull(find(taken.parent())).deny::remove);
                return removed;
            }
            return remove(event.pod());
        }
        return null;
    }

    @Nullable
    Row find(PodName pod) {
        return rows.stream().filter(row -> row.pod.equals(pod)).findFirst().orElse(null);
    }

    List<Row> children(Row parent) {
        return rows.stream().filter(row -> row.parent == parent).toList();
    }

    private Row remove(PodName pod) {
        Row row = Objects.requireNonNull(find(pod));
        children(row).forEach(child -> child.parent = row.parent);
        rows.remove(row);
        return row;
    }

    @Nullable
    Row holder(ScopePath path) {
        List<Row> claimers = rows.stream().filter(row -> row.claims(path)).toList();
        return claimers.stream()
                .filter(row -> claimers.stream().noneMatch(other -> other.isBelow(row)))
                .findFirst()
                .orElse(null);
    }

    /** The rows that hold a path at or below {@code path}, in order of creation. */
    List<Row> holdersWithin(ScopePath path) {
        return PATHS.stream()
                .filter(each -> each.isWithin(path))
                .map(this::holder)
                .filter(Objects::nonNull)
                .distinct()
                .sorted((a, b) -> Long.compare(a.created, b.created))
                .toList();
    }
}
