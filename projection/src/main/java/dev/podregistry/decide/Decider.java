package dev.podregistry.decide;

import dev.podregistry.decide.Command.Adopt;
import dev.podregistry.decide.Command.ChangeSegment;
import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.Import;
import dev.podregistry.decide.Command.LookupSegment;
import dev.podregistry.decide.Command.ReclaimDelegated;
import dev.podregistry.decide.Command.ReclaimStale;
import dev.podregistry.decide.Command.Register;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.event.Done;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.table.AllocationTable;
import java.util.List;
import java.util.function.Function;
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
            return Decision.refused(tooMuch);
        }
        return command.accept(new ByCommand(table, verdicts));
    }

    /**
     * How each kind of command is decided: at once, or once dead pods are reclaimed.
     *
     * @param table the table as it is
     * @param verdicts which processes are known to be dead
     */
    private record ByCommand(AllocationTable table, Verdicts verdicts) implements Command.Visitor<Decision> {
        @Override
        public Decision register(Register command) {
            return afterReclaims(stale(null), cleared -> Rules.register(cleared, command));
        }

        @Override
        public Decision delegate(Delegate command) {
            return afterReclaims(stale(null), cleared -> Rules.delegate(cleared, command));
        }

        @Override
        public Decision adopt(Adopt command) {
            return afterReclaims(stale(command.pod()), cleared -> Rules.adopt(cleared, command));
        }

        @Override
        public Decision changeSegment(ChangeSegment command) {
            return afterReclaims(stale(null), cleared -> Rules.changeSegment(cleared, command));
        }

        @Override
        public Decision release(Release command) {
            return Rules.release(table, command);
        }

        @Override
        public Decision reclaimDelegated(ReclaimDelegated command) {
            return Rules.reclaimDelegated(table, command);
        }

        @Override
        public Decision reclaimStale(ReclaimStale command) {
            List<Event.Reclaimed> stale = stale(null);
            return afterReclaims(stale, cleared -> Decision.nothing(new Answer.Reclaimed(pods(stale))));
        }

        @Override
        public Decision lookupSegment(LookupSegment command) {
            return afterReclaims(
                    stale(null),
                    cleared -> Decision.nothing(new Answer.Found(cleared.findBySegment(command.segment()))));
        }

        @Override
        public Decision importTable(Import command) {
            return Importing.decide(table, command);
        }

        private Decision afterReclaims(List<Event.Reclaimed> stale, Function<AllocationTable, Decision> rule) {
            if (stale.size() == MOST_RECLAIMS) {
                return Decision.nothing(new Answer.Unfinished(pods(stale))).after(stale);
            }
            AllocationTable cleared = table;
            for (Event event : stale) {
                cleared = cleared.evolve(event);
            }
            return rule.apply(cleared).after(stale);
        }

        private List<Event.Reclaimed> stale(@Nullable PodName spared) {
            return table.podsIn(verdicts::isDead).stream()
                    .filter(pod -> !pod.pod().equals(spared))
                    .limit(MOST_RECLAIMS)
                    .map(pod -> new Event.Reclaimed(pod.pod(), new Cause.ProcessDead(pod.process())))
                    .toList();
        }

        private static List<PodName> pods(List<Event.Reclaimed> events) {
            return events.stream().map(Event.Reclaimed::pod).toList();
        }
    }
}
