package dev.podregistry.cli.report;

import dev.podregistry.audit.Outset;
import dev.podregistry.audit.Step;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import dev.podregistry.table.AllocationTable;
import org.jspecify.annotations.Nullable;

/** The lives of pods, each one allocation from the event that made it to the one that took it away, in order of creation. */
final class Lives {

    /** The place of a life that is none. */
    static final int NONE = -1;

    private static final int OWN_SCOPE = -2;
    private static final int UNRECORDED = -3;
    private static final int ADOPTED_BEFORE = -4;
    private static final int GOES_ON = 0;

    private long first;
    private final Texts pods;
    private final Texts scopes = new Texts();
    private final Ints from = new Ints();
    private final Ints until = new Ints();
    private final Column podColumn;
    private final Column fromColumn;
    private final Column untilColumn;
    private final Column parentColumn;
    private final Column scopeColumn;
    private final Column authorityColumn;

    Lives(Columns columns, Texts pods) {
        this.pods = pods;
        this.podColumn = columns.add("life.pod");
        this.fromColumn = columns.addDelta("life.from");
        this.untilColumn = columns.add("life.until");
        this.parentColumn = columns.add("life.parent");
        this.scopeColumn = columns.add("life.scope");
        this.authorityColumn = columns.add("life.authority");
    }

    /** {@return the place of the life of a row, {@link #NONE} without one} */
    int of(@Nullable Allocation row) {
        return row == null ? NONE : createdBy(row.created());
    }

    /** {@return the place of the life that an event began} */
    int createdBy(long sequence) {
        return from.find(Math.toIntExact(sequence));
    }

    /** Takes the lives that are there where the history begins; how they came to be is lost. */
    void begin(Outset outset) {
        first = outset.sequence();
        outset.table().allocations().forEach(row -> begin(outset.table(), row, lost(row)));
    }

    private static int lost(Allocation row) {
        if (row.delegatedFrom() == null) {
            return NONE;
        }
        return row.isReservation() ? UNRECORDED : ADOPTED_BEFORE;
    }

    void take(Step step) {
        Event event = step.event();
        int sequence = Math.toIntExact(step.recorded().sequence());
        PodName pod = event.pod();
        if (pod == null) {
            return;
        }
        if (step.endsPod()) {
            until.set(of(step.before().find(pod)), Math.toIntExact(sequence - first));
            return;
        }
        Allocation row = step.after().find(pod);
        if (row != null && row.created() == sequence) {
            begin(step.after(), row, step.event() instanceof Event.Delegated delegated ? authority(delegated) : NONE);
        }
    }

    private void begin(AllocationTable table, Allocation row, int authority) {
        from.add(Math.toIntExact(row.created()));
        until.add(GOES_ON);
        podColumn.add(pods.place(row.pod().value()));
        fromColumn.add(Math.max(0, row.created() - first));
        parentColumn.add(row.delegatedFrom() == null ? NONE : of(table.find(row.delegatedFrom())));
        scopeColumn.add(scope(row.scope()));
        authorityColumn.add(authority);
    }

    private int authority(Event.Delegated delegated) {
        if (delegated.authority() instanceof Authority.Given given) {
            return scope(given.scope());
        }
        return delegated.authority() instanceof Authority.OwnScope ? OWN_SCOPE : UNRECORDED;
    }

    private int scope(Scope scope) {
        return scopes.place(ScopeText.of(scope));
    }

    Texts scopes() {
        return scopes;
    }

    /** Completes the columns; nothing may begin or end any more. */
    void end() {
        for (int life = 0; life < until.size(); life++) {
            untilColumn.add(until.get(life));
        }
    }
}
