package dev.podregistry.model;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * The name of a pod, unique among live pods.
 *
 * <p>1 to {@value #MAX_BYTES} bytes of UTF-8 without control characters, line separators or unpaired surrogates, and without
 * white space at either end. What is asked of every name is the same under all versions of Unicode, so that a log can be
 * read by every JVM. Of a name that is chosen for a new pod {@linkplain #chosen(String) more} is asked.
 *
 * @param value the name
 */
public record PodName(String value) implements Comparable<PodName> {

    /** The greatest length of a name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 200;

    private static final String MARK = "combining mark";

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException naming the defect, when {@code value} is not such a name
     */
    public PodName {
        String defect = nameDefect(value);
        if (defect != null) {
            throw new IllegalArgumentException("pod name " + defect);
        }
    }

    /**
     * {@return the name that somebody chooses for a new pod, of which more is asked than of one that a log holds already:
     * that it looks like no other, as far as that can be decided without guessing}
     *
     * @throws IllegalArgumentException naming the defect, when {@code value} is no name, is not in Unicode normal form C, or
     *     has a character that cannot be seen or has no form that all fonts share: white space that is no space, what is
     *     invisible, private or not assigned in the Unicode of this JVM, and a mark with nothing to be drawn on
     */
    public static PodName chosen(String value) {
        return chosen(new PodName(value));
    }

    /**
     * {@return {@code name}, which somebody chooses for a new pod}
     *
     * @throws IllegalArgumentException as {@link #chosen(String)} does
     */
    public static PodName chosen(PodName name) {
        String defect = choiceDefect(name.value);
        if (defect != null) {
            throw new IllegalArgumentException("pod name " + defect);
        }
        return name;
    }

    /** {@return why nobody may choose a valid name, or null} */
    static @Nullable String choiceDefect(String value) {
        if (PlainText.isPrintableAscii(value)) {
            return null;
        }
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            String kind = unfitKind(value, i);
            if (kind != null) {
                return "has the " + kind + " " + PlainText.name(value.codePointAt(i)) + " at index " + i
                        + (kind.equals(MARK) ? ", with no letter before it that it belongs to" : "")
                        + "; choose a name without it";
            }
        }
        return Normalizer.isNormalized(value, Normalizer.Form.NFC)
                ? null
                : "is not in Unicode normal form C; choose a name that is, as Normalizer makes it";
    }

    private static @Nullable String unfitKind(String value, int index) {
        int c = value.codePointAt(index);
        if (c != ' ' && Invisible.isSpace(c)) {
            return "white space";
        }
        if (Invisible.is(c)) {
            return "invisible character";
        }
        if (Invisible.isUnsafe(c)) {
            return Character.getType(c) == Character.PRIVATE_USE ? "private character" : "unassigned character";
        }
        return Invisible.isStranded(value, index) ? MARK : null;
    }

    static @Nullable String nameDefect(String value) {
        if (value.isEmpty()) {
            return "is empty; choose one";
        }
        String defect = PlainText.defect(value, MAX_BYTES);
        if (defect != null) {
            return defect;
        }
        return value.equals(value.strip()) ? null : "begins or ends with white space; leave that out";
    }

    @Override
    public int compareTo(PodName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
