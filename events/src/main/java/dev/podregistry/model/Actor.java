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

    /**
     * {@return the name that somebody chooses to act under, of which more is asked than of one that a log holds already}
     *
     * @throws IllegalArgumentException naming the defect, when nobody may choose it: {@link PodName#chosen(String)}
     */
    public static Actor chosen(String value) {
        Actor actor = new Actor(value);
        String defect = PodName.choiceDefect(value);
        if (defect != null) {
            throw new IllegalArgumentException("actor " + defect);
        }
        return actor;
    }

    @Override
    public String toString() {
        return value;
    }
}
