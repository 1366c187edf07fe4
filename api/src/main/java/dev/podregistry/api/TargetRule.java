package dev.podregistry.api;

import dev.podregistry.log.place.PathNames;
import dev.podregistry.model.Permission;
import dev.podregistry.model.Quoted;
import dev.podregistry.model.ScopeRule;
import java.nio.file.Path;

/**
 * A rule as a caller writes it down: its target is any text until a {@link PathPolicy} has made it canonical.
 *
 * @param target the path it is about, absolute; need not exist
 * @param permission what it allows, or denies, depending on the list it stands in
 * @param recursive true: it covers the target and everything below; false: the target and its direct children
 */
public record TargetRule(String target, Permission permission, boolean recursive) {

    /** {@return a rule for writing {@code target} and everything below it} */
    public static TargetRule write(String target) {
        return new TargetRule(target, Permission.WRITE, true);
    }

    /** {@return a rule for reading {@code target} and everything below it} */
    public static TargetRule read(String target) {
        return new TargetRule(target, Permission.READ, true);
    }

    /**
     * {@return a rule for writing {@code target} and everything below it; a relative path is taken from the working folder}
     *
     * @throws IllegalArgumentException when it has a name whose bytes are not text: its text would be another path's
     */
    public static TargetRule write(Path target) {
        return write(text(target));
    }

    /**
     * {@return a rule for reading {@code target} and everything below it; a relative path is taken from the working folder}
     *
     * @throws IllegalArgumentException when it has a name whose bytes are not text: its text would be another path's
     */
    public static TargetRule read(Path target) {
        return read(text(target));
    }

    /**
     * {@return the text of a path that a caller gives}
     *
     * @throws IllegalArgumentException when that is not its own
     */
    static String text(Path path) {
        Path absolute = path.toAbsolutePath();
        if (!PathNames.isText(absolute) || !(path.isAbsolute() || PathNames.isText(PathNames.workingFolder()))) {
            throw new IllegalArgumentException(
                    "the path " + Quoted.text(absolute.toString()) + " " + PathNames.notText());
        }
        return absolute.toString();
    }

    /** {@return {@code rule} as a caller would write it down} */
    public static TargetRule of(ScopeRule rule) {
        return new TargetRule(rule.target().value(), rule.permission(), rule.recursive());
    }

    /** {@return this rule for the target and its direct children only} */
    public TargetRule shallow() {
        return new TargetRule(target, permission, false);
    }
}
