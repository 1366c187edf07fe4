package dev.podregistry.path;

import dev.podregistry.model.ScopePath;

/** What a text that somebody wrote for a path comes to. */
public sealed interface Resolution {

    /**
     * It is a path.
     *
     * @param path its canonical form
     */
    record Canonical(ScopePath path) implements Resolution {}

    /**
     * It is no path that a rule can be about.
     *
     * @param reason what is wrong with it: a phrase that follows the text
     */
    record Invalid(String reason) implements Resolution {}
}
