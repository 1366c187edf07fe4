package dev.podregistry.model;

import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One live pod's row of the table.
 *
 * @param pod the pod
 * @param process the process it lives in; of a reservation, the process that answers for it
 * @param socket where it listens
 * @param scope its allow and deny rules
 * @param delegatedFrom the live pod above it in the delegation tree, or null for a top-level pod
 * @param segment its session log, or null while it is only reserved
 * @param created the sequence of the event that created the row; rows are in this order
 * @param token the sequence of the event that last gave the row its owner
 */
public record Allocation(
        PodName pod,
        ProcessIdentity process,
        PodSocket socket,
        Scope scope,
        @Nullable PodName delegatedFrom,
        @Nullable SegmentId segment,
        long created,
        Token token) {

    /** {@return whether no process has adopted the allocation yet} */
    public boolean isReservation() {
        return segment == null;
    }

    /** {@return the allow rules for writing, in their order} */
    public Stream<ScopeRule> writeRules() {
        return scope.allow().stream().filter(rule -> rule.permission() == Permission.WRITE);
    }

    /** {@return the row once a process has taken it over} */
    public Allocation adoptedBy(ProcessIdentity newProcess, SegmentId newSegment, Token newToken) {
        return new Allocation(pod, newProcess, socket, scope, delegatedFrom, newSegment, created, newToken);
    }

    /** {@return the row with an equal process in place of its own} */
    public Allocation livingIn(ProcessIdentity newProcess) {
        return newProcess == process
                ? this
                : new Allocation(pod, newProcess, socket, scope, delegatedFrom, segment, created, token);
    }

    /** {@return the row with another session log} */
    public Allocation withSegment(SegmentId newSegment) {
        return new Allocation(pod, process, socket, scope, delegatedFrom, newSegment, created, token);
    }

    /** {@return the row with other rules} */
    public Allocation withScope(Scope newScope) {
        return new Allocation(pod, process, socket, newScope, delegatedFrom, segment, created, token);
    }

    /** {@return the row below another pod, or at the top for null} */
    public Allocation movedTo(@Nullable PodName newDelegatedFrom) {
        return new Allocation(pod, process, socket, scope, newDelegatedFrom, segment, created, token);
    }
}
