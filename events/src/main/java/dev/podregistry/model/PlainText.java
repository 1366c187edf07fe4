package dev.podregistry.model;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What every text that reaches the log has in common: it is bounded, and no character of it acts on a terminal. */
final class PlainText {

    private PlainText() {}

    /**
     * {@return why {@code text} cannot be stored, or null when it can}
     *
     * @param maxBytes the greatest length in bytes of UTF-8
     */
    static @Nullable String defect(String text, int maxBytes) {
        if (isPrintableAscii(text)) {
            return lengthDefect(text.length(), maxBytes);
        }
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (Character.isISOControl(c)) {
                return "has the control character " + name(c) + " at index " + i + "; leave it out";
            }
            int type = Character.getType(c);
            if (type == Character.SURROGATE) {
                return "has the unpaired surrogate " + name(c) + " at index " + i + "; leave it out";
            }
            if (type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR) {
                return "has the line separator " + name(c) + " at index " + i + "; leave it out";
            }
            i += Character.charCount(c);
        }
        return lengthDefect(utf8Length(text, 0, text.length()), maxBytes);
    }

    private static @Nullable String lengthDefect(int bytes, int maxBytes) {
        return bytes > maxBytes ? "is " + bytes + " bytes long, more than " + maxBytes + "; shorten it" : null;
    }

    /** {@return whether {@code text} has no other characters than those from space to tilde} */
    static boolean isPrintableAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return true;
    }

    static String name(int codePoint) {
        return String.format(Locale.ROOT, "U+%04X", codePoint);
    }

    /** {@return how many bytes of UTF-8 the characters from {@code from} to {@code to} take} */
    static int utf8Length(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) >= 0x80) {
                return text.substring(from, to).getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return to - from;
    }
}
