package dev.podregistry.attack;

import dev.podregistry.attack.Call.Fate;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.CommandId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts what an attack has come to, as an attack in which nothing happens proves nothing. */
final class Tally {

    private int kills;
    private int stops;
    private long events;
    private long granted;
    private long refused;
    private long seen;
    private long busy;
    private long cutOff;
    private long cutOffButInTheLog;
    private long reclaimed;

    void add(Evidence evidence, int roundsKills, int roundsStops) {
        kills += roundsKills;
        stops += roundsStops;
        events += evidence.log().size();
        List<Call> calls = evidence.calls();
        granted += told(calls, "granted ");
        refused += told(calls, "refused ");
        seen += told(calls, "seen ");
        busy += calls.stream().filter(call -> call.fate() == Fate.BUSY).count();
        Set<CommandId> inTheLog = evidence.log().stream()
                .map(Recorded::origin)
                .map(origin -> origin.command())
                .collect(Collectors.toSet());
        List<Call> cut = calls.stream().filter(Call::isOpen).toList();
        cutOff += cut.size();
        cutOffButInTheLog +=
                cut.stream().filter(call -> inTheLog.contains(call.id())).count();
        reclaimed += Transaction.of(evidence.log()).stream()
                .mapToLong(transaction -> transaction.reclaimed().size())
                .sum();
    }

    private static long told(List<Call> calls, String how) {
        return calls.stream()
                .filter(call -> call.isAnswered() && call.text().startsWith(how))
                .count();
    }

    int kills() {
        return kills;
    }

    /** {@return whether there was a bit of everything} */
    boolean isReal() {
        return granted > 10L * kills && refused > 10L * kills && seen > kills && reclaimed > kills / 4 && cutOff > 0;
    }

    @Override
    public String toString() {
        return kills + " kills and " + stops + " stops; " + (granted + refused) + " commands answered (" + granted
                + " granted), " + seen + " queries, " + busy + " given up after waiting; " + cutOff
                + " cut off by a kill, of which " + cutOffButInTheLog + " are in the log; " + events + " events, "
                + reclaimed + " times the pods of a dead process reclaimed";
    }
}
