package dev.podregistry.path;

/**
 * Gives every text its one canonical path.
 *
 * <p>Implementations are thread-safe and do not throw.
 */
@FunctionalInterface
public interface PathResolver {

    /** {@return the canonical path that {@code text} stands for, or why there is none} */
    Resolution resolve(String text);
}
