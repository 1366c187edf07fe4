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
    private final Map<ScopePath, Handover> whole = new HashMap<>();

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
            List<Handover> here = at(target);
            boolean told = here.size() == 1 && here.get(0).isWhole() && isToldAbove(here.get(0));
            if (!told) {
                found.addAll(here);
            }
        }
        return found;
    }

    private boolean isToldAbove(Handover handover) {
        for (ScopePath above = handover.at().parent(); above != null; above = above.parent()) {
            if (targets.contains(above)) {
                Handover told = whole.get(above);
                return told != null && told.isFromAndToThoseOf(handover);
            }
        }
        return false;
    }

    private List<Handover> at(ScopePath target) {
        List<Handover> found = new ArrayList<>();
        ScopePath child = child(target);
        add(found, target, handover(target, true, false, false, target));
        add(found, target, handover(target, false, true, false, child));
        add(found, target, handover(target, false, false, true, child == null ? null : child(child)));
        if (found.size() == 1 && found.get(0).isWhole()) {
            whole.put(target, found.get(0));
        }
        return found;
    }

    private @Nullable ScopePath child(ScopePath path) {
        String text = (path.isRoot() ? "" : path.value()) + "/" + fresh;
        return ScopePath.defect(text) == null ? new ScopePath(text) : null;
    }

    private @Nullable Handover handover(
            ScopePath at, boolean itself, boolean children, boolean deeper, @Nullable ScopePath asked) {
        Allocation old = asked == null ? null : before.holderOf(asked);
        Allocation now = asked == null ? null : after.holderOf(asked);
        return Handover.created(old) == Handover.created(now)
                ? null
                : new Handover(at, itself, children, deeper, old, now);
    }

    private static void add(List<Handover> found, ScopePath at, @Nullable Handover next) {
        if (next == null) {
            return;
        }
        for (int i = 0; i < found.size(); i++) {
            Handover one = found.get(i);
            if (one.isFromAndToThoseOf(next)) {
                found.set(
                        i,
                        new Handover(
                                at,
                                one.itself() || next.itself(),
                                one.children() || next.children(),
                                one.deeper() || next.deeper(),
                                one.before(),
                                one.after()));
                return;
            }
        }
        found.add(next);
    }
}
