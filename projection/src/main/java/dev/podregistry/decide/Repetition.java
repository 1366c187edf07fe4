package dev.podregistry.decide;

import dev.podregistry.event.Done;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;

/** Answers a command that was carried out before, as it was answered then. */
final class Repetition {

    private Repetition() {}

    static Answer answer(Command command, Done done) {
        return isOutcomeOf(command, done.event())
                ? then(command, done)
                : new Refusal.CommandIdReused(done.command(), done.sequence());
    }

    private static boolean isOutcomeOf(Command command, Event event) {
        if (command instanceof Command.Register c) {
            return event instanceof Event.Registered && event.pod().equals(c.pod());
        }
        if (command instanceof Command.Delegate c) {
            return event instanceof Event.Delegated && event.pod().equals(c.pod());
        }
        if (command instanceof Command.Adopt c) {
            return event instanceof Event.Adopted && event.pod().equals(c.pod());
        }
        if (command instanceof Command.ChangeSegment c) {
            return event instanceof Event.SegmentChanged && event.pod().equals(c.pod());
        }
        if (command instanceof Command.Release c) {
            return event instanceof Event.Released && event.pod().equals(c.pod());
        }
        if (command instanceof Command.ReclaimDelegated c) {
            return event instanceof Event.Reclaimed && event.pod().equals(c.child());
        }
        return command instanceof Command.Import c
                && !c.pods().isEmpty()
                && event.pod().equals(c.pods().get(c.pods().size() - 1).pod());
    }

    private static Answer then(Command command, Done done) {
        Event event = done.event();
        if (command instanceof Command.Import c) {
            return new Answer.Imported(c.pods().size());
        }
        if (event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof Cause.TakenBack taken) {
            return new Answer.TakenBack(taken.restored(), taken.withheld());
        }
        return done.token() == null ? new Answer.Freed(event.pod()) : new Answer.Held(event.pod(), done.token());
    }
}
