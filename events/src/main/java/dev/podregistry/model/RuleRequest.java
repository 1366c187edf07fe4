package dev.podregistry.model;

/** A rule as it was asked for: a valid {@link ScopeRule}, or the reason why it is none. */
public sealed interface RuleRequest permits ScopeRule, RuleRequest.Invalid {

    /**
     * A rule whose target is no path that a rule can have.
     *
     * @param target the target as it was given
     * @param reason what is wrong with it: a phrase that follows the target
     */
    record Invalid(String target, String reason) implements RuleRequest {}
}
