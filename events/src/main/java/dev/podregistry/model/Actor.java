package dev.podregistry.model;

/**
 * Who asked for a change, as an auditor should read it: a person, a service, an orchestrator.
 *
 * <p>The same characters as in a {@link PodName} are allowed. It is recorded as given and proves nothing by itself.
 *
 * @param value the actor's name
 */
public record Actor(String value) {

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException naming the defect, when {@code value} is no such name
     */
    public Actor {
        String defect = PodName.nameDefect(value);
        if (defect != null) {
            throw new IllegalArgumentException("actor " + defect);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
