package dev.podregistry.api;

import dev.podregistry.model.ScopeRule;
import java.util.List;

/**
 * What a parent got back of a scope that it had delegated.
 *
 * @param restored the rules that the parent holds again
 * @param withheld the rules that it does not get back yet, as another pod claims a path of theirs
 */
public record Returned(List<ScopeRule> restored, List<ScopeRule> withheld) {

    public Returned {
        restored = List.copyOf(restored);
        withheld = List.copyOf(withheld);
    }
}
