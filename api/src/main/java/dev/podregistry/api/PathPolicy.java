package dev.podregistry.api;

import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.path.PathResolver;
import dev.podregistry.path.Resolution;

/**
 * Gives every target its one canonical path, so that two names of one place cannot be two scopes.
 *
 * <p>Targets are made canonical once, when a command or a query comes in; the log holds canonical paths only.
 * Implementations are thread-safe and do not throw: what is no target becomes {@link RuleRequest.Invalid} with the
 * reason.
 */
@FunctionalInterface
public interface PathPolicy {

    /** {@return {@code wanted} with its target in canonical form, or why that has none} */
    RuleRequest canonical(TargetRule wanted);

    /**
     * {@return the same for a rule of a command, unless no pod can be given it: its target has a name that is a pattern, or
     * something is mounted below it that has its canonical path elsewhere, and no rule says what holds there}
     *
     * <p>A name with {@code *}, {@code ?} or a list in braces would be held as it is written, and the files that were meant by
     * nobody. On the file system policy something may have that name, and then it is no pattern.
     *
     * @param said the rules that the command has in all, among them those that allow or deny what {@code wanted} only seems to
     *     cover
     */
    default RuleRequest claim(TargetRule wanted, TargetScope said) {
        RuleRequest request = canonical(wanted);
        if (request instanceof ScopeRule rule) {
            PathResolver asIs = text -> new Resolution.Canonical(rule.target());
            return asIs.claim(wanted.target(), rule.recursive(), elsewhere -> false)
                            instanceof Resolution.Invalid invalid
                    ? new RuleRequest.Invalid(wanted.target(), invalid.reason())
                    : rule;
        }
        return request;
    }

    /**
     * {@return the policy that asks the file system of this machine}
     *
     * <p>Targets must be absolute. {@code .}, {@code ..}, double and trailing slashes go, and symbolic links are
     * resolved, name by name as the kernel does it; {@code ..} after a link leads to the parent of what the link points
     * to. What does not exist yet is taken as text below its closest existing ancestor. In a folder that ignores case, all
     * spellings of a name are one, in small letters. What is mounted at several places of this process's mount namespace is
     * at the oldest of them.
     *
     * <p>A link or mount that comes to exist later is not seen, nor are hard links, overlays and other mount namespaces: two
     * names which only those make one stay two.
     */
    static PathPolicy fileSystem() {
        return ResolvedPaths.FILE_SYSTEM;
    }

    /**
     * {@return the policy that looks at the text alone, for trees that are not on this machine}
     *
     * <p>The same canonical form as {@link #fileSystem}, as if there were no symbolic links.
     */
    static PathPolicy logical() {
        return ResolvedPaths.LOGICAL;
    }
}
