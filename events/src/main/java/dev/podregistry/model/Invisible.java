package dev.podregistry.model;

import java.lang.Character.UnicodeScript;

/**
 * Tells which characters cannot be seen, or not where they stand: two texts that differ by one look alike.
 *
 * <p>What Unicode has assigned, and as what, is answered by the JVM that runs, so a newer one knows more characters. That
 * decides what may be chosen and how it is shown, never what is read from a log.
 */
public final class Invisible {

    /** First and last of each stretch of Unicode's Default_Ignorable_Code_Point, assigned or kept for it. */
    private static final int[] IGNORABLE = {
        0x00AD, 0x00AD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F, 0x200B, 0x200F,
        0x202A, 0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF, 0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8,
        0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF
    };

    /** Letters, marks and symbols without ink: a joiner, a Braille cell without dots, a note without a head, fillers. */
    private static final int[] BLANK = {
        0x2800, 0x2800, 0x2D7F, 0x2D7F, 0x13441, 0x13442, 0x16FE4, 0x16FE4, 0x1D159, 0x1D159
    };

    private Invisible() {}

    /** {@return whether the character leaves no ink, white space aside} */
    public static boolean is(int codePoint) {
        return codePoint >= 0x80
                && (Character.getType(codePoint) == Character.FORMAT
                        || isIn(IGNORABLE, codePoint)
                        || isIn(BLANK, codePoint));
    }

    /** {@return whether the character cannot be seen for what it is, or acts on a terminal; the plain space is neither} */
    public static boolean isUnsafe(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> is(codePoint);
        };
    }

    /**
     * {@return whether the character at {@code index} is a mark with nothing to be drawn on}
     *
     * <p>That is one at the beginning, or behind white space, a slash or what is {@linkplain #isUnsafe(int) unsafe}; and one
     * that belongs to a script and is behind a character of another, as many fonts draw it nowhere then.
     */
    public static boolean isStranded(String text, int index) {
        int mark = text.codePointAt(index);
        if (!isMark(mark)) {
            return false;
        }
        int at = index;
        do {
            if (at == 0) {
                return true;
            }
            at -= Character.charCount(text.codePointBefore(at));
        } while (isMark(text.codePointAt(at)) && script(text.codePointAt(at)) == UnicodeScript.INHERITED);
        int base = text.codePointAt(at);
        return base == '/' || base == ' ' || isUnsafe(base) || (isOfOneScript(mark) && script(mark) != script(base));
    }

    private static boolean isMark(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean isOfOneScript(int mark) {
        UnicodeScript script = script(mark);
        return script != UnicodeScript.INHERITED && script != UnicodeScript.COMMON;
    }

    private static UnicodeScript script(int codePoint) {
        return UnicodeScript.of(codePoint);
    }

    /** {@return whether the character is white space of any kind, breaking a line or not} */
    static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
    }

    private static boolean isIn(int[] stretches, int codePoint) {
        for (int i = 0; i < stretches.length; i += 2) {
            if (codePoint >= stretches[i] && codePoint <= stretches[i + 1]) {
                return true;
            }
        }
        return false;
    }
}
