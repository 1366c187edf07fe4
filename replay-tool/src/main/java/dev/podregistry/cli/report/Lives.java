package dev.podregistry.cli.report;

import dev.podregistry.audit.Step;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.Scope;
import org.jspecify.annotations.Nullable;

/** The lives of pods, each one allocation from the event that made it to the one that took it away, in order of creation. */
final class Lives {

    /** The place of a life that is none. */
    static final int NONE = -1;

    private static final int OWN_SCOPE = -2;
    private static final int UNRECORDED = -3;
    private static final int GOES_ON = 0;

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

    void take(Step step) {
        Event event = step.event();
        int sequence = Math.toIntExact(step.recorded().sequence());
        PodName pod = event.pod();
        if (pod == null) {
            return;
        }
        if (step.endsPod()) {
            until.set(of(step.before().find(pod)), sequence);
            return;
        }
        Allocation row = step.after().find(pod);
        if (row != null && row.created() == sequence) {
            begin(step, row, sequence);
        }
    }

    private void begin(Step step, Allocation row, int sequence) {
        from.add(sequence);
        until.add(GOES_ON);
        podColumn.add(pods.place(row.pod().value()));
        fromColumn.add(sequence);
        parentColumn.add(row.delegatedFrom() == null ? NONE : of(step.after().find(row.delegatedFrom())));
        scopeColumn.add(scope(row.scope()));
        authorityColumn.add(step.event() instanceof Event.Delegated delegated ? authority(delegated) : NONE);
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
