package dev.podregistry.path;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * One mount, as a line of {@code /proc/self/mountinfo} tells of it.
 *
 * <pre>
 * 36 35 98:0 /mnt1 /mnt2 rw,noatime shared:1 - ext3 /dev/root rw
 * id parent device root point options …      - type …
 * </pre>
 *
 * @param id its number
 * @param parent the number of the mount that it is made on
 * @param device which file system it shows
 * @param root the names down to the directory in that file system that it shows
 * @param point the names down to where it is
 * @param type the type of the file system
 */
record Mount(int id, int parent, String device, List<String> root, List<String> point, String type) {

    /** The first name of a path that is not text, which nobody can ask for; then its bytes follow. */
    static final String NO_TEXT = "\0";

    /** {@return the mounts in {@code mountinfo}, whose bytes are characters} */
    static List<Mount> parse(String mountinfo, Charset names) {
        return mountinfo.lines().flatMap(line -> parseLine(line, names)).toList();
    }

    /** Lines that are no mounts are passed over: a wrong list must not keep a registry from deciding on other paths. */
    private static Stream<Mount> parseLine(String line, Charset names) {
        List<String> fields = List.of(line.split(" ", -1));
        int separator = fields.indexOf("-");
        if (separator < 6 || fields.size() <= separator + 1) {
            return Stream.empty();
        }
        return Stream.of(new Mount(
                Integer.parseInt(fields.get(0)),
                Integer.parseInt(fields.get(1)),
                fields.get(2),
                names(unescaped(fields.get(3), names)),
                names(unescaped(fields.get(4), names)),
                unescaped(fields.get(separator + 1), names)));
    }

    /** {@return whether what it shows is a folder or file in a tree, and not, for one, a namespace or something removed} */
    boolean isInTree() {
        return !root.contains("");
    }

    /** {@return the names in an absolute path} */
    static List<String> names(String path) {
        if (!path.startsWith("/")) {
            return List.of("");
        }
        return path.length() <= 1 ? List.of() : List.of(path.substring(1).split("/", -1));
    }

    /** {@return the absolute path of {@code names}} */
    static String path(List<String> names) {
        return "/" + String.join("/", names);
    }

    /** A space, for one, is written as a backslash and the three octal digits of its byte. */
    private static String unescaped(String field, Charset names) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 3 < field.length()) {
                bytes.write(Integer.parseInt(field.substring(i + 1, i + 4), 8));
                i += 3;
            } else {
                bytes.write(c);
            }
        }
        String text = bytes.toString(names);
        return Arrays.equals(text.getBytes(names), bytes.toByteArray())
                ? text
                : "/" + NO_TEXT + bytes.toString(StandardCharsets.ISO_8859_1);
    }

    static List<String> joined(List<String> first, List<String> rest) {
        List<String> all = new ArrayList<>(first);
        all.addAll(rest);
        return all;
    }

    static boolean startsWith(List<String> names, List<String> first) {
        return names.size() >= first.size() && names.subList(0, first.size()).equals(first);
    }
}
