package dev.podregistry.audit;

/** Is shown a history step by step, from the first event on. */
@FunctionalInterface
public interface Watcher {

    /**
     * Takes where the history begins, before the first step, if it does not begin with nothing.
     *
     * @param outset where
     * @param lineage how the pods that are live there came to be
     */
    default void begin(Outset outset, Lineage lineage) {}

    /**
     * Takes the next step.
     *
     * @param step the step
     * @param lineage how the pods that are live after it came to be; it goes on with the history, so whoever wants to keep
     *     something of it asks now
     */
    void watch(Step step, Lineage lineage);
}
