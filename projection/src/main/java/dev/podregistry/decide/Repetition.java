package dev.podregistry.decide;

import dev.podregistry.event.Done;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Refusal.First;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import org.jspecify.annotations.Nullable;

/** Answers a command whose id was carried out before: as then, if it is the same command and what it gave still stands. */
final class Repetition {

    private Repetition() {}

    static Decision decide(AllocationTable table, Command command, Done done) {
        if (!command.accept(new Sameness(table, done))) {
            return reused(done);
        }
        if (command instanceof Command.Import c) {
            return Decision.echo(new Answer.Imported(c.pods().size()), done.sequence());
        }
        if (command instanceof Command.Release c) {
            return Decision.echo(new Answer.Freed(c.pod()), done.sequence());
        }
        Token token = done.token();
        PodName owner = owner(done.event());
        if (token == null || owner == null) {
            return reused(done);
        }
        Refusal lost = lost(table, owner, new First(done.command(), done.sequence(), token));
        return lost != null ? Decision.refused(lost) : Decision.echo(then(done.event(), owner, token), done.sequence());
    }

    private static Decision reused(Done done) {
        return Decision.refused(new Refusal.CommandIdReused(done.command(), done.sequence()));
    }

    /** {@return the pod whose token the answer rests on} */
    private static @Nullable PodName owner(Event event) {
        return event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken
                ? taken.parent()
                : event.pod();
    }

    /** {@return the refusal when the pod has ended or has another owner since, or null} */
    private static @Nullable Refusal lost(AllocationTable table, PodName pod, First first) {
        Allocation found = table.find(pod);
        if (found == null) {
            return new Refusal.UnknownPod(pod, first);
        }
        return first.token().equals(found.token())
                ? null
                : new Refusal.StaleToken(pod, first.token(), found.token(), first);
    }

    private static Answer then(Event event, PodName owner, Token token) {
        return event instanceof Event.Reclaimed reclaimed && reclaimed.cause() instanceof TakenBack taken
                ? new Answer.TakenBack(taken.restored(), taken.withheld())
                : new Answer.Held(owner, token);
    }
}
