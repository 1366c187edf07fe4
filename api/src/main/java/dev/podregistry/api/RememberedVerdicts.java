package dev.podregistry.api;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.table.AllocationTable;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The verdicts of one command: each process is asked about once, so a decision that runs again decides the same. */
final class RememberedVerdicts {

    private final Liveness liveness;
    private final Function<Allocation, @Nullable Instant> ownedSince;
    private final Map<ProcessIdentity, Boolean> dead = new ConcurrentHashMap<>();

    /**
     * Remembers none yet.
     *
     * @param liveness gives the verdicts
     * @param ownedSince tells when a live pod got its owner, null when that cannot be read
     */
    RememberedVerdicts(Liveness liveness, Function<Allocation, @Nullable Instant> ownedSince) {
        this.liveness = liveness;
        this.ownedSince = ownedSince;
    }

    /** {@return the verdicts on the processes of a table} */
    Verdicts on(AllocationTable table) {
        return process -> isDead(process, table);
    }

    private boolean isDead(ProcessIdentity process, AllocationTable table) {
        Boolean known = dead.get(process);
        if (known == null) {
            known = liveness.explain(process, () -> recorded(process, table)).verdict() == Verdict.DEAD;
            dead.put(process, known);
        }
        return known;
    }

    /** When the last of its pods got it: the process was there then. */
    private @Nullable Instant recorded(ProcessIdentity process, AllocationTable table) {
        return table.podsOf(process).stream()
                .max(Comparator.comparingLong(pod -> pod.token().value()))
                .map(ownedSince)
                .orElse(null);
    }
}
