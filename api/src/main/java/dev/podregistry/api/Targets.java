package dev.podregistry.api;

import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Limit;
import dev.podregistry.model.Quoted;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.List;

/**
 * Takes what callers write down to canonical rules: in commands an invalid target is left for the decision to refuse,
 * in queries it is an error of the caller.
 *
 * @param policy makes the targets canonical
 */
record Targets(PathPolicy policy) {

    /**
     * {@return the rules of a command, canonical}
     *
     * @param said the rules that are looked at as well, where one of these seems to cover what it does not
     */
    List<RuleRequest> requests(List<TargetRule> rules, TargetScope said) {
        // A list that is refused for its length is not worth asking the file system about.
        PathPolicy asked = Limit.RULES.isExceededBy(rules.size()) ? PathPolicy.logical() : policy;
        return rules.stream().map(rule -> asked.claim(rule, said)).toList();
    }

    ScopeRequest request(TargetScope scope) {
        // A deny takes away all that is seen below it, so what another rule allows does not do for the rest.
        TargetScope denied = new TargetScope(List.of(), scope.deny());
        return new ScopeRequest(requests(scope.allow(), scope), requests(scope.deny(), denied));
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
        return request(new TargetScope(again(scope.allow()), again(scope.deny())));
    }

    private static List<TargetRule> again(List<ScopeRule> rules) {
        return rules.stream().map(TargetRule::of).toList();
    }

    /** {@return the pod with these rules, of which none is invalid} */
    static ImportedPod with(ScopeRequest valid, ImportedPod pod) {
        return new ImportedPod(
                pod.pod(), pod.process(), pod.socket(), valid.valid(), pod.delegatedFrom(), pod.segment());
    }
}
