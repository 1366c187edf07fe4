package dev.podregistry.api;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whose pids a {@code /proc} shows: it numbers processes as the pid namespace does that it was mounted for. */
enum Numbering {
    /** Those of this process's own namespace. */
    OWN("", null),
    /** Those of a namespace further out, as in {@code unshare --pid --fork} without a {@code /proc} of its own. */
    OUTER(
            " proc:outer",
            "/proc is that of a pid namespace further out and numbers processes in its way; mount one for this namespace"
                    + " (unshare --mount-proc)"),
    /** Nothing tells. */
    UNTOLD(" proc:unknown", "/proc does not tell whose pids it shows (no NSpid in /proc/self/status)");

    private final String mark;
    private final @Nullable String doubt;

    Numbering(String mark, @Nullable String doubt) {
        this.mark = mark;
        this.doubt = doubt;
    }

    static Numbering of(Path proc) {
        try {
            // A number for each pid namespace, from that of this /proc inwards to the process's own.
            int numbers = ProcFile.words(ProcFile.read(proc.resolve("self/status")), "NSpid:")
                    .size();
            return numbers == 0 ? UNTOLD : numbers == 1 ? OWN : OUTER;
        } catch (IOException e) {
            return UNTOLD;
        }
    }

    /** {@return what to add to the name of the namespace, so that its pids are not compared with those of others} */
    String mark() {
        return mark;
    }

    /** {@return why what is seen there proves nothing, or null when it does} */
    @Nullable
    String doubt() {
        return doubt;
    }
}
