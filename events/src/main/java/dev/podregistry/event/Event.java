package dev.podregistry.event;

import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One change of the allocation table; these seven kinds are all there are.
 *
 * <p>An event says what was decided, never what was asked: applying it needs no clock, file or liveness. None can be made
 * that says more than {@link Limit} allows.
 */
public sealed interface Event {

    /** {@return the pod whose allocation the event is about, or null for the whole table} */
    @Nullable
    PodName pod();

    /** {@return the answer of the visitor's method for this kind of event} */
    <T> T accept(Visitor<T> visitor);

    /**
     * A top-level pod got an allocation.
     *
     * @param pod its name
     * @param process the process it lives in
     * @param socket where it listens
     * @param allow its allow rules, in the order given
     * @param deny its deny rules, in the order given
     * @param segment its session log; null only for an imported reservation that had lost its spawner
     */
    record Registered(
            PodName pod,
            ProcessIdentity process,
            PodSocket socket,
            List<ScopeRule> allow,
            List<ScopeRule> deny,
            @Nullable SegmentId segment)
            implements Event {

        public Registered {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
            Limit.check(List.of(allow, deny));
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.registered(this);
        }
    }

    /**
     * A live pod delegated scope to a new pod, which is a reservation until it is adopted.
     *
     * @param pod the new pod's name
     * @param spawner the pod that delegated
     * @param process the process that answers for the reservation until it is adopted
     * @param socket where the new pod will listen
     * @param allow the new pod's allow rules, in the order given
     * @param authority under which the rules were granted
     */
    record Delegated(
            PodName pod,
            PodName spawner,
            ProcessIdentity process,
            PodSocket socket,
            List<ScopeRule> allow,
            Authority authority)
            implements Event {

        public Delegated {
            allow = List.copyOf(allow);
            Scope given = authority instanceof Authority.Given known ? known.scope() : Scope.NONE;
            Limit.check(List.of(allow, given.allow(), given.deny()));
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.delegated(this);
        }
    }

    /**
     * The process of a reserved pod came up and took the allocation over.
     *
     * @param pod the pod
     * @param process the process it lives in from now on
     * @param segment its session log
     */
    record Adopted(PodName pod, ProcessIdentity process, SegmentId segment) implements Event {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.adopted(this);
        }
    }

    /**
     * A pod writes another session log from now on.
     *
     * @param pod the pod
     * @param segment the new segment
     */
    record SegmentChanged(PodName pod, SegmentId segment) implements Event {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.segmentChanged(this);
        }
    }

    /**
     * A pod gave its allocation up; its children moved to the pod that had delegated to it.
     *
     * @param pod the pod
     */
    record Released(PodName pod) implements Event {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.released(this);
        }
    }

    /**
     * A pod's scope was taken away from it; its children moved to the pod that had delegated to it.
     *
     * @param pod the pod
     * @param cause why
     */
    record Reclaimed(PodName pod, Cause cause) implements Event {

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.reclaimed(this);
        }
    }

    /**
     * The log was put back, from a backup or by a repair that had to give events up: whatever it once held after this point is
     * undone, and all tokens from here on are greater than any given there.
     *
     * @param epoch the number of the epoch of tokens that begins, greater than any before
     */
    record Restored(long epoch) implements Event {

        /** The greatest epoch: with it tokens are still whole numbers to every reader of JSON. */
        public static final long GREATEST = (1L << 33) - 1;

        /**
         * Checks the number.
         *
         * @throws IllegalArgumentException when there is no such epoch
         */
        public Restored {
            if (epoch < 1 || epoch > GREATEST) {
                throw new IllegalArgumentException("epoch " + epoch + " is not from 1 to " + GREATEST);
            }
        }

        @Override
        public @Nullable PodName pod() {
            return null;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.restored(this);
        }
    }

    /** Why a scope was reclaimed. */
    sealed interface Cause {

        /**
         * The pod's process was dead.
         *
         * @param process the dead process
         */
        record ProcessDead(ProcessIdentity process) implements Cause {}

        /**
         * The parent took back what it had delegated.
         *
         * @param parent the pod that took it back
         * @param removed whether the child was live and lost its allocation; false when only deny rules went
         * @param restored the parent's deny rules that were removed, one layer each
         * @param withheld the rules whose deny stayed because another live pod claims a path of theirs
         * @param scope all rules that the parent asked back, in the order given; those that are neither restored nor
         *     withheld had no deny
         */
        record TakenBack(
                PodName parent,
                boolean removed,
                List<ScopeRule> restored,
                List<ScopeRule> withheld,
                List<ScopeRule> scope)
                implements Cause {

            public TakenBack {
                restored = List.copyOf(restored);
                withheld = List.copyOf(withheld);
                scope = List.copyOf(scope);
                Limit.check(List.of(both(restored, withheld)));
                Limit.check(List.of(scope));
            }

            /** Creates the cause when the parent asked for just what it got back, and then for what was withheld. */
            public TakenBack(PodName parent, boolean removed, List<ScopeRule> restored, List<ScopeRule> withheld) {
                this(parent, removed, restored, withheld, both(restored, withheld));
            }

            /** {@return whether what was restored, and then what was withheld, is just what the parent asked back} */
            public boolean isAllThatWasAsked() {
                return scope.equals(both(restored, withheld));
            }

            private static List<ScopeRule> both(List<ScopeRule> restored, List<ScopeRule> withheld) {
                return Stream.concat(restored.stream(), withheld.stream()).toList();
            }
        }
    }

    /**
     * One method for each kind of event, for code that must treat them all.
     *
     * @param <T> what the methods answer
     */
    interface Visitor<T> {
        /** {@return the answer for a registration} */
        T registered(Registered event);

        /** {@return the answer for a delegation} */
        T delegated(Delegated event);

        /** {@return the answer for an adoption} */
        T adopted(Adopted event);

        /** {@return the answer for a change of segment} */
        T segmentChanged(SegmentChanged event);

        /** {@return the answer for a release} */
        T released(Released event);

        /** {@return the answer for a reclaim} */
        T reclaimed(Reclaimed event);

        /** {@return the answer for a restore} */
        T restored(Restored event);
    }
}
