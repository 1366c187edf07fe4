package dev.podregistry.api;

import dev.podregistry.model.Limit;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.path.FileSystemPaths;
import dev.podregistry.path.LogicalPaths;
import dev.podregistry.path.PathResolver;
import dev.podregistry.path.Resolution;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The policy by which a target is what {@code paths} resolves it to. */
record ResolvedPaths(PathResolver paths) implements PathPolicy {

    static final ResolvedPaths FILE_SYSTEM = new ResolvedPaths(FileSystemPaths.ofSystem());
    static final ResolvedPaths LOGICAL = new ResolvedPaths(LogicalPaths::resolve);

    @Override
    public RuleRequest canonical(TargetRule wanted) {
        return request(wanted, paths.resolve(wanted.target()));
    }

    @Override
    public RuleRequest claim(TargetRule wanted, TargetScope said) {
        Predicate<ScopePath> isSaid =
                place -> canonical(said).settles(new ScopeRule(place, wanted.permission(), wanted.recursive()));
        return request(wanted, paths.claim(wanted.target(), wanted.recursive(), isSaid));
    }

    private Scope canonical(TargetScope said) {
        return new Scope(canonical(said.allow()), canonical(said.deny()));
    }

    private List<ScopeRule> canonical(List<TargetRule> rules) {
        return rules.stream()
                .limit(Limit.RULES.greatest())
                .flatMap(rule -> canonical(rule) instanceof ScopeRule valid ? Stream.of(valid) : Stream.empty())
                .toList();
    }

    static RuleRequest request(TargetRule wanted, Resolution resolution) {
        return resolution instanceof Resolution.Canonical canonical
                ? new ScopeRule(canonical.path(), wanted.permission(), wanted.recursive())
                : new RuleRequest.Invalid(wanted.target(), ((Resolution.Invalid) resolution).reason());
    }
}
