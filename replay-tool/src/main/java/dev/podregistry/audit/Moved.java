package dev.podregistry.audit;

import dev.podregistry.model.PodName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The pods that an event moved up, as the pod above them ended.
 *
 * @param children the pods, in table order; empty when it moved none
 * @param to the pod they are below since, or null: they are top-level
 */
public record Moved(List<PodName> children, @Nullable PodName to) {

    /** Nobody was moved. */
    public static final Moved NOBODY = new Moved(List.of(), null);

    public Moved {
        children = List.copyOf(children);
    }
}
