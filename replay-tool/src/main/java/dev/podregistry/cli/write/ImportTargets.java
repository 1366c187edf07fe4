package dev.podregistry.cli.write;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.TargetRule;
import dev.podregistry.api.TargetScope;
import dev.podregistry.cli.json.LedTarget;
import dev.podregistry.cli.json.PodsJson;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Permission;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopeRule;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The targets of a file, each looked at once, as a registry does when a command comes in; and which of them lead elsewhere
 * than their text says.
 */
final class ImportTargets implements PodsJson.Rules {

    /** Takes rules as they are: those that were made canonical here, and found fit to be given to pods. */
    static final class ImportedPaths implements PathPolicy {

        @Override
        public RuleRequest canonical(TargetRule wanted) {
            return PathPolicy.logical().canonical(wanted);
        }

        @Override
        public RuleRequest claim(TargetRule wanted, TargetScope said) {
            return canonical(wanted);
        }
    }

    private final PathPolicy policy;

    /** By identity, as another pod can have an equal rule that the file writes otherwise. */
    private final Map<ScopeRule, String> elsewhere = new IdentityHashMap<>();

    ImportTargets(PathPolicy policy) {
        this.policy = policy;
    }

    @Override
    public RuleRequest of(String target, Permission permission, boolean recursive) {
        TargetRule wanted = new TargetRule(target, permission, recursive);
        RuleRequest request = policy.claim(wanted, TargetScope.NONE);
        if (request instanceof ScopeRule rule
                && !rule.equals(PathPolicy.logical().canonical(wanted))) {
            elsewhere.put(rule, target);
        }
        return request;
    }

    /** {@return the targets of {@code pods}, made of these rules, that lead elsewhere, in their order} */
    List<LedTarget> elsewhere(List<ImportedPod> pods) {
        return pods.stream().flatMap(this::elsewhere).distinct().toList();
    }

    private Stream<LedTarget> elsewhere(ImportedPod pod) {
        return Stream.concat(pod.scope().allow().stream(), pod.scope().deny().stream())
                .flatMap(rule -> Stream.ofNullable(elsewhere.get(rule))
                        .map(given -> new LedTarget(pod.pod(), given, rule.target())));
    }
}
