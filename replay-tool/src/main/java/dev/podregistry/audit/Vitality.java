package dev.podregistry.audit;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a live pod is at the present, beyond what the log knows.
 *
 * @param verdict whether its process lives
 * @param reason why that is said, as a clause: "no process has its pid"
 * @param age how long ago the pod was created, by the clocks of then and now; null when that cannot be read
 */
public record Vitality(
        Verdict verdict, String reason, @Nullable Duration age) {

    /** What is known of a process. */
    public enum Verdict {
        /** It is running. */
        ALIVE,
        /** It has certainly ended; its pods are reclaimed before the next command of most kinds. */
        DEAD,
        /** From here it cannot be told; its pods are not reclaimed. */
        UNKNOWN
    }
}
