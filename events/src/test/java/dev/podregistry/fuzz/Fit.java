package dev.podregistry.fuzz;

import dev.podregistry.model.Invisible;

/** What every answer has to be, whatever was asked. */
public final class Fit {

    private Fit() {}

    /** Fails unless {@code holds}. */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    /** Fails when {@code text} could act on a terminal or hide something from its reader. */
    public static void forTerminal(String text) {
        text.codePoints().forEach(c -> {
            int type = Character.getType(c);
            require(
                    !Character.isISOControl(c)
                            && !Invisible.is(c)
                            && type != Character.SURROGATE
                            && type != Character.LINE_SEPARATOR
                            && type != Character.PARAGRAPH_SEPARATOR,
                    "a message with the character " + Integer.toHexString(c));
        });
        require(text.length() < 8192, "a message of " + text.length() + " characters");
    }
}
