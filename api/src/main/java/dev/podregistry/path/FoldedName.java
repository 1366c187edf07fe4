package dev.podregistry.path;

import java.text.Normalizer;
import java.util.Locale;

/**
 * The one form of all names that a folder which ignores case may take for the same.
 *
 * <p>File systems differ in what they fold: some only ASCII, some all letters, some Unicode normal forms and invisible
 * characters as well. This folds whatever any of them does. So it may take two names for one that a folder tells apart,
 * which costs a refusal, but never one for two.
 */
final class FoldedName {

    /** The form of names in which nothing is visible. */
    private static final String INVISIBLE = "\u3164";

    private FoldedName() {}

    /** {@return the form of {@code name}; it is the form of itself} */
    static String of(String name) {
        if (isFoldedAscii(name)) {
            return name;
        }
        String form = name;
        for (String next = once(form); !next.equals(form); next = once(form)) {
            form = next;
        }
        return form;
    }

    private static boolean isFoldedAscii(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 0x80 || (c >= 'A' && c <= 'Z')) {
                return false;
            }
        }
        return true;
    }

    private static String once(String name) {
        if (name.equals(INVISIBLE)) {
            return name;
        }
        StringBuilder visible = new StringBuilder();
        Normalizer.normalize(name, Normalizer.Form.NFD)
                .codePoints()
                .filter(c -> !isIgnorable(c))
                .forEach(visible::appendCodePoint);
        StringBuilder lower = new StringBuilder();
        // Through upper case, as several small letters may have one capital; letter by letter, as a final sigma is one
        // too.
        visible.toString()
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .map(Character::toLowerCase)
                .forEach(lower::appendCodePoint);
        return lower.isEmpty() ? INVISIBLE : Normalizer.normalize(lower, Normalizer.Form.NFC);
    }

    /** What Unicode calls default ignorable, as far as it is in names: ext4 passes over it when it folds. */
    private static boolean isIgnorable(int c) {
        return Character.getType(c) == Character.FORMAT
                || c == 0x034F
                || c == 0x115F
                || c == 0x1160
                || c == 0x17B4
                || c == 0x17B5
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x2065
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFFA0
                || (c >= 0xFFF0 && c <= 0xFFF8)
                || (c >= 0xE0000 && c <= 0xE0FFF);
    }
}
