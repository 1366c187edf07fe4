package dev.podregistry.log.place;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;

/** Which names of files this JVM can have. */
public final class PathNames {

    private PathNames() {}

    /** {@return why a text is no path here, and what to do if that is up to the encoding of this JVM} */
    public static String reason(InvalidPathException e) {
        return isAscii(e.getInput()) ? e.getReason() : e.getReason() + advice();
    }

    /** {@return what to do about names that are not ASCII, empty when this JVM can have all of them} */
    public static String advice() {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        return encoding.equals("UTF-8")
                ? ""
                : "; this JVM has names of files in " + encoding + ": start it with LC_ALL=C.UTF-8";
    }

    private static boolean isAscii(String text) {
        return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
    }
}
