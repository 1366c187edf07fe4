package dev.podregistry.model;

/** Shows text from anywhere in a message: in quotes, bounded, and without characters that act on a terminal. */
public final class Quoted {

    /** How many characters of a text a message shows. */
    private static final int SHOWN = 200;

    private Quoted() {}

    /** {@return {@code text} as a message may show it} */
    public static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().limit(SHOWN).forEach(c -> append(quoted, c));
        return quoted.append(text.codePointCount(0, text.length()) > SHOWN ? "…\"" : "\"")
                .toString();
    }

    private static void append(StringBuilder quoted, int c) {
        boolean harmless = switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
        if (harmless) {
            quoted.appendCodePoint(c);
        } else {
            quoted.append(String.format("\\u%04x", c));
        }
    }
}
