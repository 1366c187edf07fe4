package dev.podregistry.audit;

import dev.podregistry.audit.Summary.Contention;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts which pods claim something in which subtrees, by the first names of the paths of their rules. */
final class Prefixes {

    private final int names;
    private final Map<PodName, Set<ScopePath>> live = new HashMap<>();
    private final Map<ScopePath, Tally> tallies = new HashMap<>();

    private boolean counting;

    /** Most subtrees are one pod's own, and then no more than that is kept of its pods. */
    private static final class Tally {
        private Set<PodName> pods = Set.of();
        private long claims;
        private int live;
        private int atOnce;

        void count(PodName pod) {
            if (pods.isEmpty()) {
                pods = Set.of(pod);
            } else if (pods.size() > 1 || !pods.contains(pod)) {
                pods = pods.size() > 1 ? pods : new HashSet<>(pods);
                pods.add(pod);
            }
            claims++;
            atOnce = Math.max(atOnce, live);
        }
    }

    /**
     * Creates a count.
     *
     * @param names how many names a prefix has at the most
     */
    Prefixes(int names) {
        this.names = names;
    }

    /** Begins to count; pods that are live now count as well. */
    void start() {
        counting = true;
        live.forEach(this::count);
    }

    void begin(PodName pod, List<ScopeRule> claimed) {
        Set<ScopePath> prefixes = new HashSet<>();
        claimed.forEach(rule -> addPrefixes(rule.target(), prefixes));
        live.put(pod, prefixes);
        prefixes.forEach(prefix -> tally(prefix).live++);
        if (counting) {
            count(pod, prefixes);
        }
    }

    private void count(PodName pod, Set<ScopePath> prefixes) {
        prefixes.forEach(prefix -> tally(prefix).count(pod));
    }

    private Tally tally(ScopePath prefix) {
        return tallies.computeIfAbsent(prefix, key -> new Tally());
    }

    private void addPrefixes(ScopePath target, Set<ScopePath> prefixes) {
        ScopePath prefix = ScopePath.ROOT;
        prefixes.add(prefix);
        List<String> all = target.names();
        for (int i = 0; i < Math.min(names, all.size()); i++) {
            prefix = prefix.child(all.get(i));
            prefixes.add(prefix);
        }
    }

    void end(PodName pod) {
        Set<ScopePath> prefixes = live.remove(pod);
        if (prefixes != null) {
            prefixes.forEach(prefix -> tally(prefix).live--);
        }
    }

    /** {@return the subtrees that most pods claimed something in; of those that say the same, the smallest} */
    List<Contention> greatest(int top) {
        Set<ScopePath> repeated = new HashSet<>();
        tallies.forEach((prefix, tally) -> {
            ScopePath parent = prefix.parent();
            Tally above = parent == null ? null : tallies.get(parent);
            if (parent != null && above != null && tally.claims == above.claims) {
                repeated.add(parent);
            }
        });
        return tallies.entrySet().stream()
                .filter(entry -> entry.getValue().claims > 0 && !repeated.contains(entry.getKey()))
                .map(entry -> contention(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(Contention::pods)
                        .thenComparingLong(Contention::claims)
                        .reversed()
                        .thenComparing(Contention::prefix))
                .limit(top)
                .toList();
    }

    private static Contention contention(ScopePath prefix, Tally tally) {
        return new Contention(prefix, tally.pods.size(), tally.claims, tally.atOnce);
    }
}
