package dev.podregistry.model;

import java.text.Normalizer;
import org.jspecify.annotations.Nullable;

/**
 * The name of a pod, unique among live pods.
 *
 * <p>1 to {@value #MAX_BYTES} bytes of UTF-8, in Unicode normal form C, without control or invisible format characters
 * (bidirectional marks, joiners) and without white space at either end: two names that look alike are the same name as
 * far as that can be decided without guessing. Of a name that is chosen for a new pod {@linkplain #chosen(String) more} is
 * asked; what a log holds from earlier stays readable.
 *
 * @param value the name
 */
public record PodName(String value) implements Comparable<PodName> {

    /** The greatest length of a name, in bytes of UTF-8. */
    public static final int MAX_BYTES = 200;

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
     * that it looks like no other}
     *
     * @throws IllegalArgumentException naming the defect, when {@code value} is no name, has a character that cannot be seen
     *     or white space that is no space, or begins or ends with white space of any kind
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
            int c = value.codePointAt(i);
            boolean space = c != ' ' && Invisible.isSpace(c);
            if (space || Invisible.is(c)) {
                return "has " + (space ? "the white space " : "the invisible character ") + PlainText.name(c)
                        + " at index " + i + "; choose a name without it";
            }
        }
        return null;
    }

    static @Nullable String nameDefect(String value) {
        if (value.isEmpty()) {
            return "is empty";
        }
        String defect = PlainText.defect(value, MAX_BYTES);
        if (defect != null) {
            return defect;
        }
        int format = PlainText.firstFormatCharacter(value);
        if (format >= 0) {
            return "has the invisible character " + PlainText.name(value.codePointAt(format)) + " at index " + format;
        }
        if (!value.equals(value.strip())) {
            return "begins or ends with white space";
        }
        return PlainText.isPrintableAscii(value) || Normalizer.isNormalized(value, Normalizer.Form.NFC)
                ? null
                : "is not in Unicode normal form C";
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
