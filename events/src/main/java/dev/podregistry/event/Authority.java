package dev.podregistry.event;

import dev.podregistry.model.Scope;

/** On what authority a spawner delegated. */
public sealed interface Authority {

    /**
     * A delegation scope that the caller gave.
     *
     * @param scope the rules under which the spawner may delegate
     */
    record Given(Scope scope) implements Authority {}

    /** The spawner's own allow and deny rules as they stood at that moment. */
    record OwnScope() implements Authority {}

    /** Not known: the delegation was imported from a table that does not keep it. */
    record Unrecorded() implements Authority {}
}
