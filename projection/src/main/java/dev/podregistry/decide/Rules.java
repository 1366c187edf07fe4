package dev.podregistry.decide;

import dev.podregistry.decide.Command.Adopt;
import dev.podregistry.decide.Command.ChangeSegment;
import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.ReclaimDelegated;
import dev.podregistry.decide.Command.Register;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.decide.Refusal.AlreadyAdopted;
import dev.podregistry.decide.Refusal.DuplicatePodName;
import dev.podregistry.decide.Refusal.LimitExceeded;
import dev.podregistry.decide.Refusal.NotDelegated;
import dev.podregistry.decide.Refusal.NotSubset;
import dev.podregistry.decide.Refusal.SegmentConflict;
import dev.podregistry.decide.Refusal.StaleToken;
import dev.podregistry.decide.Refusal.UnknownPod;
import dev.podregistry.decide.Refusal.WriteConflict;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.Conflict;
import dev.podregistry.table.Contest;
import dev.podregistry.table.TakeBack;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules of the commands that one event carries out, each on a table without dead pods where its rule says so. */
final class Rules {

    private Rules() {}

    static Decision register(AllocationTable table, Register command) {
        Refusal refusal = command.scope().firstInvalid();
        if (refusal == null && table.find(command.pod()) != null) {
            refusal = new DuplicatePodName(command.pod());
        }
        if (refusal == null) {
            refusal = segmentConflict(table, command.segment(), null);
        }
        List<ScopeRule> allow = ScopeRequest.valid(command.scope().allow());
        List<ScopeRule> deny = ScopeRequest.valid(command.scope().deny());
        if (refusal == null) {
            refusal = contested(table, allow, deny);
        }
        return refusal != null
                ? Decision.nothing(refusal)
                : Decision.of(
                        new Event.Registered(
                                command.pod(), command.process(), command.socket(), allow, deny, command.segment()),
                        held(table, command.pod()));
    }

    static Decision delegate(AllocationTable table, Delegate command) {
        if (table.find(command.pod()) != null) {
            return Decision.nothing(new DuplicatePodName(command.pod()));
        }
        Allocation spawner = table.find(command.spawner());
        Refusal refusal = staleToken(spawner, command.spawner(), command.token());
        if (refusal != null || spawner == null) {
            return Decision.nothing(refusal != null ? refusal : new UnknownPod(command.spawner()));
        }
        ScopeRequest given = command.delegationScope();
        refusal = given == null ? null : given.firstInvalid();
        Scope authority = given == null
                ? spawner.scope()
                : new Scope(ScopeRequest.valid(given.allow()), ScopeRequest.valid(given.deny()));
        if (refusal == null && table.isDeepest(spawner.pod())) {
            refusal = tooDeep();
        }
        for (int i = 0; refusal == null && i < command.allow().size(); i++) {
            refusal = notDelegable(table, spawner, authority, command.allow().get(i));
        }
        return refusal != null
                ? Decision.nothing(refusal)
                : Decision.of(
                        new Event.Delegated(
                                command.pod(),
                                command.spawner(),
                                command.process() == null ? spawner.process() : command.process(),
                                command.socket(),
                                ScopeRequest.valid(command.allow()),
                                given == null ? new Authority.OwnScope() : new Authority.Given(authority)),
                        held(table, command.pod()));
    }

    private static @Nullable Refusal notDelegable(
            AllocationTable table, Allocation spawner, Scope authority, RuleRequest request) {
        if (!(request instanceof ScopeRule rule)) {
            return ScopeRequest.invalid(request);
        }
        return authority.authorises(rule)
                ? writeConflict(rule, table.firstConflict(rule, spawner.pod()))
                : new NotSubset(spawner.pod(), rule);
    }

    static Decision adopt(AllocationTable table, Adopt command) {
        Allocation pod = table.find(command.pod());
        Refusal refusal = staleToken(pod, command.pod(), command.token());
        if (refusal == null && pod != null && !pod.isReservation()) {
            refusal = new AlreadyAdopted(command.pod());
        }
        if (refusal == null) {
            refusal = segmentConflict(table, command.segment(), null);
        }
        return refusal != null
                ? Decision.nothing(refusal)
                : Decision.of(
                        new Event.Adopted(command.pod(), command.process(), command.segment()),
                        held(table, command.pod()));
    }

    static Decision changeSegment(AllocationTable table, ChangeSegment command) {
        Refusal refusal = segmentConflict(table, command.segment(), command.pod());
        Allocation pod = table.find(command.pod());
        if (refusal == null) {
            refusal = staleToken(pod, command.pod(), command.token());
        }
        if (refusal != null || pod == null) {
            return Decision.nothing(refusal != null ? refusal : new UnknownPod(command.pod()));
        }
        Answer.Held held = new Answer.Held(pod.pod(), pod.token());
        return command.segment().equals(pod.segment())
                ? Decision.nothing(held)
                : Decision.of(new Event.SegmentChanged(command.pod(), command.segment()), held);
    }

    static Decision release(AllocationTable table, Release command) {
        Refusal refusal = staleToken(table.find(command.pod()), command.pod(), command.token());
        return refusal != null
                ? Decision.nothing(refusal)
                : Decision.of(new Event.Released(command.pod()), new Answer.Freed(command.pod()));
    }

    static Decision reclaimDelegated(AllocationTable table, ReclaimDelegated command) {
        boolean parentLives = table.find(command.parent()) != null;
        boolean childLives = table.find(command.child()) != null;
        Refusal refusal = new ScopeRequest(command.scope(), List.of()).firstInvalid();
        if (refusal == null && childLives) {
            refusal = !parentLives
                    ? new UnknownPod(command.parent())
                    : table.mayTakeBack(command.parent(), command.child())
                            ? null
                            : new NotDelegated(command.parent(), command.child());
        }
        if (refusal != null) {
            return Decision.nothing(refusal);
        }
        TakeBack back = parentLives
                ? table.takeBack(command.parent(), command.child(), ScopeRequest.valid(command.scope()))
                : new TakeBack(List.of(), List.of());
        Answer answer = new Answer.TakenBack(back.restored(), back.withheld());
        if (!childLives && back.restored().isEmpty()) {
            return Decision.nothing(answer);
        }
        Cause cause = new Cause.TakenBack(
                command.parent(), childLives, back.restored(), back.withheld(), ScopeRequest.valid(command.scope()));
        return Decision.of(new Event.Reclaimed(command.child(), cause), answer);
    }

    private static Answer.Held held(AllocationTable table, PodName pod) {
        return new Answer.Held(pod, table.epochs().token(table.sequence() + 1));
    }

    private static @Nullable Refusal staleToken(@Nullable Allocation found, PodName pod, @Nullable Token given) {
        if (found == null) {
            return new UnknownPod(pod);
        }
        return given == null || given.equals(found.token()) ? null : new StaleToken(pod, given, found.token());
    }

    private static @Nullable Refusal segmentConflict(
            AllocationTable table, SegmentId segment, @Nullable PodName exempt) {
        Allocation holder = table.findBySegment(segment);
        return holder == null || holder.pod().equals(exempt)
                ? null
                : new SegmentConflict(segment, holder.pod(), holder.socket());
    }

    static @Nullable Refusal contested(AllocationTable table, List<ScopeRule> allow, List<ScopeRule> deny) {
        Contest contest = table.firstContest(allow, deny);
        return contest == null ? null : writeConflict(contest.rule(), contest.conflict());
    }

    static @Nullable Refusal writeConflict(ScopeRule rule, @Nullable Conflict conflict) {
        return conflict == null
                ? null
                : new WriteConflict(rule, conflict.holder().pod(), conflict.rule());
    }

    /** One more than the deepest pod that there is. */
    static Refusal tooDeep() {
        return new LimitExceeded(Limit.DEPTH, Limit.DEPTH.greatest() + 1L);
    }
}
