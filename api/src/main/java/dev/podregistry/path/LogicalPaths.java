package dev.podregistry.path;

import dev.podregistry.model.ScopePath;
import java.util.ArrayDeque;
import java.util.Deque;

/** Canonical paths by their text alone. */
public final class LogicalPaths {

    private LogicalPaths() {}

    /** {@return the absolute path {@code text} without {@code .}, {@code ..} and needless slashes, or why it is none} */
    public static Resolution resolve(String text) {
        String defect = ScopePath.textDefect(text);
        return defect == null ? path(normalised(text)) : new Resolution.Invalid(defect);
    }

    private static Resolution path(String normalised) {
        String defect = ScopePath.defect(normalised);
        return defect == null ? new Resolution.Canonical(new ScopePath(normalised)) : new Resolution.Invalid(defect);
    }

    private static String normalised(String text) {
        Deque<String> names = new ArrayDeque<>();
        for (String name : text.split("/", -1)) {
            if (name.equals("..")) {
                names.pollLast();
            } else if (!name.isEmpty() && !name.equals(".")) {
                names.addLast(name);
            }
        }
        return "/" + String.join("/", names);
    }
}
