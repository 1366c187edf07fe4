package dev.podregistry.api;

import dev.podregistry.decide.Command.ImportedPod;
import dev.podregistry.decide.ScopeRequest;
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

    /** {@return the pod with these rules, of which none is invalid} */
    static ImportedPod with(ScopeRequest valid, ImportedPod pod) {
        return new ImportedPod(
                pod.pod(), pod.process(), pod.socket(), valid.valid(), pod.delegatedFrom(), pod.segment());
    }
}
