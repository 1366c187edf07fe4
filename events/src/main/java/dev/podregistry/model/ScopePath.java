package dev.podregistry.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An absolute path in canonical form: {@code /} or {@code /name/name…}.
 *
 * <p>No empty name, no {@code .} or {@code ..}, no control character, at most {@value #MAX_BYTES} bytes of UTF-8 in all
 * and {@value #MAX_NAME_BYTES} a name. Paths are compared by code points, as Linux file systems do: two Unicode normal
 * forms of one name are two names.
 *
 * @param value the path
 */
public record ScopePath(String value) implements Comparable<ScopePath> {

    /** The greatest length of a path, in bytes of UTF-8 (Linux {@code PATH_MAX}, less the terminator). */
    public static final int MAX_BYTES = 4095;

    /** The greatest length of one name, in bytes of UTF-8 (Linux {@code NAME_MAX}). */
    public static final int MAX_NAME_BYTES = 255;

    /** The root of all paths. */
    public static final ScopePath ROOT = new ScopePath("/");

    /**
     * Checks the value.
     *
     * @throws IllegalArgumentException naming the path and the defect, when {@code value} is not canonical
     */
    public ScopePath {
        String defect = defect(value);
        if (defect != null) {
            throw new IllegalArgumentException("path " + Quoted.text(value) + " " + defect);
        }
    }

    /**
     * {@return why {@code value} can be no path at all, canonical or not, or null when it may be one}
     *
     * <p>Whoever makes paths canonical asks first, so that nothing odd vanishes with a {@code ..} behind it.
     */
    public static @Nullable String textDefect(String value) {
        if (value.isEmpty()) {
            return "is empty; give an absolute path";
        }
        return value.charAt(0) == '/' ? PlainText.defect(value, MAX_BYTES) : "is not absolute; begin it with /";
    }

    /** {@return why {@code value} is no canonical path, or null when it is one} */
    public static @Nullable String defect(String value) {
        String defect = textDefect(value);
        if (defect != null || value.length() == 1) {
            return defect;
        }
        for (int from = 1; from <= value.length(); ) {
            int slash = value.indexOf('/', from);
            int to = slash < 0 ? value.length() : slash;
            defect = nameDefect(value, from, to);
            if (defect != null) {
                return defect;
            }
            from = to + 1;
        }
        return null;
    }

    private static @Nullable String nameDefect(String path, int from, int to) {
        if (from == to) {
            return "has an empty name; write one / between names and none at the end";
        }
        if (path.charAt(from) == '.' && (to - from == 1 || (to - from == 2 && path.charAt(from + 1) == '.'))) {
            return "has the name " + path.substring(from, to) + "; resolve it first";
        }
        return PlainText.utf8Length(path, from, to) > MAX_NAME_BYTES
                ? "has a name of more than " + MAX_NAME_BYTES + " bytes; shorten it"
                : null;
    }

    /** {@return the names from the root down; empty for the root} */
    public List<String> names() {
        if (isRoot()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        for (int from = 1; from <= value.length(); ) {
            int to = endOfName(from);
            names.add(value.substring(from, to));
            from = to + 1;
        }
        return Collections.unmodifiableList(names);
    }

    /** {@return the index of the value at which the name ends that begins at {@code from}} */
    public int endOfName(int from) {
        int slash = value.indexOf('/', from);
        return slash < 0 ? value.length() : slash;
    }

    /** {@return whether this is {@code /}} */
    public boolean isRoot() {
        return value.length() == 1;
    }

    /** {@return the path one name up, or null for the root} */
    public @Nullable ScopePath parent() {
        if (isRoot()) {
            return null;
        }
        int slash = value.lastIndexOf('/');
        return slash == 0 ? ROOT : new ScopePath(value.substring(0, slash));
    }

    /**
     * {@return the path of {@code name} directly below this one}
     *
     * @throws IllegalArgumentException when {@code name} is no valid name or the path would be too long
     */
    public ScopePath child(String name) {
        return new ScopePath(isRoot() ? "/" + name : value + "/" + name);
    }

    /** {@return whether this path is {@code other} or lies anywhere below it} */
    public boolean isWithin(ScopePath other) {
        return other.isRoot()
                || (value.startsWith(other.value)
                        && (value.length() == other.value.length() || value.charAt(other.value.length()) == '/'));
    }

    /** {@return whether this path lies directly below {@code other}} */
    public boolean isChildOf(ScopePath other) {
        return value.length() > other.value.length()
                && isWithin(other)
                && value.indexOf('/', other.isRoot() ? 1 : other.value.length() + 1) < 0;
    }

    @Override
    public int compareTo(ScopePath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
