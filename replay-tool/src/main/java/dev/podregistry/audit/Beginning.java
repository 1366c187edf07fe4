package dev.podregistry.audit;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * How a live pod came to its allocation.
 *
 * @param created the event that created it: a {@code Registered} or a {@code Delegated}; null when it is lost, as the
 *     history begins after it
 * @param adopted the event by which its process took it over, or null: it registered itself, or is a reservation
 * @param grantedUnder the rules that allowed the delegation, or null: it was not delegated, or the import they came with
 *     does not tell
 */
public record Beginning(
        @Nullable Mark created,
        @Nullable Mark adopted,
        @Nullable Scope grantedUnder) {

    /** Of a pod that was live where the history begins. */
    static final Beginning LOST = new Beginning(null, null, null);

    Beginning adoptedBy(Mark event) {
        return new Beginning(created, event, grantedUnder);
    }

    /** {@return the pod that delegated, or null for a top-level registration, or when its event is lost} */
    public @Nullable PodName spawner() {
        return created != null && created.event() instanceof Event.Delegated delegated ? delegated.spawner() : null;
    }

    /** {@return on what authority it was delegated, or null as for the spawner} */
    public @Nullable Authority authority() {
        return created != null && created.event() instanceof Event.Delegated delegated ? delegated.authority() : null;
    }
}
