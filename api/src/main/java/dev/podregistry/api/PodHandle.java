package dev.podregistry.api;

import dev.podregistry.decide.Refusal;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;

/**
 * One owner's hold on a pod: everything it does carries the owner's token, so it never touches a successor's allocation.
 *
 * <p>Thread-safe. It stays valid until the pod gets a new owner or none; from then on its commands are refused with
 * {@link Refusal.StaleToken} or {@link Refusal.UnknownPod}. A handle is not the pod: dropping it changes nothing.
 */
public final class PodHandle implements AutoCloseable {

    private final PodRegistry registry;
    private final PodName pod;
    private final Token token;

    PodHandle(PodRegistry registry, PodName pod, Token token) {
        this.registry = registry;
        this.pod = pod;
        this.token = token;
    }

    /** {@return the pod} */
    public PodName pod() {
        return pod;
    }

    /** {@return the token by which the owner is known; a fencing token for whatever the pod writes to} */
    public Token token() {
        return token;
    }

    /**
     * Takes the reserved pod over into the caller's process, with a token of its own.
     *
     * @return the new owner's handle; this one is stale from then on
     */
    public Outcome<PodHandle> adopt(SegmentId segment) {
        return registry.adopt(AdoptRequest.of(pod).token(token).segment(segment));
    }

    /** {@return how it ended to let the pod write another session log; this handle stays valid} */
    public Outcome<PodHandle> changeSegment(SegmentId segment) {
        return registry.changeSegment(pod, segment, token, CommandId.random());
    }

    /**
     * Reserves an allocation for a child.
     *
     * @return the reservation's handle
     */
    public Outcome<PodHandle> delegate(DelegateRequest request) {
        return registry.delegate(pod, token, request);
    }

    /** {@return how it ended to give the allocation up; the children move to the pod above} */
    public Outcome<PodName> release() {
        return registry.release(pod, token, CommandId.random());
    }

    /**
     * Gives the allocation up if it is still this owner's.
     *
     * <p>When the pod is gone or has a new owner, as after a late roll-back of a child that has come up, nothing happens.
     * Nor does it once the registry is closed: the pod then keeps its allocation until its process has ended. Idempotent.
     *
     * @throws RuntimeException when the log failed, as every command does; the allocation may stand
     */
    @Override
    public void close() {
        Outcome<PodName> outcome;
        try {
            outcome = release();
        } catch (IllegalStateException e) {
            if (registry.isClosed()) {
                return;
            }
            throw e;
        }
        boolean lost = outcome instanceof Outcome.Refused<PodName> refused
                && (refused.refusal() instanceof Refusal.UnknownPod || refused.refusal() instanceof Refusal.StaleToken);
        if (!lost) {
            outcome.orElseThrow();
        }
    }

    @Override
    public String toString() {
        return "pod " + pod + " with token " + token;
    }
}
