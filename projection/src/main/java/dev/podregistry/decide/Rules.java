package dev.podregistry.decide;

import dev.podregistry.decide.Command.Adopt;
import dev.podregistry.decide.Command.ChangeSegment;
import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.ReclaimDelegated;
import dev.podregistry.decide.Command.Register;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.TakeBack;
import io.vavr.control.Either;
import java.util.List;

/**
 * The rules of the commands that one event carries out, each on a table without dead pods where its rule says so.
 *
 * <p>A method reads as its row in {@code docs/model.md}: the checks in their order, then the event and the answer.
 */
final class Rules {

    private Rules() {}

    static Decision register(AllocationTable table, Register command) {
        Checks checks = new Checks(table);
        List<ScopeRule> allow = ScopeRequest.valid(command.scope().allow());
        List<ScopeRule> deny = ScopeRequest.valid(command.scope().deny());
        return Checks.inOrder(
                        () -> checks.targetsValid(command.scope()),
                        () -> checks.nameFree(command.pod()),
                        () -> checks.segmentFree(command.segment(), null),
                        () -> checks.pathsFree(allow, deny))
                .map(passed -> Decision.of(
                        new Event.Registered(
                                command.pod(), command.process(), command.socket(), allow, deny, command.segment()),
                        held(table, command.pod())))
                .getOrElseGet(Decision::refused);
    }

    static Decision delegate(AllocationTable table, Delegate command) {
        Checks checks = new Checks(table);
        return Checks.inOrder(() -> checks.nameFree(command.pod()))
                .flatMap(passed -> checks.owned(command.spawner(), command.token()))
                .flatMap(spawner -> delegated(checks, spawner, command))
                .map(event -> Decision.of(event, held(table, command.pod())))
                .getOrElseGet(Decision::refused);
    }

    private static Either<Refusal, Event> delegated(Checks checks, Allocation spawner, Delegate command) {
        ScopeRequest given = command.delegationScope();
        Scope authority = given == null ? spawner.scope() : given.valid();
        return Checks.inOrder(
                        () -> given == null ? null : checks.targetsValid(given),
                        () -> checks.roomBelow(spawner.pod()),
                        () -> checks.delegable(spawner.pod(), authority, command.allow()))
                .map(passed -> new Event.Delegated(
                        command.pod(),
                        command.spawner(),
                        command.process() == null ? spawner.process() : command.process(),
                        command.socket(),
                        ScopeRequest.valid(command.allow()),
                        given == null ? new Authority.OwnScope() : new Authority.Given(authority)));
    }

    static Decision adopt(AllocationTable table, Adopt command) {
        Checks checks = new Checks(table);
        return checks.owned(command.pod(), command.token())
                .flatMap(pod ->
                        Checks.inOrder(() -> checks.reserved(pod), () -> checks.segmentFree(command.segment(), null)))
                .map(passed -> Decision.of(
                        new Event.Adopted(command.pod(), command.process(), command.segment()),
                        held(table, command.pod())))
                .getOrElseGet(Decision::refused);
    }

    static Decision changeSegment(AllocationTable table, ChangeSegment command) {
        Checks checks = new Checks(table);
        return Checks.inOrder(() -> checks.segmentFree(command.segment(), command.pod()))
                .flatMap(passed -> checks.owned(command.pod(), command.token()))
                .map(pod -> {
                    Answer held = new Answer.Held(pod.pod(), pod.token());
                    return command.segment().equals(pod.segment())
                            ? Decision.nothing(held)
                            : Decision.of(new Event.SegmentChanged(command.pod(), command.segment()), held);
                })
                .getOrElseGet(Decision::refused);
    }

    static Decision release(AllocationTable table, Release command) {
        return new Checks(table)
                .owned(command.pod(), command.token())
                .map(pod -> Decision.of(new Event.Released(pod.pod()), new Answer.Freed(pod.pod())))
                .getOrElseGet(Decision::refused);
    }

    static Decision reclaimDelegated(AllocationTable table, ReclaimDelegated command) {
        Checks checks = new Checks(table);
        boolean isChildLive = table.find(command.child()) != null;
        return Checks.inOrder(
                        () -> checks.targetsValid(new ScopeRequest(command.scope(), List.of())),
                        () -> isChildLive ? checks.live(command.parent()) : null,
                        () -> isChildLive ? checks.delegatedBy(command.parent(), command.child()) : null)
                .map(passed -> takenBack(table, command, isChildLive))
                .getOrElseGet(Decision::refused);
    }

    private static Decision takenBack(AllocationTable table, ReclaimDelegated command, boolean isChildLive) {
        List<ScopeRule> scope = ScopeRequest.valid(command.scope());
        TakeBack back = table.find(command.parent()) == null
                ? new TakeBack(List.of(), List.of())
                : table.takeBack(command.parent(), command.child(), scope);
        Answer answer = new Answer.TakenBack(back.restored(), back.withheld());
        if (!isChildLive && back.restored().isEmpty()) {
            return Decision.nothing(answer);
        }
        Cause cause = new Cause.TakenBack(command.parent(), isChildLive, back.restored(), back.withheld(), scope);
        return Decision.of(new Event.Reclaimed(command.child(), cause), answer);
    }

    private static Answer.Held held(AllocationTable table, PodName pod) {
        return new Answer.Held(pod, table.epochs().token(table.sequence() + 1));
    }
}
