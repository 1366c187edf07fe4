package dev.podregistry.log;

/**
 * Decides, on the state that the fold has brought up to date, what to append.
 *
 * <p>It must be pure: a log may run it more than once, on newer states, and uses the last proposal only.
 *
 * @param <A> the type of the answer
 */
@FunctionalInterface
public interface Step<A> {

    /** {@return the proposal for the state as it is now} */
    Proposal<A> decide();
}
