package dev.podregistry.model;

import java.util.Locale;

/** Shows text from anywhere in a message: in quotes, bounded, and without characters that act on a terminal. */
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
        text.codePoints().limit(limit).forEach(c -> append(shown, c));
        return shown.append(text.codePointCount(0, text.length()) > limit ? "…" : "")
                .toString();
    }

    private static void append(StringBuilder shown, int c) {
        boolean harmless = switch (Character.getType(c)) {
            case Character.CONTROL, Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> !Invisible.is(c);
        };
        if (harmless) {
            shown.appendCodePoint(c);
        } else {
            shown.append(String.format(Locale.ROOT, "\\u%04x", c));
        }
    }
}
