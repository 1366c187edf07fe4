package dev.podregistry.table;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Permission;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pods that hold paths which somebody asks about, in the order in which competitors are named.
 *
 * <p>The first of them is found without visiting the rest. Two searches take turns, and the one that ends first answers:
 * one looks at the paths asked about and puts the holders in order once it has seen all; the other asks the pods in
 * order, and ends at the first that holds such a path. So the cost is at most twice that of the faster one.
 */
final class Competition {

    /** How many targets of rules are looked at before the pods are asked too; hardly any request overlaps more. */
    static final int HEAD_START = 64;

    /** Stands in the index for whoever asks, so that its deny rules leave out paths; newer than every pod. */
    static final long ASKER = Long.MAX_VALUE;

    private final Rows rows;
    private final PathIndex paths;
    private final ScopeRule region;
    private final LongPredicate spared;

    /**
     * Prepares a search.
     *
     * @param rows the live pods
     * @param paths their rules, and the deny rules of {@link #ASKER}
     * @param region the paths asked about
     * @param spared pods that do not count
     */
    Competition(Rows rows, PathIndex paths, ScopeRule region, LongPredicate spared) {
        this.rows = rows;
        this.paths = paths;
        this.region = region;
        this.spared = spared;
    }

    /** {@return all of them; a rule for reading has none} */
    List<Conflict> all() {
        if (region.permission() == Permission.READ) {
            return List.of();
        }
        Holdings holdings = new Holdings();
        holdings.lookAt(Integer.MAX_VALUE);
        return holdings.inOrder();
    }

    @Nullable
    Conflict first() {
        return first(HEAD_START);
    }

    /**
     * {@return the first, or null}
     *
     * @param headStart how many targets of rules are looked at before pods are asked too
     */
    @Nullable
    Conflict first(int headStart) {
        if (region.permission() == Permission.READ) {
            return null;
        }
        Holdings holdings = new Holdings();
        if (holdings.lookAt(headStart)) {
            return holdings.first();
        }
        Walk walk = new Walk();
        while (!holdings.lookAt(1)) {
            if (walk.step()) {
                return walk.found;
            }
        }
        return holdings.first();
    }

    /** Who holds the paths asked about, each with the place of the first of its rules that covers one it holds. */
    private final class Holdings {

        private final PathScan scan = paths.scan(region);
        private final Map<Long, Integer> firstRules = new TreeMap<>();

        /** {@return whether all has been seen} */
        boolean lookAt(int targets) {
            for (int i = 0; i < targets; i++) {
                if (!scan.advance(this::see)) {
                    return true;
                }
            }
            return false;
        }

        private boolean see(Supplier<Place> place, Claimers claimers) {
            long holder = claimers.holder();
            if (holder != Claimers.NOBODY && !spared.test(holder) && !claimers.denies(ASKER)) {
                firstRules.merge(holder, claimers.firstRule(holder), Math::min);
            }
            return true;
        }

        @Nullable
        Conflict first() {
            return firstRules.isEmpty() ? null : inOrder().get(0);
        }

        List<Conflict> inOrder() {
            return WalkOrder.sorted(firstRules.keySet(), rows::parentOf).stream()
                    .map(pod -> conflict(pod, firstRules.getOrDefault(pod, 0)))
                    .toList();
        }
    }

    /** Asks the pods in order, a small step at a time. */
    private final class Walk {

        private final Deque<Long> line = new ArrayDeque<>();
        private long from;
        private @Nullable Question question;
        private @Nullable Conflict found;

        /** {@return whether the walk is over: {@link #found} is the first, or null when there is none} */
        boolean step() {
            Question asked = question;
            if (asked != null) {
                found = asked.step();
                question = asked.isOver() ? null : asked;
                return found != null;
            }
            Long above = line.peek();
            long next = above == null ? rows.rootFrom(from) : rows.childFrom(above, from);
            if (next != LongMap.NONE) {
                line.push(next);
                from = 0;
            } else if (above != null) {
                from = line.pop() + 1;
                question = spared.test(above) ? null : new Question(above);
            }
            return next == LongMap.NONE && above == null;
        }
    }

    /** Whether a pod holds a path asked about, and by which of its rules: the first that covers one. */
    private final class Question {

        private final long pod;
        private final List<ScopeRule> rules;
        private int rule;
        private @Nullable PathScan scan;
        private boolean holds;

        Question(long pod) {
            this.pod = pod;
            this.rules = rows.get(pod).scope().allow();
        }

        boolean isOver() {
            return rule == rules.size();
        }

        @Nullable
        Conflict step() {
            PathScan open = scan;
            if (open == null && !isOver()) {
                begin(rules.get(rule));
            } else if (open != null && !open.advance(this::see)) {
                scan = null;
            }
            if (holds) {
                return conflict(pod, rule);
            }
            if (scan == null && !isOver()) {
                rule++;
            }
            return null;
        }

        /** Two rules that overlap have the paths of one of them in common, or else the lower of their targets alone. */
        private void begin(ScopeRule own) {
            if (own.permission() == Permission.READ || !own.overlaps(region)) {
                return;
            }
            if (region.coversAll(own)) {
                scan = paths.scan(own);
            } else if (own.coversAll(region)) {
                scan = paths.scan(region);
            } else {
                ScopePath common = region.covers(own.target()) ? own.target() : region.target();
                holds = isHeld(paths.claimersOf(common));
            }
        }

        private boolean see(Supplier<Place> place, Claimers claimers) {
            holds = isHeld(claimers);
            return !holds;
        }

        private boolean isHeld(Claimers claimers) {
            return claimers.holder() == pod && !claimers.denies(ASKER);
        }
    }

    private Conflict conflict(long pod, int rule) {
        Allocation holder = rows.get(pod);
        return new Conflict(holder, holder.scope().allow().get(rule));
    }
}
