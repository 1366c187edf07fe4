package dev.podregistry.decide;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command is answered. */
public sealed interface Answer {

    /**
     * The command was refused.
     *
     * @param refusal why
     */
    record Refused(Refusal refusal) implements Answer {}

    /** The command was carried out, or there was nothing left to do. */
    sealed interface Accepted extends Answer {}

    /**
     * The pod has its allocation, as asked.
     *
     * @param pod the pod
     * @param token the allocation's token
     */
    record Held(PodName pod, Token token) implements Accepted {}

    /**
     * The pod has no allocation any more.
     *
     * @param pod the pod
     */
    record Freed(PodName pod) implements Accepted {}

    /**
     * The parent got back what could be given back.
     *
     * @param restored the rules whose deny went
     * @param withheld the rules whose deny stays, as another pod claims a path of theirs
     */
    record TakenBack(List<ScopeRule> restored, List<ScopeRule> withheld) implements Accepted {}

    /**
     * These pods were dead and have been reclaimed.
     *
     * @param pods the pods, in table order; empty when all lived
     */
    record Reclaimed(List<PodName> pods) implements Accepted {}

    /**
     * So many pods were dead that reclaiming these was all that one transaction can take: decide the same command again,
     * on the table after them. No caller of a registry ever sees this.
     *
     * @param reclaimed the pods reclaimed so far, in table order
     */
    record Unfinished(List<PodName> reclaimed) implements Accepted {}

    /**
     * Who writes a segment.
     *
     * @param holder the pod's allocation, or null when nobody does
     */
    record Found(@Nullable Allocation holder) implements Accepted {}

    /**
     * The pods were taken over.
     *
     * @param pods how many
     */
    record Imported(int pods) implements Accepted {}
}
