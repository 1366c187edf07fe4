package dev.podregistry.api;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a spawner asks for a child; begins with {@link #child} and grows by its methods, each of which returns a copy.
 *
 * @param child the child's name
 * @param allow what the child may do
 * @param socket where the child will listen
 * @param process the process that answers for the child until it is adopted; null for the spawner's
 * @param authority the rules under which the spawner may delegate; null for the spawner's own
 * @param id the command's id, by which its repetition is recognised; null for a fresh one with each call
 */
public record DelegateRequest(
        PodName child,
        List<TargetRule> allow,
        PodSocket socket,
        @Nullable ProcessIdentity process,
        @Nullable TargetScope authority,
        @Nullable CommandId id) {

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException when nobody may choose it for a new pod: {@link PodName#chosen(PodName)}
     */
    public DelegateRequest {
        PodName.chosen(child);
        allow = List.copyOf(allow);
    }

    /**
     * {@return a request for a child without a scope, on the spawner's own authority}
     *
     * @throws IllegalArgumentException when {@code name} is no pod's name
     */
    public static DelegateRequest child(String name) {
        return new DelegateRequest(new PodName(name), List.of(), PodSocket.NONE, null, null, null);
    }

    /** {@return this request, and to write {@code target} and everything below it} */
    public DelegateRequest write(String target) {
        return allow(TargetRule.write(target));
    }

    /** {@return this request, and to read {@code target} and everything below it} */
    public DelegateRequest read(String target) {
        return allow(TargetRule.read(target));
    }

    /** {@return this request, and to write {@code target} and everything below it} */
    public DelegateRequest write(Path target) {
        return allow(TargetRule.write(target));
    }

    /** {@return this request, and to read {@code target} and everything below it} */
    public DelegateRequest read(Path target) {
        return allow(TargetRule.read(target));
    }

    /** {@return this request with more allow rules} */
    public DelegateRequest allow(TargetRule... rules) {
        return new DelegateRequest(child, TargetScope.plus(allow, rules), socket, process, authority, id);
    }

    /** {@return this request for a child that will listen at {@code where}} */
    public DelegateRequest socket(PodSocket where) {
        return new DelegateRequest(child, allow, where, process, authority, id);
    }

    /** {@return this request for a child that {@code answering} answers for until it is adopted} */
    public DelegateRequest process(ProcessIdentity answering) {
        return new DelegateRequest(child, allow, socket, answering, authority, id);
    }

    /** {@return this request on the authority of {@code delegationScope}, which is recorded with it} */
    public DelegateRequest under(TargetScope delegationScope) {
        return new DelegateRequest(child, allow, socket, process, delegationScope, id);
    }

    /** {@return this request under the id {@code command}: to be carried out once, however often it is made} */
    public DelegateRequest id(CommandId command) {
        return new DelegateRequest(child, allow, socket, process, authority, command);
    }
}
