package dev.podregistry.decide;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.Contest;
import io.vavr.control.Either;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the rules check, each by the name of what must hold: a refusal, or null when it holds.
 *
 * @param table the table that is checked
 */
record Checks(AllocationTable table) {

    /** {@return the refusal of the first check that fails, later ones not being asked; or true when all hold} */
    @SafeVarargs
    static Either<Refusal, Boolean> inOrder(Supplier<? extends @Nullable Refusal>... checks) {
        for (Supplier<? extends @Nullable Refusal> check : checks) {
            Refusal refusal = check.get();
            if (refusal != null) {
                return Either.left(refusal);
            }
        }
        return Either.right(true);
    }

    /** {@return the live pod's allocation, if the token given is current or none was given} */
    Either<Refusal, Allocation> owned(PodName pod, @Nullable Token given) {
        Allocation found = table.find(pod);
        if (found == null) {
            return Either.left(new Refusal.UnknownPod(pod));
        }
        return given == null || given.equals(found.token())
                ? Either.right(found)
                : Either.left(new Refusal.StaleToken(pod, given, found.token()));
    }

    @Nullable
    Refusal live(PodName pod) {
        return table.find(pod) == null ? new Refusal.UnknownPod(pod) : null;
    }

    @Nullable
    Refusal targetsValid(ScopeRequest scope) {
        RuleRequest.Invalid invalid = scope.firstInvalid();
        return invalid == null ? null : new Refusal.InvalidScope(invalid);
    }

    @Nullable
    Refusal nameFree(PodName pod) {
        return table.find(pod) == null ? null : new Refusal.DuplicatePodName(pod);
    }

    /** @param exempt the pod that may write it already, or null */
    @Nullable
    Refusal segmentFree(SegmentId segment, @Nullable PodName exempt) {
        Allocation holder = table.findBySegment(segment);
        return holder == null || holder.pod().equals(exempt)
                ? null
                : new Refusal.SegmentConflict(segment, holder.pod(), holder.socket());
    }

    /** {@return the refusal when another pod holds a path of a WRITE rule less the deny rules} */
    @Nullable
    Refusal pathsFree(List<ScopeRule> allow, List<ScopeRule> deny) {
        Contest contest = table.firstContest(allow, deny);
        return contest == null ? null : heldBy(contest.rule(), contest.conflict());
    }

    /** {@return the refusal of the first rule that the spawner may not give a child} */
    @Nullable
    Refusal delegable(PodName spawner, Scope authority, List<RuleRequest> rules) {
        for (RuleRequest request : rules) {
            Refusal refusal = request instanceof RuleRequest.Invalid invalid
                    ? new Refusal.InvalidScope(invalid)
                    : delegable(spawner, authority, (ScopeRule) request);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private @Nullable Refusal delegable(PodName spawner, Scope authority, ScopeRule rule) {
        if (!authority.allows(rule)) {
            return new Refusal.NotSubset(spawner, rule, null);
        }
        ScopeRule deny = authority.firstDeny(rule);
        return deny == null
                ? heldBy(rule, table.firstConflict(rule, spawner))
                : new Refusal.NotSubset(spawner, rule, deny);
    }

    /** {@return the refusal when another pod than the line above holds a path of the rule} */
    @Nullable
    Refusal freeOutsideLine(ScopeRule rule, PodName above) {
        return heldBy(rule, table.firstConflictOutsideLine(rule, above));
    }

    /** {@return the refusal when nothing can be delegated below the pod, as the line above it is as long as it may be} */
    @Nullable
    Refusal roomBelow(PodName pod) {
        return table.isDeepest(pod) ? new Refusal.LimitExceeded(Limit.DEPTH, Limit.DEPTH.greatest() + 1L) : null;
    }

    @Nullable
    Refusal reserved(Allocation pod) {
        return pod.isReservation() ? null : new Refusal.AlreadyAdopted(pod.pod());
    }

    @Nullable
    Refusal delegatedBy(PodName parent, PodName child) {
        return table.mayTakeBack(parent, child) ? null : new Refusal.NotDelegated(parent, child);
    }

    private static @Nullable Refusal heldBy(ScopeRule rule, @Nullable Conflict conflict) {
        return conflict == null
                ? null
                : new Refusal.WriteConflict(rule, conflict.holder().pod(), conflict.rule());
    }
}
