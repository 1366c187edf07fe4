package dev.podregistry.api;

import dev.podregistry.decide.Command.ImportedPod;
import dev.podregistry.decide.Refusal;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.model.Limit;
import dev.podregistry.model.Quoted;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Takes what callers write down to canonical rules: in commands an invalid target is left for the decision to refuse,
 * in queries it is an error of the caller.
 *
 * @param policy makes the targets canonical
 */
record Targets(PathPolicy policy) {

    List<RuleRequest> requests(List<TargetRule> rules) {
        // A list that is refused for its length is not worth asking the file system about.
        PathPolicy asked = Limit.RULES.isExceededBy(rules.size()) ? PathPolicy.logical() : policy;
        return rules.stream().map(asked::claim).toList();
    }

    ScopeRequest request(TargetScope scope) {
        return new ScopeRequest(requests(scope.allow()), requests(scope.deny()));
    }

    ScopePath path(String path) {
        return rule(TargetRule.read(path)).target();
    }

    ScopeRule rule(TargetRule wanted) {
        RuleRequest request = policy.canonical(wanted);
        if (request instanceof RuleRequest.Invalid invalid) {
            throw new IllegalArgumentException("the path " + Quoted.text(invalid.target()) + " " + invalid.reason());
        }
        return (ScopeRule) request;
    }

    ScopeRequest request(Scope scope) {
        return new ScopeRequest(again(scope.allow()), again(scope.deny()));
    }

    private List<RuleRequest> again(List<ScopeRule> rules) {
        return requests(rules.stream().map(TargetRule::of).toList());
    }

    static Refusal.@Nullable InvalidScope firstInvalid(ScopeRequest scope) {
        return Stream.concat(scope.allow().stream(), scope.deny().stream())
                .flatMap(request -> request instanceof RuleRequest.Invalid bad ? Stream.of(bad) : Stream.empty())
                .findFirst()
                .map(bad -> new Refusal.InvalidScope(bad.target(), bad.reason()))
                .orElse(null);
    }

    /** {@return the pod with these rules, of which none is invalid} */
    static ImportedPod with(ScopeRequest valid, ImportedPod pod) {
        Scope scope = new Scope(rules(valid.allow()), rules(valid.deny()));
        return new ImportedPod(pod.pod(), pod.process(), pod.socket(), scope, pod.delegatedFrom(), pod.segment());
    }

    private static List<ScopeRule> rules(List<RuleRequest> valid) {
        return valid.stream().map(ScopeRule.class::cast).toList();
    }
}
