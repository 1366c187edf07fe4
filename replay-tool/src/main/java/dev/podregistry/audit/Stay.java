package dev.podregistry.audit;

import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopeRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a history during which a pod held some path of a subtree.
 *
 * @param pod the pod
 * @param rules its rules for writing that reach into the subtree
 * @param under the pod above it when the stretch began, or null for a top-level pod
 * @param moves how it moved up meanwhile, as pods above it ended
 * @param from the event it began with; null for the beginning of the history
 * @param until the event it ended with; null when it was still so where the history was read to
 */
public record Stay(
        PodName pod,
        List<ScopeRule> rules,
        @Nullable PodName under,
        List<Move> moves,
        @Nullable Mark from,
        @Nullable Mark until) {

    public Stay {
        rules = List.copyOf(rules);
        moves = List.copyOf(moves);
    }

    /**
     * A move to another place in the delegation tree.
     *
     * @param by the event that ended the pod above
     * @param to the pod above since, or null: it is top-level
     */
    public record Move(Mark by, @Nullable PodName to) {}

    Stay movedBy(Mark mark, @Nullable PodName to) {
        List<Move> all = new ArrayList<>(moves);
        all.add(new Move(mark, to));
        return new Stay(pod, rules, under, all, from, until);
    }

    Stay endedBy(Mark mark) {
        return new Stay(pod, rules, under, moves, from, mark);
    }
}
