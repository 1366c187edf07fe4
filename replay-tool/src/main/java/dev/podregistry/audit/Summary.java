package dev.podregistry.audit;

import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A history in figures.
 *
 * @param at where it was read to
 * @param events how many events were counted
 * @param kinds how many of each kind, in their order; all kinds are there
 * @param reclaims why pods were reclaimed
 * @param mostLive how many pods were live at once, at the most
 * @param deepest the event that delegated to the pod with the most pods above it; null when none was delegated
 * @param depth how many pods were above that one
 * @param longest the longest holds, longest first
 * @param contention the subtrees that most pods claimed something in, most first
 */
public record Summary(
        Point at,
        long events,
        Map<Kind, Long> kinds,
        Reclaims reclaims,
        int mostLive,
        @Nullable Mark deepest,
        int depth,
        List<Hold> longest,
        List<Contention> contention) {

    /**
     * Why pods were reclaimed.
     *
     * @param dead their process was dead
     * @param takenBack the pod above took a live pod's scope back
     * @param afterwards it took back what it had lent to a pod that was gone
     * @param withheld how many rules were withheld from it
     */
    public record Reclaims(long dead, long takenBack, long afterwards, long withheld) {}

    /**
     * How long one holder of a name had its allocation.
     *
     * @param pod the name
     * @param from the event that gave it
     * @param until the event that took it away; null when the pod is live
     * @param lasted how long that is by the clocks of the writers
     */
    public record Hold(PodName pod, Mark from, @Nullable Mark until, Duration lasted) {}

    /**
     * How many wanted to write in a subtree.
     *
     * @param prefix the root of the subtree
     * @param pods how many different names
     * @param claims how many allocations
     * @param atOnce how many of them were live at once, at the most
     */
    public record Contention(ScopePath prefix, int pods, long claims, int atOnce) {}
}
