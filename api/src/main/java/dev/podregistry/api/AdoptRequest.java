package dev.podregistry.api;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import org.jspecify.annotations.Nullable;

/**
 * What the process of a reserved pod asks for when it comes up; begins with {@link #of} and grows by its methods, each
 * of which returns a copy.
 *
 * @param pod the reserved pod
 * @param process the process that takes it over; null for the process of the caller
 * @param segment the session log it writes; null for a fresh one, which has the UUID of the command's id
 * @param token the reservation's token as the spawner told it; null not to check whose reservation it is
 * @param id the command's id, by which its repetition is recognised; null for a fresh one with each call
 */
public record AdoptRequest(
        PodName pod,
        @Nullable ProcessIdentity process,
        @Nullable SegmentId segment,
        @Nullable Token token,
        @Nullable CommandId id) {

    /** {@return a request to adopt {@code pod} in the caller's process, with a fresh segment} */
    public static AdoptRequest of(PodName pod) {
        return new AdoptRequest(pod, null, null, null, null);
    }

    /** {@return this request for the process {@code where}} */
    public AdoptRequest process(ProcessIdentity where) {
        return new AdoptRequest(pod, where, segment, token, id);
    }

    /** {@return this request for a pod that writes {@code written}} */
    public AdoptRequest segment(SegmentId written) {
        return new AdoptRequest(pod, process, written, token, id);
    }

    /** {@return this request, to be refused unless {@code known} is the reservation's token} */
    public AdoptRequest token(Token known) {
        return new AdoptRequest(pod, process, segment, known, id);
    }

    /** {@return this request under the id {@code command}: to be carried out once, however often it is made} */
    public AdoptRequest id(CommandId command) {
        return new AdoptRequest(pod, process, segment, token, command);
    }
}
