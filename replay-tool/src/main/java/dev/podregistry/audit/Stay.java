package dev.podregistry.audit;

import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a history during which a pod held some path of a subtree.
 *
 * @param pod the pod
 * @param rules its rules for writing that reach into the subtree
 * @param under the pod above it when the stretch began, or null for a top-level pod
 * @param from the event it began with
 * @param until the event it ended with; null when it was still so where the history was read to
 */
public record Stay(
        PodName pod,
        List<ScopeRule> rules,
        @Nullable PodName under,
        Mark from,
        @Nullable Mark until) {

    public Stay {
        rules = List.copyOf(rules);
    }

    Stay endedBy(Mark mark) {
        return new Stay(pod, rules, under, from, mark);
    }
}
