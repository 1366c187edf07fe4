package dev.podregistry.audit;

import dev.podregistry.audit.State.Link;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of a history during which one pod, or nobody, held a path.
 *
 * @param path the path
 * @param from the event it began with; null for the beginning of the history
 * @param chain the holder and the pods above it, up to its root, as they were when it began; empty for nobody
 * @param changes what happened to the chain meanwhile: pods of it were adopted, or pods above the holder ended
 * @param until the event it ended with; null when it was still so where the history was read to
 */
public record Period(
        ScopePath path,
        @Nullable Mark from,
        List<Link> chain,
        List<Mark> changes,
        @Nullable Mark until) {

    public Period {
        chain = List.copyOf(chain);
        changes = List.copyOf(changes);
    }

    /** {@return whether anybody held the path} */
    public boolean isHeld() {
        return !chain.isEmpty();
    }

    /**
     * {@return the first rule of the holder that gave it the path}
     *
     * @throws java.util.NoSuchElementException when nobody held it
     */
    public ScopeRule rule() {
        return chain.get(0)
                .allocation()
                .writeRules()
                .filter(rule -> rule.covers(path))
                .findFirst()
                .orElseThrow();
    }
}
