package dev.podregistry.cli.write;

import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The pods of a file, each behind the pod that delegated to it, and else in their order; pods in a circle stay where they are,
 * to be refused.
 *
 * @param file the pods in the file's order
 * @param pods the pods in this one
 */
record ParentsFirst(List<ImportedPod> file, List<ImportedPod> pods) {

    static ParentsFirst of(List<ImportedPod> file) {
        Map<PodName, ImportedPod> named = new HashMap<>();
        file.forEach(pod -> named.putIfAbsent(pod.pod(), pod));
        Set<ImportedPod> placed = Collections.newSetFromMap(new IdentityHashMap<>());
        List<ImportedPod> pods = new ArrayList<>();
        for (ImportedPod pod : file) {
            for (ImportedPod next : line(pod, named, placed)) {
                placed.add(next);
                pods.add(next);
            }
        }
        return new ParentsFirst(file, pods);
    }

    /** {@return the pod and those above it that have no place yet, from the top; only the pod if it is in a circle} */
    private static Iterable<ImportedPod> line(
            ImportedPod pod, Map<PodName, ImportedPod> named, Set<ImportedPod> placed) {
        Deque<ImportedPod> line = new ArrayDeque<>();
        Set<ImportedPod> met = Collections.newSetFromMap(new IdentityHashMap<>());
        ImportedPod next = pod;
        while (next != null && !placed.contains(next)) {
            if (!met.add(next)) {
                return List.of(pod);
            }
            line.push(next);
            next = next.delegatedFrom() == null ? null : named.get(next.delegatedFrom());
        }
        return line;
    }

    /** {@return the refusal with the place that its pod has in the file} */
    @Nullable
    Refusal asInTheFile(@Nullable Refusal refusal) {
        if (!(refusal instanceof Refusal.ImportRefused refused)) {
            return refusal;
        }
        ImportedPod pod = pods.get(refused.index());
        int index = 0;
        while (file.get(index) != pod) {
            index++;
        }
        return new Refusal.ImportRefused(index, refused.pod(), refused.reason());
    }
}
