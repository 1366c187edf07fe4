package dev.podregistry.audit;

import dev.podregistry.model.Allocation;

/** How the live pods of one table came to their allocations. */
@FunctionalInterface
public interface Beginnings {

    /**
     * {@return how a live pod came to its allocation}
     *
     * @param row a row of the table
     */
    Beginning of(Allocation row);
}
