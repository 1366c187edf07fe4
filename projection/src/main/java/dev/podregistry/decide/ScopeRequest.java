package dev.podregistry.decide;

import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A scope as it was asked for, whose targets may be invalid.
 *
 * @param allow the rules that give
 * @param deny the rules that take away
 */
public record ScopeRequest(List<RuleRequest> allow, List<RuleRequest> deny) {

    public ScopeRequest {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
    }

    /** {@return a request for a scope that is valid already} */
    public static ScopeRequest of(Scope scope) {
        return new ScopeRequest(List.copyOf(scope.allow()), List.copyOf(scope.deny()));
    }

    /** {@return the first rule whose target is invalid, allow rules before deny rules, or null when all are valid} */
    public RuleRequest.@Nullable Invalid firstInvalid() {
        return Stream.concat(allow.stream(), deny.stream())
                .flatMap(rule -> rule instanceof RuleRequest.Invalid invalid ? Stream.of(invalid) : Stream.empty())
                .findFirst()
                .orElse(null);
    }

    /** {@return the rules of it that are valid} */
    public Scope valid() {
        return new Scope(valid(allow), valid(deny));
    }

    /** {@return the valid rules among {@code requests}} */
    static List<ScopeRule> valid(List<RuleRequest> requests) {
        return requests.stream()
                .flatMap(r -> r instanceof ScopeRule rule ? Stream.of(rule) : Stream.empty())
                .toList();
    }
}
