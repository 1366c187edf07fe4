package dev.podregistry.table;

import dev.podregistry.model.Conflict;
import dev.podregistry.model.ScopeRule;

/**
 * A rule that somebody asks for, and a pod that holds paths of it.
 *
 * @param rule the rule asked for
 * @param conflict the pod that is named first
 */
public record Contest(ScopeRule rule, Conflict conflict) {}
