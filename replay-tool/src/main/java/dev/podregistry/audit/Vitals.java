package dev.podregistry.audit;

import dev.podregistry.model.Allocation;
import org.jspecify.annotations.Nullable;

/** Tells how live pods are at the present. */
@FunctionalInterface
public interface Vitals {

    /** Nothing is told: the question is about the past, in which no process can be asked. */
    Vitals NOT_ASKED = row -> null;

    /** {@return how the pod is, or null when that is not asked} */
    @Nullable
    Vitality of(Allocation row);
}
