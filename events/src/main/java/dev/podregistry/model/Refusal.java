package dev.podregistry.model;

import org.jspecify.annotations.Nullable;

/** Why a command was refused: a value with the facts. Nothing was changed, but that dead pods may be reclaimed. */
public sealed interface Refusal {

    /** {@return the refusal in one sentence: what is refused, why, and, after a semicolon, what to do} */
    String message();

    /** {@return what the caller can do about it} */
    Kind kind();

    /** {@return whether somebody is in the way who will go: the same command may be granted later} */
    default boolean isBusy() {
        return kind() == Kind.BUSY;
    }

    /** {@return whether the caller's hold on the pod is over: the pod has ended, or has another owner} */
    default boolean isLost() {
        return kind() == Kind.LOST;
    }

    /** {@return whether the command is refused for what it asks: the same command will be refused again} */
    default boolean isInvalid() {
        return kind() == Kind.INVALID;
    }

    /** {@return the answer of the visitor's method for this refusal} */
    <T> T accept(Visitor<T> visitor);

    /** What a caller can do about a refusal. */
    enum Kind {
        /** Wait and ask again, or ask for something else: another live pod has what is asked for. */
        BUSY,
        /** Stop: the pod has ended, or belongs to another owner. */
        LOST,
        /** Change the command: asked again as it is, it is refused again. */
        INVALID
    }

    private static String shown(PodName pod) {
        return "pod " + Quoted.message(pod.value());
    }

    /**
     * How a command that now comes again was answered when it was carried out.
     *
     * @param command its id
     * @param sequence the sequence it was answered with
     * @param token the token that the answer rested on
     */
    record First(CommandId command, long sequence, Token token) {

        private String message(String since) {
            return "command " + command + " was carried out before, as event #" + sequence + " with token " + token
                    + ", and " + since + " since; give it a new id to ask again";
        }
    }

    /**
     * A rule's target is no path that a rule can have.
     *
     * @param target the target as given
     * @param reason what is wrong with it
     */
    record InvalidScope(String target, String reason) implements Refusal {

        /** Creates the refusal of a rule as it was asked for. */
        public InvalidScope(RuleRequest.Invalid rule) {
            this(rule.target(), rule.reason());
        }

        @Override
        public String message() {
            return "the target " + Quoted.text(target) + " " + reason;
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.invalidScope(this);
        }
    }

    /**
     * The command asks for more than one command may.
     *
     * @param limit the limit
     * @param amount how much it asks for
     */
    record LimitExceeded(Limit limit, long amount) implements Refusal {
        @Override
        public String message() {
            return amount + " " + limit.what() + " are more than the " + limit.greatest() + " allowed; "
                    + limit.remedy();
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.limitExceeded(this);
        }
    }

    /**
     * A pod of that name is live.
     *
     * @param pod the name
     */
    record DuplicatePodName(PodName pod) implements Refusal {
        @Override
        public String message() {
            return shown(pod) + " is live already; choose another name, or release that pod first";
        }

        @Override
        public Kind kind() {
            return Kind.BUSY;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.duplicatePodName(this);
        }
    }

    /**
     * Another live pod writes the segment.
     *
     * @param segment the segment
     * @param holder the pod that writes it
     * @param socket where that pod listens
     */
    record SegmentConflict(SegmentId segment, PodName holder, PodSocket socket) implements Refusal {
        @Override
        public String message() {
            return "segment " + segment + " belongs to the live " + shown(holder)
                    + (socket.equals(PodSocket.NONE) ? "" : " (socket " + Quoted.message(socket.value()) + ")")
                    + ", which writes it; give a new segment id, or wait until that pod has ended";
        }

        @Override
        public Kind kind() {
            return Kind.BUSY;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.segmentConflict(this);
        }
    }

    /**
     * Another live pod holds a path of a WRITE rule.
     *
     * @param rule the rule asked for
     * @param competitor the pod that holds a path of it
     * @param competitorRule the competitor's rule that covers such a path
     */
    record WriteConflict(ScopeRule rule, PodName competitor, ScopeRule competitorRule) implements Refusal {
        @Override
        public String message() {
            return rule + " is refused: " + shown(competitor) + " holds paths of it by its rule " + competitorRule
                    + "; ask for other paths, or wait until that pod has ended";
        }

        @Override
        public Kind kind() {
            return Kind.BUSY;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.writeConflict(this);
        }
    }

    /**
     * No pod of that name is live.
     *
     * @param pod the name
     * @param first of a command that comes again, what it was answered before the pod ended; else null
     */
    record UnknownPod(PodName pod, @Nullable First first) implements Refusal {

        /** Creates the refusal of a command that was never carried out. */
        public UnknownPod(PodName pod) {
            this(pod, null);
        }

        @Override
        public String message() {
            return first == null
                    ? shown(pod) + " is not live: it has ended, or never was; check the name, or register the pod"
                    : first.message(shown(pod) + " has ended");
        }

        @Override
        public Kind kind() {
            return Kind.LOST;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.unknownPod(this);
        }
    }

    /**
     * The delegation scope does not allow a rule.
     *
     * @param spawner the pod that wanted to delegate
     * @param rule the rule
     * @param deny the first deny rule of the delegation scope that overlaps it; null when already no allow rule covers all
     *     of it
     */
    record NotSubset(
            PodName spawner, ScopeRule rule, @Nullable ScopeRule deny) implements Refusal {
        @Override
        public String message() {
            return shown(spawner) + " may not delegate " + rule + ": "
                    + (deny == null
                            ? "no allow rule of the delegation scope covers all of it"
                            : "the delegation scope denies " + deny)
                    + "; ask for less, or delegate under a scope that allows it";
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.notSubset(this);
        }
    }

    /**
     * The pod is no longer a reservation.
     *
     * @param pod the pod
     */
    record AlreadyAdopted(PodName pod) implements Refusal {
        @Override
        public String message() {
            return shown(pod)
                    + " is no longer reserved, as a process has adopted it; delegate another pod for this process";
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.alreadyAdopted(this);
        }
    }

    /**
     * The allocation has had a new owner since the caller learned its token.
     *
     * @param pod the pod
     * @param given the caller's token
     * @param current the allocation's token
     * @param first of a command that comes again, what it was answered before there was a new owner; else null
     */
    record StaleToken(
            PodName pod,
            Token given,
            Token current,
            @Nullable First first) implements Refusal {

        /** Creates the refusal of a command that was never carried out. */
        public StaleToken(PodName pod, Token given, Token current) {
            this(pod, given, current, null);
        }

        @Override
        public String message() {
            return first == null
                    ? shown(pod) + " has a new owner: the token given is " + given + ", and the current one is "
                            + current + "; leave the pod to its owner, or, if that is you, give the current token"
                    : first.message(shown(pod) + " has a new owner, with token " + current + ",");
        }

        @Override
        public Kind kind() {
            return Kind.LOST;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.staleToken(this);
        }
    }

    /**
     * The child's scope is not the parent's to take back.
     *
     * @param parent the pod that wanted it back
     * @param child the pod that has it
     */
    record NotDelegated(PodName parent, PodName child) implements Refusal {
        @Override
        public String message() {
            return shown(child) + " is not the child of " + shown(parent)
                    + " to take back; name the pod that delegated it, or release the child";
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.notDelegated(this);
        }
    }

    /**
     * Only an empty log can be imported into.
     *
     * @param sequence where the log stands
     */
    record NotEmpty(long sequence) implements Refusal {
        @Override
        public String message() {
            return "the registry is not empty: its log stands at #" + sequence + "; import into a new directory";
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.notEmpty(this);
        }
    }

    /**
     * A pod of an import cannot be taken over, so none is.
     *
     * @param index its place in the import, from 0
     * @param pod its name
     * @param reason why not
     */
    record ImportRefused(int index, PodName pod, Refusal reason) implements Refusal {
        @Override
        public String message() {
            return "allocation " + (index + 1) + ", " + shown(pod) + ": " + reason.message();
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.importRefused(this);
        }
    }

    /**
     * A delegated pod of an import has deny rules, which a delegated pod cannot have here.
     *
     * @param pod the pod
     */
    record DelegatedDeny(PodName pod) implements Refusal {
        @Override
        public String message() {
            return shown(pod) + " has deny rules, which a delegated pod cannot have; list its paths as allow rules";
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.delegatedDeny(this);
        }
    }

    /**
     * The command id was used before, for what is not known to be the same command in every part.
     *
     * @param id the id
     * @param sequence the event that the earlier command led to
     */
    record CommandIdReused(CommandId id, long sequence) implements Refusal {
        @Override
        public String message() {
            return "command id " + id + " was used before, for event #" + sequence
                    + ", and this command does not ask for the same in every part; give it an id of its own";
        }

        @Override
        public Kind kind() {
            return Kind.INVALID;
        }

        @Override
        public <T> T accept(Visitor<T> visitor) {
            return visitor.commandIdReused(this);
        }
    }

    /**
     * One method for each refusal: a new one does not compile until every place that shows them all knows it.
     *
     * @param <T> what the methods answer
     */
    interface Visitor<T> {

        /** {@return the answer for this refusal} */
        T invalidScope(InvalidScope refusal);

        /** {@return the answer for this refusal} */
        T limitExceeded(LimitExceeded refusal);

        /** {@return the answer for this refusal} */
        T duplicatePodName(DuplicatePodName refusal);

        /** {@return the answer for this refusal} */
        T segmentConflict(SegmentConflict refusal);

        /** {@return the answer for this refusal} */
        T writeConflict(WriteConflict refusal);

        /** {@return the answer for this refusal} */
        T unknownPod(UnknownPod refusal);

        /** {@return the answer for this refusal} */
        T notSubset(NotSubset refusal);

        /** {@return the answer for this refusal} */
        T alreadyAdopted(AlreadyAdopted refusal);

        /** {@return the answer for this refusal} */
        T staleToken(StaleToken refusal);

        /** {@return the answer for this refusal} */
        T notDelegated(NotDelegated refusal);

        /** {@return the answer for this refusal} */
        T notEmpty(NotEmpty refusal);

        /** {@return the answer for this refusal} */
        T importRefused(ImportRefused refusal);

        /** {@return the answer for this refusal} */
        T delegatedDeny(DelegatedDeny refusal);

        /** {@return the answer for this refusal} */
        T commandIdReused(CommandIdReused refusal);
    }
}
