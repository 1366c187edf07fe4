package dev.podregistry.log.place;

import dev.podregistry.model.Invisible;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Writes a name so that a shell takes it for one word, and that word, when it is pasted; nothing in it is hidden. */
public final class ShellWord {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./][A-Za-z0-9_@%+=:,./-]*");

    private ShellWord() {}

    /** {@return {@code name} as it is, in quotes, or, with characters that are not seen or stand on nothing, as bash and zsh escape those} */
    public static String of(String name) {
        if (PLAIN.matcher(name).matches()) {
            return name;
        }
        return hidesSomething(name) ? escaped(name) : "'" + name.replace("'", "'\\''") + "'";
    }

    private static String escaped(String name) {
        StringBuilder word = new StringBuilder("$'");
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            int c = name.codePointAt(i);
            if (c == '\\' || c == '\'') {
                word.append('\\').append((char) c);
            } else if (c == '\n') {
                word.append("\\n");
            } else if (c == '\t') {
                word.append("\\t");
            } else if (isHidden(name, i)) {
                appendBytes(word, c);
            } else {
                word.appendCodePoint(c);
            }
        }
        return word.append('\'').toString();
    }

    private static boolean hidesSomething(String name) {
        for (int i = 0; i < name.length(); i += Character.charCount(name.codePointAt(i))) {
            if (isHidden(name, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isHidden(String name, int index) {
        return Invisible.isUnsafe(name.codePointAt(index)) || Invisible.isStranded(name, index);
    }

    /** As bytes, which mean the same in every locale. */
    private static void appendBytes(StringBuilder word, int c) {
        for (byte each : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            word.append(String.format(Locale.ROOT, "\\%03o", each & 0xFF));
        }
    }
}
