package dev.podregistry.decide;

import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a registry can be asked to change. */
public sealed interface Command {

    /** {@return the answer of the visitor's method for this kind of command} */
    <T extends @Nullable Object> T accept(Visitor<T> visitor);

    /**
     * Gives a new top-level pod an allocation.
     *
     * @param pod its name
     * @param process the process it lives in
     * @param socket where it listens
     * @param scope its rules
     * @param segment its session log
     */
    record Register(PodName pod, ProcessIdentity process, PodSocket socket, ScopeRequest scope, SegmentId segment)
            implements Command {
        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.register(this);
        }
    }

    /**
     * Reserves an allocation for a child.
     *
     * @param spawner the live pod that delegates
     * @param pod the child's name
     * @param process the process that answers for the reservation; null for the spawner's
     * @param socket where the child will listen
     * @param allow the child's allow rules
     * @param delegationScope the authority; null for the spawner's own rules
     * @param token the spawner's token as the caller knows it, or null not to check
     */
    record Delegate(
            PodName spawner,
            PodName pod,
            @Nullable ProcessIdentity process,
            PodSocket socket,
            List<RuleRequest> allow,
            @Nullable ScopeRequest delegationScope,
            @Nullable Token token)
            implements Command {

        public Delegate {
            allow = List.copyOf(allow);
        }

        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.delegate(this);
        }
    }

    /**
     * Lets the process of a reserved pod take its allocation over.
     *
     * @param pod the pod
     * @param process the process that came up
     * @param segment its session log
     * @param token the token the caller knows, or null not to check
     */
    record Adopt(
            PodName pod,
            ProcessIdentity process,
            SegmentId segment,
            @Nullable Token token) implements Command {
        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.adopt(this);
        }
    }

    /**
     * Lets a pod write another session log.
     *
     * @param pod the pod
     * @param segment the new segment
     * @param token the token the caller knows, or null not to check
     */
    record ChangeSegment(
            PodName pod, SegmentId segment, @Nullable Token token) implements Command {
        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.changeSegment(this);
        }
    }

    /**
     * Gives a pod's allocation up.
     *
     * @param pod the pod
     * @param token the token the caller knows, or null not to check
     */
    record Release(PodName pod, @Nullable Token token) implements Command {
        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.release(this);
        }
    }

    /**
     * Takes a child's delegated scope back.
     *
     * @param parent who takes it back
     * @param child from whom
     * @param scope what was lent out
     */
    record ReclaimDelegated(PodName parent, PodName child, List<RuleRequest> scope) implements Command {

        public ReclaimDelegated {
            scope = List.copyOf(scope);
        }

        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.reclaimDelegated(this);
        }
    }

    /** Reclaims every pod whose process is dead. */
    record ReclaimStale() implements Command {
        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.reclaimStale(this);
        }
    }

    /**
     * Asks who writes a segment, once dead pods are reclaimed.
     *
     * @param segment the segment
     */
    record LookupSegment(SegmentId segment) implements Command {
        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.lookupSegment(this);
        }
    }

    /**
     * Takes over the allocations of another registry into an empty log.
     *
     * @param pods the pods in order of creation
     */
    record Import(List<ImportedPod> pods) implements Command {

        public Import {
            pods = List.copyOf(pods);
        }

        @Override
        public <T extends @Nullable Object> T accept(Visitor<T> visitor) {
            return visitor.importTable(this);
        }
    }

    /**
     * One method for each kind of command: a new kind does not compile until every place that acts on all of them knows it.
     *
     * @param <T> what it comes to
     */
    interface Visitor<T extends @Nullable Object> {

        /** {@return what comes of the command} */
        T register(Register command);

        /** {@return what comes of the command} */
        T delegate(Delegate command);

        /** {@return what comes of the command} */
        T adopt(Adopt command);

        /** {@return what comes of the command} */
        T changeSegment(ChangeSegment command);

        /** {@return what comes of the command} */
        T release(Release command);

        /** {@return what comes of the command} */
        T reclaimDelegated(ReclaimDelegated command);

        /** {@return what comes of the command} */
        T reclaimStale(ReclaimStale command);

        /** {@return what comes of the command} */
        T lookupSegment(LookupSegment command);

        /** {@return what comes of the command} */
        T importTable(Import command);
    }
}
