package dev.podregistry.api;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.model.ProcessIdentity;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The verdicts of one command: each process is asked about once, so a decision that runs again decides the same. */
final class RememberedVerdicts implements Verdicts {

    private final Liveness liveness;
    private final Map<ProcessIdentity, Boolean> dead = new ConcurrentHashMap<>();

    RememberedVerdicts(Liveness liveness) {
        this.liveness = liveness;
    }

    @Override
    public boolean isDead(ProcessIdentity process) {
        Boolean known = dead.get(process);
        if (known == null) {
            known = liveness.verdict(process) == Verdict.DEAD;
            dead.put(process, known);
        }
        return known;
    }
}
