package dev.podregistry.path;

import dev.podregistry.model.Quoted;
import dev.podregistry.model.ScopePath;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names by which somebody means several files, as a shell does: with {@code *}, {@code ?} or a list in braces.
 *
 * <p>Rules are about paths, not patterns: such a name would be held as it is written, and what was meant by nobody. Brackets
 * alone make no pattern, as names like {@code [id].tsx} are common.
 */
public final class NamePattern {

    private static final Pattern SIGN = Pattern.compile("[*?]|\\{[^{}]*,[^{}]*}");

    private NamePattern() {}

    /** {@return the path down to the first name in {@code path} that is a pattern, or null when none is} */
    public static @Nullable ScopePath in(ScopePath path) {
        return SIGN.matcher(path.value()).find() ? first(path) : null;
    }

    private static @Nullable ScopePath first(ScopePath path) {
        ScopePath at = ScopePath.ROOT;
        List<String> names = path.names();
        for (String name : names) {
            at = at.child(name);
            if (SIGN.matcher(name).find()) {
                return at;
            }
        }
        return null;
    }

    /**
     * {@return why no pod can be given {@code path}, or null when no name in it is a pattern}
     *
     * @param exists whether something has that name; then it is no pattern
     */
    static @Nullable String objection(ScopePath path, Predicate<ScopePath> exists) {
        ScopePath pattern = in(path);
        if (pattern == null || exists.test(pattern)) {
            return null;
        }
        ScopePath folder = pattern.parent();
        String name = pattern.value().substring(pattern.value().lastIndexOf('/') + 1);
        return "is a pattern, as it has the name " + Quoted.text(name) + ", and rules know none; name the directory "
                + Quoted.text(folder == null ? "/" : folder.value()) + " itself, which covers all below it";
    }
}
