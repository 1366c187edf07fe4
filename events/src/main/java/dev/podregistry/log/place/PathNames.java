package dev.podregistry.log.place;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Which names of files this JVM can have. */
public final class PathNames {

    private PathNames() {}

    /** {@return why a text is no path here, and what to do if that is up to the encoding of this JVM} */
    public static String reason(InvalidPathException e) {
        return isAscii(e.getInput()) ? e.getReason() : e.getReason() + advice();
    }

    /**
     * {@return whether the text of a path leads to it again}
     *
     * <p>Bytes that are not text show as signs of replacement, and by those another file may go.
     */
    public static boolean isText(Path path) {
        String text = path.toString();
        try {
            return isAscii(text) || path.getFileSystem().getPath(text).equals(path);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** {@return what is wrong with a path that is not text, and what to do: a phrase that follows its text} */
    public static String notText() {
        return "has a name whose bytes are not text in the encoding of this JVM"
                + (advice().isEmpty() ? "; rename it" : advice());
    }

    /** {@return the working folder, absolute: by its bytes, where the JVM has only a text that does not lead to it} */
    public static Path workingFolder() {
        Path told = Path.of("").toAbsolutePath();
        if (told.toString().indexOf('\uFFFD') < 0) {
            return told;
        }
        try {
            return Path.of("/proc/self/cwd").toRealPath();
        } catch (IOException e) {
            // No Linux: nothing more is known.
            return told;
        }
    }

    /** {@return the encoding in which this JVM takes names of files} */
    public static Charset encoding() {
        try {
            return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        } catch (IllegalArgumentException e) {
            return StandardCharsets.UTF_8;
        }
    }

    /** {@return what to do about names that are not ASCII, empty when this JVM can have all of them} */
    public static String advice() {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        return encoding.equals("UTF-8")
                ? ""
                : "; this JVM has names of files in " + encoding + ": start it with LC_ALL=C.UTF-8";
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }
}
