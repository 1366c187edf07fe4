package dev.podregistry.api;

import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

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

    /** {@return the pod's allocation now; empty when this handle is over: the pod has ended, or has another owner} */
    public Optional<Allocation> allocation() {
        return allocation(registry.view());
    }

    /** {@return whether the pod is live and still this owner's, so that its commands can be granted} */
    public boolean isCurrent() {
        return allocation().isPresent();
    }

    /**
     * {@return whether this owner may write {@code path} now}
     *
     * <p>False for paths that the pod has lent to children, and once this handle is over.
     *
     * @throws IllegalArgumentException when no rule can have such a path
     */
    public boolean mayWrite(String path) {
        RegistryView view = registry.view();
        return allocation(view).isPresent()
                && view.permissionAt(pod, path).filter(Permission.WRITE::equals).isPresent();
    }

    /** {@return whether this owner may write {@code path} now, as {@link #mayWrite(String)}} */
    public boolean mayWrite(Path path) {
        return mayWrite(TargetRule.text(path));
    }

    private Optional<Allocation> allocation(RegistryView view) {
        return view.find(pod).filter(found -> found.token().equals(token));
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
        boolean isLost = outcome instanceof Outcome.Refused<PodName> refused
                && refused.refusal().isLost();
        if (!isLost) {
            outcome.orElseThrow();
        }
    }

    /** {@return whether both stand for one owner of one pod, in the same opened registry} */
    @Override
    public boolean equals(Object other) {
        return other instanceof PodHandle that
                && registry == that.registry
                && pod.equals(that.pod)
                && token.equals(that.token);
    }

    @Override
    public int hashCode() {
        return Objects.hash(pod, token);
    }

    @Override
    public String toString() {
        return "pod " + pod + " with token " + token;
    }
}
