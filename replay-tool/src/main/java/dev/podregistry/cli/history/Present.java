package dev.podregistry.cli.history;

import dev.podregistry.api.Liveness;
import dev.podregistry.audit.Vitality;
import dev.podregistry.audit.Vitality.Verdict;
import dev.podregistry.audit.Vitals;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The pods of the present: it asks of their processes what the registry would ask, once each.
 *
 * <p>This is the one place where a command that only reads uses the registry: to answer as it does.
 */
public final class Present implements Vitals {

    private final LongFunction<@Nullable Instant> stamps;
    private final Instant now;
    private final Map<Asked, Liveness.Judgement> judged = new HashMap<>();

    /** Pods that one process took over by one event fare alike, and so do most others of that process. */
    private record Asked(Object process, Token token) {}

    /**
     * Creates a present.
     *
     * @param stamps tells the time of the event of a sequence, or null when it cannot be read
     * @param now the time
     */
    Present(LongFunction<@Nullable Instant> stamps, Instant now) {
        this.stamps = stamps;
        this.now = now;
    }

    @Override
    public Vitality of(Allocation row) {
        Liveness.Judgement judgement = judge(row);
        Instant created = stamps.apply(row.created());
        return new Vitality(
                Verdict.valueOf(judgement.verdict().name()),
                judgement.reason(),
                created == null ? null : Duration.between(created, now));
    }

    private Liveness.Judgement judge(Allocation row) {
        return judged.computeIfAbsent(
                new Asked(row.process(), row.token()),
                asked -> Liveness.system()
                        .explain(row.process(), () -> stamps.apply(row.token().value())));
    }

    /** {@return the pods whose processes are dead or not to be seen from here, in table order} */
    public Map<PodName, Vitality> notAlive(AllocationTable table) {
        Map<PodName, Vitality> pods = new LinkedHashMap<>();
        table.allocations().stream()
                .filter(row -> judge(row).verdict() != Liveness.Verdict.ALIVE)
                .forEach(row -> pods.put(row.pod(), of(row)));
        return pods;
    }

    /** {@return "process alive, the pod 3m 2s old", or with why it is not alive} */
    public static String text(Vitality is) {
        String why = is.verdict() == Verdict.ALIVE ? "" : " (" + Printable.line(is.reason()) + ")";
        return "process " + word(is) + why + (is.age() == null ? "" : ", the pod " + Times.lapse(is.age()) + " old");
    }

    /** {@return when {@code whom} of the dead is reclaimed: not by each command} */
    public static String reclaimed(String whom) {
        return "the next register, delegate, adopt, changeSegment, lookupSegment or reclaimStale reclaims " + whom;
    }

    /** {@return the verdict in one word} */
    public static String word(Vitality is) {
        return switch (is.verdict()) {
            case ALIVE -> "alive";
            case DEAD -> "dead";
            case UNKNOWN -> "unknown";
        };
    }
}
