package dev.podregistry.cli;

import dev.podregistry.model.Invisible;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes a name so that a shell takes it for one word, and that word, when it is pasted. */
final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*");

    private ShellWord() {}

    /** {@return {@code name} as it is, in quotes, or, with characters that cannot be seen, as bash and zsh escape those} */
    static String of(String name) {
        if (PLAIN.matcher(name).matches()) {
            return name;
        }
        return name.codePoints().anyMatch(ShellWord::isHidden) ? escaped(name) : "'" + name.replace("'", "'\\''") + "'";
    }

    private static boolean isHidden(int c) {
        return Character.isISOControl(c) || Invisible.is(c) || Printable.isUnsafe(c);
    }

    private static String escaped(String name) {
        StringBuilder word = new StringBuilder("$'");
        name.codePoints().forEach(c -> {
            if (c == '\\' || c == '\'') {
                word.append('\\').append((char) c);
            } else if (isHidden(c)) {
                word.append(String.format(Locale.ROOT, c > 0xFFFF ? "\\U%08x" : "\\u%04x", c));
            } else {
                word.appendCodePoint(c);
            }
        });
        return word.append('\'').toString();
    }
}
