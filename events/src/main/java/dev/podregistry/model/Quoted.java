package dev.podregistry.model;

import java.util.Locale;

/** Shows text from anywhere in a message: in quotes, bounded, and without characters that act on a terminal or cannot be seen. */
public final class Quoted {

    /** How many characters of a text a message shows. */
    private static final int SHOWN = 200;

    /** How many characters a whole message has that is made of such text. */
    private static final int MESSAGE = 1000;

    private Quoted() {}

    /** {@return {@code text} as a message may show it} */
    public static String text(String text) {
        return '"' + shown(text, SHOWN) + '"';
    }

    /** {@return a message that may have such text anywhere in it, bounded and on one line} */
    public static String message(String message) {
        return shown(message, MESSAGE);
    }

    private static String shown(String text, int limit) {
        StringBuilder shown = new StringBuilder();
        int i = 0;
        for (int count = 0; i < text.length() && count < limit; count++) {
            int c = text.codePointAt(i);
            if (Invisible.isUnsafe(c) || Invisible.isStranded(text, i)) {
                shown.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                shown.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return shown.append(i < text.length() ? "…" : "").toString();
    }
}
