package dev.podregistry.path;

import dev.podregistry.model.ScopePath;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Gives every text its one canonical path.
 *
 * <p>Implementations are thread-safe and do not throw.
 */
@FunctionalInterface
public interface PathResolver {

    /** {@return the canonical path that {@code text} stands for, or why there is none} */
    Resolution resolve(String text);

    /**
     * {@return the same, unless it is no path that a command may give to a pod}
     *
     * @param text the target of a rule in the command
     * @param recursive whether that rule covers everything below the target, and not just its direct children
     * @param isSaid whether the command says by another rule what holds at a path that is seen below the target but is not
     *     covered by the rule
     */
    default Resolution claim(String text, boolean recursive, Predicate<ScopePath> isSaid) {
        Resolution resolution = resolve(text);
        if (resolution instanceof Resolution.Canonical canonical) {
            @Nullable String objection = NamePattern.objection(canonical.path(), pattern -> false);
            return objection == null ? resolution : new Resolution.Invalid(objection);
        }
        return resolution;
    }
}
