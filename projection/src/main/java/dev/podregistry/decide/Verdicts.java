package dev.podregistry.decide;

import dev.podregistry.model.ProcessIdentity;

/** Which processes are known to be dead: an input of a decision, the same however often the decision runs. */
@FunctionalInterface
public interface Verdicts {

    /** No process is known to be dead. */
    Verdicts ALL_ALIVE = process -> false;

    /** {@return whether {@code process} is known to be dead; false when it lives or nobody knows} */
    boolean isDead(ProcessIdentity process);
}
