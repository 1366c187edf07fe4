package dev.podregistry.api;

import static dev.podregistry.api.Liveness.Judgement.unknown;

import dev.podregistry.api.Liveness.Judgement;
import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.ProcessIdentity;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges a process with another boot id: it has ended if its host was restarted since, but a container may read a boot id of
 * its own on a host that goes on.
 *
 * @param here from where this process sees others
 * @param began when this boot began
 */
record EarlierBoot(Viewpoint here, BootTime began) {

    /**
     * {@return the judgement}
     *
     * @param process a process of this host with another boot id
     * @param recorded tells when it was recorded
     * @param seen whether a process with its pid and start is there, as numbered here
     */
    Judgement explain(ProcessIdentity.Linux process, Supplier<@Nullable Instant> recorded, Supplier<Verdict> seen) {
        boolean isOwnNamespace = process.pidNamespace().equals(here.namespaces());
        if (Viewpoint.hasOtherBootId(here.namespaces()) || Viewpoint.hasOtherBootId(process.pidNamespace())) {
            return unknown("its boot id is another, but something is mounted over one of the two");
        }
        if (!here.isInitial() && !(isOwnNamespace && Viewpoint.isPlain(here.namespaces()))) {
            return unknown(
                    "its boot id is another, but whether the host was restarted is not told in " + here.namespaces());
        }
        Instant time = recorded.get();
        Instant start = began.read();
        if (time == null || start == null) {
            return unknown("its boot id is another, but it is not known whether it was recorded before this boot");
        }
        if (!time.isBefore(start)) {
            return unknown("its boot id is another, but by the clock it was recorded during this boot");
        }
        return isOwnNamespace && seen.get() != Verdict.DEAD
                ? unknown("its boot id is another, but a process with its pid may be the same")
                : new Judgement(Verdict.DEAD, "its host was restarted since");
    }
}
