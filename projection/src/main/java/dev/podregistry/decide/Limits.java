package dev.podregistry.decide;

import dev.podregistry.decide.Command.Adopt;
import dev.podregistry.decide.Command.ChangeSegment;
import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.Import;
import dev.podregistry.decide.Command.LookupSegment;
import dev.podregistry.decide.Command.ReclaimDelegated;
import dev.podregistry.decide.Command.ReclaimStale;
import dev.podregistry.decide.Command.Register;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal.LimitExceeded;
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

    private static final Command.Visitor<@Nullable LimitExceeded> BY_COMMAND = new ByCommand();

    private Limits() {}

    static @Nullable LimitExceeded exceeded(Command command) {
        return command.accept(BY_COMMAND);
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

    /** What each kind of command asks for. */
    private static final class ByCommand implements Command.Visitor<@Nullable LimitExceeded> {
        @Override
        public @Nullable LimitExceeded register(Register command) {
            return exceeded(List.of(command.scope().allow(), command.scope().deny()));
        }

        @Override
        public @Nullable LimitExceeded delegate(Delegate command) {
            ScopeRequest given = command.delegationScope();
            return given == null
                    ? exceeded(List.of(command.allow()))
                    : exceeded(List.of(command.allow(), given.allow(), given.deny()));
        }

        @Override
        public @Nullable LimitExceeded adopt(Adopt command) {
            return null;
        }

        @Override
        public @Nullable LimitExceeded changeSegment(ChangeSegment command) {
            return null;
        }

        @Override
        public @Nullable LimitExceeded release(Release command) {
            return null;
        }

        @Override
        public @Nullable LimitExceeded reclaimDelegated(ReclaimDelegated command) {
            return exceeded(List.of(command.scope()));
        }

        @Override
        public @Nullable LimitExceeded reclaimStale(ReclaimStale command) {
            return null;
        }

        @Override
        public @Nullable LimitExceeded lookupSegment(LookupSegment command) {
            return null;
        }

        @Override
        public @Nullable LimitExceeded importTable(Import command) {
            return exceeded(Limit.IMPORT, stored(command));
        }
    }
}
