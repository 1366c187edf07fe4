package dev.podregistry.decide;

import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.Import;
import dev.podregistry.decide.Command.ImportedPod;
import dev.podregistry.decide.Command.ReclaimDelegated;
import dev.podregistry.decide.Command.Register;
import dev.podregistry.decide.Refusal.LimitExceeded;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether a command asks for no more than a command may; asked before anything else about it. */
final class Limits {

    /** What is stored of an imported pod besides its texts and rules: both of its events, with any actor's name. */
    private static final int POD_BYTES = 2_600;

    private static final int RULE_BYTES = 64;

    private Limits() {}

    static @Nullable LimitExceeded exceeded(Command command) {
        if (command instanceof Register c) {
            return exceeded(List.of(c.scope().allow(), c.scope().deny()));
        }
        if (command instanceof Delegate c) {
            ScopeRequest given = c.delegationScope();
            return given == null
                    ? exceeded(List.of(c.allow()))
                    : exceeded(List.of(c.allow(), given.allow(), given.deny()));
        }
        if (command instanceof ReclaimDelegated c) {
            return exceeded(List.of(c.scope()));
        }
        return command instanceof Import c ? exceeded(Limit.IMPORT, stored(c)) : null;
    }

    static @Nullable LimitExceeded exceeded(Scope scope) {
        return exceeded(List.of(List.copyOf(scope.allow()), List.copyOf(scope.deny())));
    }

    private static @Nullable LimitExceeded exceeded(List<List<RuleRequest>> lists) {
        for (List<RuleRequest> list : lists) {
            if (Limit.RULES.isExceededBy(list.size())) {
                return new LimitExceeded(Limit.RULES, list.size());
            }
        }
        return exceeded(
                Limit.TARGETS,
                lists.stream()
                        .mapToLong(list -> Limit.bytes(ScopeRequest.valid(list)))
                        .sum());
    }

    private static @Nullable LimitExceeded exceeded(Limit limit, long amount) {
        return limit.isExceededBy(amount) ? new LimitExceeded(limit, amount) : null;
    }

    /** {@return how many bytes the pods take as stored, at the most} */
    private static long stored(Import command) {
        return command.pods().stream().mapToLong(Limits::stored).sum();
    }

    private static long stored(ImportedPod pod) {
        PodName above = pod.delegatedFrom();
        return POD_BYTES
                + 2L * escaped(pod.pod().value())
                + (above == null ? 0 : escaped(above.value()))
                + escaped(pod.socket().value())
                + stored(pod.scope().allow())
                + stored(pod.scope().deny());
    }

    private static long stored(List<ScopeRule> rules) {
        return rules.stream()
                .mapToLong(rule -> RULE_BYTES + escaped(rule.target().value()))
                .sum();
    }

    /** {@return the length of the text in JSON that is ASCII: anything else takes six characters} */
    private static long escaped(String text) {
        return text.chars()
                .mapToLong(c -> c >= 0x80 ? 6 : c == '"' || c == '\\' ? 2 : 1)
                .sum();
    }
}
