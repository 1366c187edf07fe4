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
import dev.podregistry.event.Authority;
import dev.podregistry.event.Done;
import dev.podregistry.event.Event.Adopted;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Event.Delegated;
import dev.podregistry.event.Event.Reclaimed;
import dev.podregistry.event.Event.Registered;
import dev.podregistry.event.Event.Released;
import dev.podregistry.event.Event.SegmentChanged;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a command asks for the same as the one that was carried out under its id, as far as the event shows.
 *
 * <p>Every part is compared. Two parts have two ways to be said that ask for the same: a token that was current is as good
 * as none, and a reservation's process that was the spawner's as none. What the event and the table cannot show to be the
 * same counts as another.
 *
 * @param table the table as it is
 * @param done what was carried out
 */
record Sameness(AllocationTable table, Done done) implements Command.Visitor<Boolean> {

    @Override
    public Boolean register(Register c) {
        return done.event() instanceof Registered e && isSame(c, e);
    }

    @Override
    public Boolean delegate(Delegate c) {
        return done.event() instanceof Delegated e && isSame(c, e);
    }

    @Override
    public Boolean adopt(Adopt c) {
        return done.event() instanceof Adopted e && isSame(c, e);
    }

    @Override
    public Boolean changeSegment(ChangeSegment c) {
        return done.event() instanceof SegmentChanged e
                && e.pod().equals(c.pod())
                && e.segment().equals(c.segment())
                && isNoneOr(c.token(), done.token());
    }

    @Override
    public Boolean release(Release c) {
        return done.event() instanceof Released e && e.pod().equals(c.pod()) && isNoneOr(c.token(), done.token());
    }

    @Override
    public Boolean reclaimDelegated(ReclaimDelegated c) {
        return done.event() instanceof Reclaimed e
                && e.cause() instanceof TakenBack taken
                && e.pod().equals(c.child())
                && taken.parent().equals(c.parent())
                && c.scope().equals(taken.scope());
    }

    /** No event is its own. */
    @Override
    public Boolean reclaimStale(ReclaimStale c) {
        return false;
    }

    /** No event is its own. */
    @Override
    public Boolean lookupSegment(LookupSegment c) {
        return false;
    }

    /** An import is the beginning of a log; as long as the log holds nothing else, the table is what it asked for. */
    @Override
    public Boolean importTable(Import c) {
        List<Allocation> rows = table.allocations();
        boolean isAll = table.isImporting()
                && done.sequence() == table.sequence()
                && (done.token() == null || done.sequence() == 1);
        return isAll
                && rows.size() == c.pods().size()
                && IntStream.range(0, rows.size()).allMatch(i -> isSame(c.pods().get(i), rows.get(i)));
    }

    private static boolean isSame(Register c, Registered e) {
        return e.pod().equals(c.pod())
                && e.process().equals(c.process())
                && e.socket().equals(c.socket())
                && c.scope().allow().equals(e.allow())
                && c.scope().deny().equals(e.deny())
                && c.segment().equals(e.segment());
    }

    private boolean isSame(Delegate c, Delegated e) {
        Allocation spawner = asThen(table.find(e.spawner()));
        return e.pod().equals(c.pod())
                && e.spawner().equals(c.spawner())
                && e.socket().equals(c.socket())
                && c.allow().equals(e.allow())
                && isSame(c.delegationScope(), e.authority())
                && isSame(c.process(), e.process(), spawner)
                && isNoneOr(c.token(), spawner == null ? null : spawner.token());
    }

    private static boolean isSame(@Nullable ScopeRequest asked, Authority authority) {
        return asked == null
                ? authority instanceof Authority.OwnScope
                : authority instanceof Authority.Given given
                        && asked.allow().equals(given.scope().allow())
                        && asked.deny().equals(given.scope().deny());
    }

    private static boolean isSame(
            @Nullable ProcessIdentity asked, ProcessIdentity process, @Nullable Allocation spawner) {
        return asked == null ? spawner != null && spawner.process().equals(process) : asked.equals(process);
    }

    private boolean isSame(Adopt c, Adopted e) {
        Allocation row = table.find(e.pod());
        Token reserved =
                row != null && row.token().equals(done.token()) ? table.epochs().token(row.created()) : null;
        return e.pod().equals(c.pod())
                && e.process().equals(c.process())
                && e.segment().equals(c.segment())
                && isNoneOr(c.token(), reserved);
    }

    /** {@return the row if its pod has had no other owner since the command was carried out, else null} */
    private @Nullable Allocation asThen(@Nullable Allocation row) {
        Token token = done.token();
        return row != null && token != null && row.token().compareTo(token) < 0 ? row : null;
    }

    private static boolean isNoneOr(@Nullable Token given, @Nullable Token then) {
        return given == null || given.equals(then);
    }

    private static boolean isSame(ImportedPod pod, Allocation row) {
        return row.pod().equals(pod.pod())
                && row.process().equals(pod.process())
                && row.socket().equals(pod.socket())
                && row.scope().equals(pod.scope())
                && Objects.equals(row.delegatedFrom(), pod.delegatedFrom())
                && Objects.equals(row.segment(), pod.segment());
    }
}
