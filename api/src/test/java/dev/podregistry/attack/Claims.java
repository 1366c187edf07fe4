package dev.podregistry.attack;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The exclusive writer by its definition, path by path and pod by pod: whoever claims one path is one line of descent. */
final class Claims {

    private Claims() {}

    /** {@return two pods that hold one path, as a sentence; null as it should be} */
    static String breach(List<Allocation> table) {
        Map<PodName, PodName> above = new HashMap<>();
        table.forEach(row -> above.put(row.pod(), row.delegatedFrom()));
        for (ScopePath path : Strategy.PATHS) {
            List<PodName> claimers = table.stream()
                    .filter(row -> claims(row, path))
                    .map(Allocation::pod)
                    .toList();
            if (!isLine(claimers, above)) {
                return path + " is claimed by " + claimers;
            }
        }
        return null;
    }

    private static boolean isLine(List<PodName> claimers, Map<PodName, PodName> above) {
        return claimers.stream().anyMatch(deepest -> line(deepest, above).containsAll(claimers)) || claimers.isEmpty();
    }

    private static Set<PodName> line(PodName pod, Map<PodName, PodName> above) {
        Set<PodName> line = new HashSet<>();
        for (PodName at = pod; at != null; at = above.get(at)) {
            line.add(at);
        }
        return line;
    }

    private static boolean claims(Allocation row, ScopePath path) {
        return row.scope().allow().stream().anyMatch(rule -> rule.permission() == Permission.WRITE && rule.covers(path))
                && row.scope().deny().stream().noneMatch(rule -> rule.covers(path));
    }
}
