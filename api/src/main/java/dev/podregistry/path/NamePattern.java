package dev.podregistry.path;

import dev.podregistry.model.Quoted;
import dev.podregistry.model.ScopePath;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names by which somebody means another file than the one of that name: patterns, as shells and build tools know them, and
 * names with white space at an end.
 *
 * <p>Rules are about paths, not patterns: such a name would be held as it is written, and what was meant by nobody. Brackets
 * or parentheses alone make no pattern, as names like {@code [id].tsx} and {@code (group)} are common.
 */
public final class NamePattern {

    /** In turn: of files, a list, a sequence, alternatives, an extended glob of bash, and what Go calls all packages below. */
    private static final Pattern SIGN = Pattern.compile(
            "[*?]|\\{[^{},]*,[^{}]*}|\\{-?\\w+\\.\\.-?\\w+(\\.\\.-?\\w+)?}|\\([^()|]*\\|[^()]*\\)|[!@+]\\([^()]*\\)"
                    + "|(?<=/)\\.\\.\\.(?=/|$)");

    private static final Pattern BLANK_END = Pattern.compile("(?<=/)[\\s\\p{Zs}]|[\\s\\p{Zs}](?=/|$)");

    private NamePattern() {}

    /** {@return the path down to the first name in {@code path} that is a pattern, or begins one, or null when none is} */
    public static @Nullable ScopePath in(ScopePath path) {
        return first(SIGN, path);
    }

    private static @Nullable ScopePath first(Pattern sign, ScopePath path) {
        Matcher matcher = sign.matcher(path.value());
        return matcher.find() ? new ScopePath(path.value().substring(0, path.endOfName(matcher.start()))) : null;
    }

    /**
     * {@return why no pod can be given {@code path}, or null when no name in it is meant for another}
     *
     * @param exists whether something has that name; then it is meant
     */
    static @Nullable String objection(ScopePath path, Predicate<ScopePath> exists) {
        ScopePath pattern = in(path);
        if (pattern != null && !exists.test(pattern)) {
            ScopePath folder = pattern.parent();
            return "is a pattern, as it has the name " + lastName(pattern)
                    + ", and rules know none; name the directory " + Quoted.text(folder == null ? "/" : folder.value())
                    + " itself, which covers all below it";
        }
        ScopePath blank = first(BLANK_END, path);
        return blank == null || exists.test(blank)
                ? null
                : "has the name " + lastName(blank) + ", with white space at an end of it; write it without";
    }

    private static String lastName(ScopePath path) {
        return Quoted.text(path.value().substring(path.value().lastIndexOf('/') + 1));
    }
}
