package dev.podregistry.table;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Adopted;
import dev.podregistry.event.Event.Cause.ProcessDead;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Event.Delegated;
import dev.podregistry.event.Event.Reclaimed;
import dev.podregistry.event.Event.Registered;
import dev.podregistry.event.Event.Released;
import dev.podregistry.event.Event.Restored;
import dev.podregistry.event.Event.SegmentChanged;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Conflict;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Applies one event to a table, and refuses it when no registry could have decided it there. */
final class Evolution implements Event.Visitor<AllocationTable> {

    private final AllocationTable table;
    private final Event event;
    private final long sequence;

    Evolution(AllocationTable table, Event event) {
        this.table = table;
        this.event = event;
        this.sequence = table.sequence() + 1;
    }

    /** {@return whether the event is what its command was for, not the reclaim of a dead pod on the way} */
    static boolean isOwnEventOfItsCommand(Event event) {
        return !(event instanceof Reclaimed reclaimed && reclaimed.cause() instanceof ProcessDead);
    }

    @Override
    public AllocationTable registered(Registered e) {
        checkFree(e.pod());
        checkFree(e.segment());
        check(
                e.segment() != null || isImport(e.process()),
                () -> "only an imported pod is top-level without a segment");
        Allocation row = new Allocation(
                e.pod(),
                e.process(),
                e.socket(),
                new Scope(e.allow(), e.deny()),
                null,
                e.segment(),
                sequence,
                table.epochs().token(sequence));
        Contest contest = table.firstContest(e.allow(), e.deny());
        check(contest == null, () -> "another pod holds paths of its rules: " + contest);
        return with(row, isImport(e.process()));
    }

    @Override
    public AllocationTable delegated(Delegated e) {
        checkFree(e.pod());
        Allocation spawner = live(e.spawner());
        boolean imported = e.authority() instanceof Authority.Unrecorded;
        check(!imported || isImport(e.process()), () -> "only an import knows no authority");
        Allocation row = new Allocation(
                e.pod(),
                e.process(),
                e.socket(),
                new Scope(e.allow(), List.of()),
                e.spawner(),
                null,
                sequence,
                table.epochs().token(sequence));
        check(!table.isDeepest(e.spawner()), () -> "its spawner is " + Limit.DEPTH.greatest() + " delegations deep");
        if (imported) {
            e.allow().forEach(rule -> checkUnheld(table.firstConflictOutsideLine(rule, e.spawner())));
        } else {
            Scope authority = e.authority() instanceof Authority.Given given ? given.scope() : spawner.scope();
            e.allow().forEach(rule -> check(authority.authorises(rule), () -> "its authority does not allow " + rule));
            e.allow().forEach(rule -> checkUnheld(table.firstConflict(rule, e.spawner())));
        }
        return with(row, imported);
    }

    @Override
    public AllocationTable adopted(Adopted e) {
        Allocation row = live(e.pod());
        check(row.isReservation(), () -> "it was adopted before");
        checkFree(e.segment());
        return replacing(
                row, row.adoptedBy(e.process(), e.segment(), table.epochs().token(sequence)), isImport(e.process()));
    }

    @Override
    public AllocationTable segmentChanged(SegmentChanged e) {
        Allocation row = live(e.pod());
        checkFree(e.segment());
        return replacing(row, row.withSegment(e.segment()), false);
    }

    @Override
    public AllocationTable released(Released e) {
        return without(live(e.pod()));
    }

    @Override
    public AllocationTable reclaimed(Reclaimed e) {
        if (e.cause() instanceof TakenBack taken) {
            return takenBack(e.pod(), taken);
        }
        Allocation row = live(e.pod());
        ProcessDead dead = (ProcessDead) e.cause();
        check(row.process().equals(dead.process()), () -> "its process is another: " + row.process());
        return without(row);
    }

    @Override
    public AllocationTable restored(Restored e) {
        long current = table.epochs().current();
        check(e.epoch() > current, () -> "the epoch is " + current + " already");
        return table.restored(e.epoch());
    }

    private AllocationTable takenBack(PodName pod, TakenBack taken) {
        live(taken.parent());
        Allocation child = table.find(pod);
        check((child != null) == taken.removed(), () -> child == null ? "it is not live" : "it is live and stays so");
        check(child != null || !taken.restored().isEmpty(), () -> "nothing changes");
        check(
                child == null || table.mayTakeBack(taken.parent(), pod),
                () -> "it was not delegated by " + taken.parent());
        check(
                table.takeBack(taken.parent(), pod, taken.scope())
                        .equals(new TakeBack(taken.restored(), taken.withheld())),
                () -> "another set of rules comes back to " + taken.parent());
        AllocationTable rest = child == null ? table.next(table.rows(), table.paths(), false) : without(child);
        if (taken.restored().isEmpty()) {
            return rest;
        }
        Allocation parent = rest.get(taken.parent());
        Scope wider = parent.scope();
        for (ScopeRule rule : taken.restored()) {
            wider = TakeBack.without(wider, rule);
        }
        return rest.at(
                rest.rows().replacing(parent, parent.withScope(wider)),
                rest.paths().without(parent.created(), parent.scope()).with(parent.created(), wider));
    }

    private AllocationTable with(Allocation row, boolean imported) {
        return table.next(table.rows().with(row), table.paths().with(sequence, row.scope()), imported);
    }

    private AllocationTable replacing(Allocation old, Allocation replacement, boolean imported) {
        return table.next(table.rows().replacing(old, replacement), table.paths(), imported);
    }

    private AllocationTable without(Allocation row) {
        return table.next(table.rows().without(row), table.paths().without(row.created(), row.scope()), false);
    }

    private Allocation live(PodName pod) {
        Allocation row = table.find(pod);
        if (row == null) {
            throw impossible(pod + " is not live");
        }
        return row;
    }

    private void checkFree(PodName pod) {
        check(table.find(pod) == null, () -> "a pod of that name is live");
    }

    private void checkFree(@Nullable SegmentId segment) {
        Allocation holder = segment == null ? null : table.findBySegment(segment);
        check(holder == null, () -> "segment " + segment + " is held");
    }

    private void checkUnheld(@Nullable Conflict conflict) {
        check(conflict == null, () -> "another pod holds paths of its rules: " + conflict);
    }

    private boolean isImport(ProcessIdentity process) {
        return table.isImporting() && process instanceof BarePid;
    }

    private void check(boolean possible, Supplier<String> otherwise) {
        if (!possible) {
            throw impossible(otherwise.get());
        }
    }

    private ImpossibleHistoryException impossible(String reason) {
        return new ImpossibleHistoryException(sequence, event, reason);
    }
}
