package dev.podregistry.decide;

import dev.podregistry.decide.Command.Adopt;
import dev.podregistry.decide.Command.ChangeSegment;
import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.LookupSegment;
import dev.podregistry.decide.Command.ReclaimDelegated;
import dev.podregistry.decide.Command.Register;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.event.Done;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.table.AllocationTable;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides commands: from a table to events and an answer. Pure, so it may run as often as one likes.
 *
 * <p>Checks run in the order in which the rules give them; the first that fails is the answer.
 */
public final class Decider {

    /** How many dead pods one decision reclaims at the most: with any command within its limits they fit one transaction. */
    static final int MOST_RECLAIMS = 2_000;

    private Decider() {}

    /**
     * Decides one command.
     *
     * @param table the table as it is
     * @param command what is asked
     * @param id the command's id; one that was carried out before is answered again or refused, never carried out again
     * @param verdicts which processes are known to be dead
     * @return the events to append and the answer; {@link Answer.Unfinished} when the command has to be decided again
     */
    public static Decision decide(AllocationTable table, Command command, CommandId id, Verdicts verdicts) {
        Done done = table.find(id);
        if (done != null) {
            return Repetition.decide(table, command, done);
        }
        Refusal tooMuch = Limits.exceeded(command);
        if (tooMuch != null) {
            return Decision.nothing(tooMuch);
        }
        if (command instanceof Command.Import imported) {
            return Importing.decide(table, imported);
        }
        if (command instanceof Release release) {
            return Rules.release(table, release);
        }
        if (command instanceof ReclaimDelegated reclaim) {
            return Rules.reclaimDelegated(table, reclaim);
        }
        List<Event.Reclaimed> stale = stale(table, command, verdicts);
        AllocationTable cleared = table;
        for (Event event : stale) {
            cleared = cleared.evolve(event);
        }
        Decision decision = stale.size() < MOST_RECLAIMS
                ? decideCleared(cleared, command, stale)
                : Decision.nothing(new Answer.Unfinished(pods(stale)));
        return decision.after(stale);
    }

    private static Decision decideCleared(AllocationTable table, Command command, List<Event.Reclaimed> stale) {
        if (command instanceof Register register) {
            return Rules.register(table, register);
        }
        if (command instanceof Delegate delegate) {
            return Rules.delegate(table, delegate);
        }
        if (command instanceof Adopt adopt) {
            return Rules.adopt(table, adopt);
        }
        if (command instanceof ChangeSegment change) {
            return Rules.changeSegment(table, change);
        }
        if (command instanceof LookupSegment lookup) {
            return Decision.nothing(new Answer.Found(table.findBySegment(lookup.segment())));
        }
        return Decision.nothing(new Answer.Reclaimed(pods(stale)));
    }

    private static List<PodName> pods(List<Event.Reclaimed> events) {
        return events.stream().map(Event.Reclaimed::pod).toList();
    }

    private static List<Event.Reclaimed> stale(AllocationTable table, Command command, Verdicts verdicts) {
        PodName spared = command instanceof Adopt adopt ? adopt.pod() : null;
        return table.podsIn(verdicts::isDead).stream()
                .filter(isOtherThan(spared))
                .limit(MOST_RECLAIMS)
                .map(pod -> new Event.Reclaimed(pod.pod(), new Cause.ProcessDead(pod.process())))
                .toList();
    }

    private static Predicate<Allocation> isOtherThan(@Nullable PodName spared) {
        return pod -> !pod.pod().equals(spared);
    }
}
