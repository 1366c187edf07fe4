package dev.podregistry.attack;

import dev.podregistry.api.AdoptRequest;
import dev.podregistry.api.DelegateRequest;
import dev.podregistry.api.Outcome;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.TargetRule;
import dev.podregistry.api.TargetScope;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing an attacker asks of the registry, as a line of seven words in its journal.
 *
 * @param kind what
 * @param pod of which pod
 * @param other the spawner or the parent
 * @param first the allow rules, or the scope to take back, or the rule that a view is asked about
 * @param second the deny rules, or the authority; empty for the spawner's own
 * @param segment the number of a segment
 * @param token the token the caller knows, 0 for none
 */
record Move(
        Kind kind, String pod, String other, List<TargetRule> first, List<TargetRule> second, int segment, long token) {

    /** What can be asked. */
    enum Kind {
        REGISTER,
        DELEGATE,
        ADOPT,
        CHANGE_SEGMENT,
        RELEASE,
        RECLAIM_DELEGATED,
        RECLAIM_STALE,
        LOOKUP,
        VIEW;

        /** {@return whether the registry reclaims the pods of dead processes before it decides} */
        boolean reclaims() {
            return this != RELEASE && this != RECLAIM_DELEGATED && this != VIEW;
        }
    }

    static Move parse(List<String> words) {
        return new Move(
                Kind.valueOf(words.get(0)),
                words.get(1),
                words.get(2),
                rules(words.get(3)),
                rules(words.get(4)),
                Integer.parseInt(words.get(5)),
                Long.parseLong(words.get(6)));
    }

    private static List<TargetRule> rules(String text) {
        return Stream.of(text.split(",", -1))
                .filter(rule -> !rule.equals("-"))
                .map(rule -> new TargetRule(
                        rule.substring(2),
                        rule.charAt(0) == 'W' ? Permission.WRITE : Permission.READ,
                        rule.charAt(1) == '*'))
                .toList();
    }

    private static String text(List<TargetRule> rules) {
        return rules.isEmpty()
                ? "-"
                : rules.stream()
                        .map(rule ->
                                rule.permission().name().charAt(0) + (rule.recursive() ? "*" : ".") + rule.target())
                        .collect(Collectors.joining(","));
    }

    @Override
    public String toString() {
        return String.join(
                " ",
                kind.name(),
                pod,
                other,
                text(first),
                text(second),
                Integer.toString(segment),
                Long.toString(token));
    }

    PodName podName() {
        return new PodName(pod);
    }

    private SegmentId segmentId() {
        return new SegmentId(new UUID(0, segment));
    }

    private Token tokenOrNull() {
        return token == 0 ? null : new Token(token);
    }

    /** {@return how the registry answers the command; a view is no command} */
    Outcome<?> send(PodRegistry registry, CommandId id) {
        return switch (kind) {
            case REGISTER ->
                registry.register(RegisterRequest.pod(pod)
                        .allow(first.toArray(TargetRule[]::new))
                        .deny(second.toArray(TargetRule[]::new))
                        .segment(segmentId())
                        .id(id));
            case DELEGATE -> registry.delegate(new PodName(other), delegation(id));
            case ADOPT -> registry.adopt(new AdoptRequest(podName(), null, segmentId(), tokenOrNull(), id));
            case CHANGE_SEGMENT -> registry.changeSegment(podName(), segmentId(), tokenOrNull(), id);
            case RELEASE -> registry.release(podName(), tokenOrNull(), id);
            case RECLAIM_DELEGATED -> registry.reclaimDelegated(new PodName(other), podName(), first, id);
            case RECLAIM_STALE -> registry.reclaimStale();
            case LOOKUP -> registry.lookupSegment(segmentId());
            case VIEW -> throw new IllegalStateException("a view is no command");
        };
    }

    private DelegateRequest delegation(CommandId id) {
        DelegateRequest request = DelegateRequest.child(pod).allow(first.toArray(TargetRule[]::new));
        return (second.isEmpty() ? request : request.under(TargetScope.NONE.allow(second.toArray(TargetRule[]::new))))
                .id(id);
    }

    /** {@return whether the command carries the id its caller chose; the others make one up} */
    boolean carriesId() {
        return kind != Kind.RECLAIM_STALE && kind != Kind.LOOKUP && kind != Kind.VIEW;
    }

    /** {@return the command as the registry decides it, when {@code self} sends it} */
    Command command(ProcessIdentity self) {
        return switch (kind) {
            case REGISTER ->
                new Command.Register(
                        podName(),
                        self,
                        PodSocket.NONE,
                        new ScopeRequest(canonical(first), canonical(second)),
                        segmentId());
            case DELEGATE ->
                new Command.Delegate(
                        new PodName(other),
                        podName(),
                        null,
                        PodSocket.NONE,
                        canonical(first),
                        second.isEmpty() ? null : new ScopeRequest(canonical(second), List.of()),
                        null);
            case ADOPT -> new Command.Adopt(podName(), self, segmentId(), tokenOrNull());
            case CHANGE_SEGMENT -> new Command.ChangeSegment(podName(), segmentId(), tokenOrNull());
            case RELEASE -> new Command.Release(podName(), tokenOrNull());
            case RECLAIM_DELEGATED -> new Command.ReclaimDelegated(new PodName(other), podName(), canonical(first));
            case RECLAIM_STALE -> new Command.ReclaimStale();
            case LOOKUP -> new Command.LookupSegment(segmentId());
            case VIEW -> throw new IllegalStateException("a view is no command");
        };
    }

    private static List<RuleRequest> canonical(List<TargetRule> rules) {
        return rules.stream().<RuleRequest>map(Move::canonical).toList();
    }

    static ScopeRule canonical(TargetRule rule) {
        return new ScopeRule(new ScopePath(rule.target()), rule.permission(), rule.recursive());
    }
}
