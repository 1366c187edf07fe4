package dev.podregistry.attack;

import dev.podregistry.attack.Call.Fate;
import dev.podregistry.attack.Move.Kind;
import dev.podregistry.decide.Decider;
import dev.podregistry.decide.Decision;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Compares what attackers were told with the log, which is taken as the one order that everything happened in.
 *
 * <p>The log is replayed once. On the way, each transaction must be what some call decides on the table before it, and
 * each answer what its call decides on the table that the answer names, or on the table before the transaction that it
 * appended. No call may rest on less than what anybody was told before it was made, which makes the order one that
 * respects real time. A pod is reclaimed as dead only if its process was killed, and is reclaimed by the first who asks
 * after that. An echo names the table of its first answer, so it alone may name an older one. Where a call may be explained
 * in two ways, one of them must hold.
 */
final class HistoryCheck {

    private static final int ENOUGH = 20;

    private final Evidence evidence;
    private final RealTime realTime;
    private final Map<Long, List<Call>> byAnswer;
    private final Map<CommandId, List<Call>> byCommand;
    private final List<Call> nameless;
    private final Map<Long, List<Journey>> lastTables;
    private final Set<Call> explained = new HashSet<>();
    private final Map<CommandId, Long> carriedOut = new HashMap<>();
    private final List<String> breaches = new ArrayList<>();

    private HistoryCheck(Evidence evidence) {
        this.evidence = evidence;
        List<Call> calls = evidence.calls();
        realTime = new RealTime(calls);
        byAnswer = calls.stream().filter(Call::isAnswered).collect(Collectors.groupingBy(Call::sequence));
        byCommand = calls.stream().collect(Collectors.groupingBy(Call::id));
        nameless = calls.stream()
                .filter(call -> !call.move().carriesId() && call.move().kind() != Kind.VIEW)
                .filter(call -> call.isOpen() || call.isAnswered())
                .toList();
        lastTables = evidence.journeys().stream()
                .filter(journey -> journey.digest() != null)
                .collect(Collectors.groupingBy(Journey::lastSequence));
    }

    /** {@return everything that is wrong, or the first of it} */
    static List<String> breaches(Evidence evidence) {
        HistoryCheck check = new HistoryCheck(evidence);
        check.replay();
        check.calls();
        return check.breaches;
    }

    private void replay() {
        AllocationTable table = AllocationTable.EMPTY;
        at(table);
        for (Transaction transaction : Transaction.of(evidence.log())) {
            transaction(table, transaction);
            for (Recorded event : transaction.events()) {
                table = table.evolve(event);
                invariant(table);
                at(table);
            }
        }
    }

    private void invariant(AllocationTable table) {
        String breach = Claims.breach(table.allocations());
        if (breach != null) {
            breach("at #" + table.sequence() + " " + breach);
        }
    }

    /** Looks at all who were told that the table stands here. */
    private void at(AllocationTable table) {
        for (Call call : byAnswer.getOrDefault(table.sequence(), List.of())) {
            if (appendsNothing(table, call)) {
                explained.add(call);
            }
            deadPodsAreGone(table, call);
        }
        for (Journey journey : lastTables.getOrDefault(table.sequence(), List.of())) {
            if (!journey.digest().equals(Spoken.digest(table))) {
                breach(journey.self() + " ended with another table at #" + table.sequence());
            }
        }
    }

    private boolean appendsNothing(AllocationTable table, Call call) {
        boolean isUpToDate = realTime.toldBefore(call.asked()) <= table.sequence();
        if (call.move().kind() == Kind.VIEW) {
            return isUpToDate && call.text().equals(Spoken.due(call.move(), table));
        }
        Decision decision = decide(table, call, Verdicts.ALL_ALIVE);
        return (isUpToDate || decision.isEcho())
                && decision.events().isEmpty()
                && call.text().equals(Spoken.due(decision.answer()));
    }

    private void transaction(AllocationTable table, Transaction transaction) {
        List<Call> candidates = Stream.concat(
                        byCommand.getOrDefault(transaction.command(), List.of()).stream(), nameless.stream())
                .filter(call -> !call.isAnswered() || call.sequence() >= transaction.last())
                .filter(call -> decides(table, call, transaction))
                .toList();
        candidates.stream()
                .filter(call -> call.isAnswered() && call.sequence() == transaction.last())
                .forEach(explained::add);
        if (candidates.isEmpty()) {
            breach("nobody can have appended " + transaction + ", asked by "
                    + byCommand.getOrDefault(transaction.command(), List.of()));
        }
        if (transaction.carriesOut()) {
            Long before = carriedOut.put(transaction.command(), transaction.last());
            if (before != null && table.find(transaction.command()) != null) {
                breach(transaction + " was carried out at #" + before + " already");
            }
        }
    }

    private boolean decides(AllocationTable table, Call call, Transaction transaction) {
        Set<ProcessIdentity> dead = transaction.reclaimed();
        Decision decision = decide(table, call, dead::contains);
        return decision.events().equals(transaction.plain())
                && (!call.isAnswered()
                        || call.sequence() != transaction.last()
                        || call.text().equals(Spoken.due(decision.answer())))
                && realTime.toldBefore(call.asked()) <= transaction.base()
                && dead.stream().allMatch(process -> mayHaveEnded(process, evidence.over(call)));
    }

    private boolean mayHaveEnded(ProcessIdentity process, long by) {
        Life life = evidence.lives().get(process);
        return life != null && life.notBefore() < by;
    }

    private static Decision decide(AllocationTable table, Call call, Verdicts verdicts) {
        return Decider.decide(table, call.move().command(call.self()), call.id(), verdicts);
    }

    private void deadPodsAreGone(AllocationTable table, Call call) {
        if (!call.move().kind().reclaims() || (table.find(call.id()) != null && isRepetition(call))) {
            return;
        }
        PodName spared = call.move().kind() == Kind.ADOPT ? call.move().podName() : null;
        for (ProcessIdentity process : table.processes()) {
            Life life = evidence.lives().get(process);
            boolean ended = life != null && life.notAfter() < call.asked();
            if (ended
                    && table.podsOf(process).stream().anyMatch(row -> !row.pod().equals(spared))) {
                breach(call + " left pods of " + process + ", which was dead, at #" + table.sequence());
            }
        }
    }

    private boolean isRepetition(Call call) {
        return byCommand.get(call.id()).size() > 1;
    }

    private void calls() {
        for (Call call : evidence.calls()) {
            if (call.fate() == Fate.FAILED) {
                breach("failed: " + call);
            }
            if (call.isAnswered() && !explained.contains(call)) {
                breach("no table explains " + call + ", when #" + realTime.toldBefore(call.asked()) + " was known");
            }
            if (call.fate() == Fate.BUSY && !isRepetition(call) && carriedOut.containsKey(call.id())) {
                breach("was told that nothing happened: " + call);
            }
        }
    }

    private void breach(String what) {
        if (breaches.size() < ENOUGH) {
            breaches.add(what);
        }
    }
}
