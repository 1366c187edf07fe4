package dev.podregistry.audit;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * How a live pod came to its allocation.
 *
 * @param created the event that created it: a {@code Registered} or a {@code Delegated}
 * @param adopted the event by which its process took it over, or null: it registered itself, or is a reservation
 * @param grantedUnder the rules that allowed the delegation, or null: it was not delegated, or the import they came with
 *     does not tell
 */
public record Beginning(
        Mark created, @Nullable Mark adopted, @Nullable Scope grantedUnder) {

    Beginning adoptedBy(Mark event) {
        return new Beginning(created, event, grantedUnder);
    }

    /** {@return the pod that delegated, or null for a top-level registration} */
    public @Nullable PodName spawner() {
        return created.event() instanceof Event.Delegated delegated ? delegated.spawner() : null;
    }

    /** {@return on what authority it was delegated, or null for a top-level registration} */
    public @Nullable Authority authority() {
        return created.event() instanceof Event.Delegated delegated ? delegated.authority() : null;
    }
}
