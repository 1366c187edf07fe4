package dev.podregistry.api;

import dev.podregistry.model.ProcessIdentity;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a process lives; pods of dead processes are reclaimed.
 *
 * <p>A wrong DEAD takes a live pod's paths away, a wrong ALIVE or UNKNOWN only keeps a dead one's; whoever is in doubt
 * answers UNKNOWN. Implementations are thread-safe. They are asked while the log's lock is held, once for each process
 * and command, so they should answer in microseconds; it may be the thread of another
 * command that asks, so they must take no lock that anybody holds while calling the registry.
 */
@FunctionalInterface
public interface Liveness {

    /** What is known of a process. */
    enum Verdict {
        /** It is running. */
        ALIVE,
        /** It has certainly ended: no process has its id, or a zombie or a later process has it, or its host was restarted. */
        DEAD,
        /** This process cannot tell: the other runs on another host or in another pid namespace, or may be hidden. */
        UNKNOWN
    }

    /**
     * A verdict and what it rests on.
     *
     * @param verdict the verdict
     * @param reason why, as a clause that can follow the verdict: "no process has its pid"
     */
    record Judgement(Verdict verdict, String reason) {

        /** {@return the judgement that nothing is known, and why} */
        public static Judgement unknown(String reason) {
            return new Judgement(Verdict.UNKNOWN, reason);
        }
    }

    /** {@return the verdict on {@code process}, as of now} */
    Verdict verdict(ProcessIdentity process);

    /**
     * {@return the verdict on {@code process}, as of now, and why; this is what the registry asks}
     *
     * @param process the process
     * @param recorded tells when an event named it as the process of a pod, null when nobody knows; asked only where that
     *     matters, as it may have to be read from the log
     */
    default Judgement explain(ProcessIdentity process, Supplier<@Nullable Instant> recorded) {
        return new Judgement(verdict(process), "as this registry's own liveness has it");
    }

    /**
     * {@return the verdicts of the system this JVM runs on}
     *
     * <p>On Linux it compares boot id, namespaces, pid and start ticks with what {@code /proc} says; elsewhere it
     * asks the JDK for the process and its start. What may be due to another namespace, a mount, the clock or a lack of
     * descriptors is UNKNOWN. A {@link ProcessIdentity.BarePid} is judged by its pid alone, and said to be dead only on
     * a host, outside of its containers. A process of an earlier boot is DEAD only for {@link #explain}, when it is told
     * that it was recorded before this boot.
     */
    static Liveness system() {
        return SystemLiveness.INSTANCE;
    }
}
