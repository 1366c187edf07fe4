package dev.podregistry.api;

import dev.podregistry.model.Allocation;
import java.util.List;

/**
 * Who may write a path, and on whose delegation.
 *
 * @param chain the holder, then the pod above it, and so on up to a top-level pod; never empty
 */
public record Holding(List<Allocation> chain) {

    public Holding {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("a path that nobody holds has no holding");
        }
    }

    /** {@return the pod that may write the path now} */
    public Allocation holder() {
        return chain.get(0);
    }
}
