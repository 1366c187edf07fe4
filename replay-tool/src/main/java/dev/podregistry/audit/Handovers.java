package dev.podregistry.audit;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the paths that two tables give to different pods.
 *
 * <p>Exactly: rules can tell a target, its other children and what is deeper apart, and nothing else, so one path of each
 * is asked for.
 */
final class Handovers {

    private final AllocationTable before;
    private final AllocationTable after;
    private final TreeSet<ScopePath> targets = new TreeSet<>();
    private final String fresh;
    private final Map<ScopePath, Fates> fates = new HashMap<>();

    private Handovers(AllocationTable before, AllocationTable after, List<Allocation> changedRows) {
        this.before = before;
        this.after = after;
        Overlap changed =
                new Overlap(changedRows.stream().flatMap(Handovers::rules).toList());
        Set<String> names = new HashSet<>();
        Stream.of(before, after)
                .flatMap(table -> table.allocations().stream())
                .flatMap(Handovers::rules)
                .filter(changed::isWith)
                .map(ScopeRule::target)
                .forEach(targets::add);
        targets.forEach(target -> names.addAll(target.names()));
        this.fresh = unlike(names);
    }

    /**
     * {@return the handovers, in order of their paths}
     *
     * @param changedRows the rows of either table that are not in the other as they are
     */
    static List<Handover> between(AllocationTable before, AllocationTable after, List<Allocation> changedRows) {
        return new Handovers(before, after, changedRows).find();
    }

    private static Stream<ScopeRule> rules(Allocation row) {
        return Stream.concat(row.writeRules(), row.scope().deny().stream());
    }

    private static String unlike(Set<String> names) {
        String name = "x";
        while (names.contains(name)) {
            name += "x";
        }
        return name;
    }

    private List<Handover> find() {
        List<Handover> found = new ArrayList<>();
        for (ScopePath target : targets) {
            Fates here = fates(target);
            Fates implied = implied(target);
            grouped(target, here).stream()
                    .filter(Handover::isChange)
                    .filter(handover -> implied == null || !implied.tell(handover))
                    .map(handover -> handover.except(exceptions(handover)))
                    .forEach(found::add);
        }
        return found;
    }

    /** {@return what the nearest target above says of {@code target} and of what is below it, or null when there is none} */
    private @Nullable Fates implied(ScopePath target) {
        ScopePath above = above(target);
        return above == null ? null : fates(above).below(above, target);
    }

    private @Nullable ScopePath above(ScopePath target) {
        ScopePath above = target.parent();
        while (above != null && !targets.contains(above)) {
            above = above.parent();
        }
        return above;
    }

    /** {@return the targets below that {@code handover} would be about, if they had not fared otherwise} */
    private List<Handover> exceptions(Handover handover) {
        Fate own = new Fate(handover.before(), handover.after());
        Map<ScopePath, Fates> meant = new HashMap<>();
        meant.put(
                handover.at(),
                new Fates(
                        handover.itself() ? own : null,
                        handover.children() ? own : null,
                        handover.deeper() ? own : null));
        List<Handover> exceptions = new ArrayList<>();
        for (ScopePath target : targets.tailSet(handover.at(), false)) {
            if (!target.value().startsWith(handover.at().value())) {
                break;
            }
            ScopePath above = target.isWithin(handover.at()) ? above(target) : null;
            Fates around = above == null ? null : meant.get(above);
            if (above == null || around == null) {
                continue;
            }
            Fates expected = around.below(above, target);
            Fates here = fates(target);
            exceptions.addAll(grouped(target, here.where(expected, false)));
            meant.put(target, here.where(expected, true));
        }
        return exceptions;
    }

    private Fates fates(ScopePath target) {
        return fates.computeIfAbsent(target, path -> {
            ScopePath child = child(path);
            return new Fates(fate(path), fate(child), fate(child == null ? null : child(child)));
        });
    }

    private @Nullable Fate fate(@Nullable ScopePath asked) {
        return asked == null ? null : new Fate(before.holderOf(asked), after.holderOf(asked));
    }

    private @Nullable ScopePath child(ScopePath path) {
        String text = (path.isRoot() ? "" : path.value()) + "/" + fresh;
        return ScopePath.defect(text) == null ? new ScopePath(text) : null;
    }

    /** {@return a handover for each fate that there is, with all that have it} */
    private static List<Handover> grouped(ScopePath at, Fates fates) {
        List<Handover> found = new ArrayList<>();
        for (Fate fate : fates.distinct()) {
            found.add(new Handover(
                    at,
                    fate.equals(fates.itself()),
                    fate.equals(fates.children()),
                    fate.equals(fates.deeper()),
                    fate.before(),
                    fate.after(),
                    List.of()));
        }
        return found;
    }

    /** Who held a path and who holds it. */
    private record Fate(
            @Nullable Allocation before, @Nullable Allocation after) {

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Fate fate
                    && Handover.created(fate.before) == Handover.created(before)
                    && Handover.created(fate.after) == Handover.created(after);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(Handover.created(before) * 31 + Handover.created(after));
        }
    }

    /** What became of a target, its other children and what is below those; null for what is not meant. */
    private record Fates(
            @Nullable Fate itself,
            @Nullable Fate children,
            @Nullable Fate deeper) {

        /** {@return what this, of a path, says of {@code target}, which is below that and no other target between} */
        Fates below(ScopePath path, ScopePath target) {
            return new Fates(target.isChildOf(path) ? children : deeper, deeper, deeper);
        }

        boolean tell(Handover handover) {
            Fate fate = new Fate(handover.before(), handover.after());
            return (!handover.itself() || fate.equals(itself))
                    && (!handover.children() || fate.equals(children))
                    && (!handover.deeper() || fate.equals(deeper));
        }

        /** {@return what of this is meant by {@code others} and is, or is not, as they are} */
        Fates where(Fates others, boolean equal) {
            return new Fates(
                    where(itself, others.itself, equal),
                    where(children, others.children, equal),
                    where(deeper, others.deeper, equal));
        }

        private static @Nullable Fate where(@Nullable Fate one, @Nullable Fate other, boolean equal) {
            return one != null && other != null && one.equals(other) == equal ? one : null;
        }

        List<Fate> distinct() {
            return Stream.of(itself, children, deeper)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
        }
    }
}
