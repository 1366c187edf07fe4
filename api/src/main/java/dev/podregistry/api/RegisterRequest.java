package dev.podregistry.api;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.SegmentId;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a new top-level pod asks for; begins with {@link #pod} and grows by its methods, each of which returns a copy.
 *
 * @param pod the pod's name
 * @param scope what it may do
 * @param socket where it listens
 * @param process the process it lives in; null for the process of the caller
 * @param segment the session log it writes; null for a fresh one, which has the UUID of the command's id
 * @param id the command's id, by which its repetition is recognised; null for a fresh one with each call
 */
public record RegisterRequest(
        PodName pod,
        TargetScope scope,
        PodSocket socket,
        @Nullable ProcessIdentity process,
        @Nullable SegmentId segment,
        @Nullable CommandId id) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when nobody may choose it for a new pod: {@link PodName#chosen(PodName)}
     */
    public RegisterRequest {
        PodName.chosen(pod);
    }

    /**
     * {@return a request for a pod without a scope, in the caller's process, with a fresh segment}
     *
     * @throws IllegalArgumentException when {@code name} is no pod's name
     */
    public static RegisterRequest pod(String name) {
        return new RegisterRequest(new PodName(name), TargetScope.NONE, PodSocket.NONE, null, null, null);
    }

    /** {@return this request, and to write {@code target} and everything below it} */
    public RegisterRequest write(String target) {
        return allow(TargetRule.write(target));
    }

    /** {@return this request, and to read {@code target} and everything below it} */
    public RegisterRequest read(String target) {
        return allow(TargetRule.read(target));
    }

    /** {@return this request, and to write {@code target} and everything below it} */
    public RegisterRequest write(Path target) {
        return allow(TargetRule.write(target));
    }

    /** {@return this request, and to read {@code target} and everything below it} */
    public RegisterRequest read(Path target) {
        return allow(TargetRule.read(target));
    }

    /** {@return this request with more allow rules} */
    public RegisterRequest allow(TargetRule... rules) {
        return new RegisterRequest(pod, scope.allow(rules), socket, process, segment, id);
    }

    /** {@return this request with more deny rules} */
    public RegisterRequest deny(TargetRule... rules) {
        return new RegisterRequest(pod, scope.deny(rules), socket, process, segment, id);
    }

    /** {@return this request for a pod that listens at {@code where}} */
    public RegisterRequest socket(PodSocket where) {
        return new RegisterRequest(pod, scope, where, process, segment, id);
    }

    /** {@return this request for a pod that lives in {@code where}} */
    public RegisterRequest process(ProcessIdentity where) {
        return new RegisterRequest(pod, scope, socket, where, segment, id);
    }

    /** {@return this request for a pod that writes {@code written}} */
    public RegisterRequest segment(SegmentId written) {
        return new RegisterRequest(pod, scope, socket, process, written, id);
    }

    /** {@return this request under the id {@code command}: to be carried out once, however often it is made} */
    public RegisterRequest id(CommandId command) {
        return new RegisterRequest(pod, scope, socket, process, segment, command);
    }
}
