package dev.podregistry.cli.export;

import dev.podregistry.audit.Kind;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.ProcessDead;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ScopeRule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cells of one event; what it says nothing of is empty. */
final class CsvRow implements Event.Visitor<CsvRow> {

    private final Map<CsvColumn, String> cells = new EnumMap<>(CsvColumn.class);
    private final UnaryOperator<String> printable;

    private CsvRow(UnaryOperator<String> printable) {
        this.printable = printable;
    }

    static CsvRow of(Recorded recorded, UnaryOperator<String> printable) {
        Event event = recorded.event();
        return new CsvRow(printable)
                .exact(CsvColumn.SEQUENCE, recorded.sequence())
                .exact(CsvColumn.TIME, recorded.time())
                .exact(CsvColumn.TYPE, Kind.of(event))
                .text(CsvColumn.POD, event.pod() == null ? "" : event.pod())
                .text(CsvColumn.ACTOR, recorded.origin().actor())
                .exact(CsvColumn.COMMAND, recorded.origin().command())
                .exact(CsvColumn.SYNCED, recorded.synced())
                .exact(CsvColumn.PREVIOUS, recorded.previous())
                .exact(CsvColumn.HASH, recorded.hash())
                .exact(CsvColumn.STORED, recorded.stored())
                .with(event);
    }

    String get(CsvColumn column) {
        return cells.getOrDefault(column, "");
    }

    private CsvRow with(Event event) {
        return event.accept(this);
    }

    private CsvRow exact(CsvColumn column, @Nullable Object value) {
        if (value != null) {
            cells.put(column, value.toString());
        }
        return this;
    }

    private CsvRow text(CsvColumn column, Object value) {
        return exact(column, printable.apply(value.toString()));
    }

    private CsvRow process(ProcessIdentity process) {
        return exact(CsvColumn.PROCESS, process.getClass().getSimpleName()).exact(CsvColumn.PID, process.pid());
    }

    private CsvRow rules(CsvColumn column, List<ScopeRule> rules) {
        return exact(
                column, rules.stream().map(rule -> RuleText.of(rule, printable)).collect(Collectors.joining("\n")));
    }

    @Override
    public CsvRow registered(Event.Registered event) {
        return process(event.process())
                .text(CsvColumn.SOCKET, event.socket())
                .exact(CsvColumn.SEGMENT, event.segment())
                .rules(CsvColumn.ALLOW, event.allow())
                .rules(CsvColumn.DENY, event.deny());
    }

    @Override
    public CsvRow delegated(Event.Delegated event) {
        process(event.process())
                .text(CsvColumn.SPAWNER, event.spawner())
                .text(CsvColumn.SOCKET, event.socket())
                .rules(CsvColumn.ALLOW, event.allow())
                .exact(CsvColumn.AUTHORITY, event.authority().getClass().getSimpleName());
        if (event.authority() instanceof Authority.Given given) {
            rules(CsvColumn.AUTHORITY_ALLOW, given.scope().allow());
            rules(CsvColumn.AUTHORITY_DENY, given.scope().deny());
        }
        return this;
    }

    @Override
    public CsvRow adopted(Event.Adopted event) {
        return process(event.process()).exact(CsvColumn.SEGMENT, event.segment());
    }

    @Override
    public CsvRow segmentChanged(Event.SegmentChanged event) {
        return exact(CsvColumn.SEGMENT, event.segment());
    }

    @Override
    public CsvRow released(Event.Released event) {
        return this;
    }

    @Override
    public CsvRow reclaimed(Event.Reclaimed event) {
        exact(CsvColumn.CAUSE, event.cause().getClass().getSimpleName());
        if (event.cause() instanceof TakenBack taken) {
            return text(CsvColumn.PARENT, taken.parent())
                    .exact(CsvColumn.REMOVED, taken.removed())
                    .rules(CsvColumn.RESTORED, taken.restored())
                    .rules(CsvColumn.WITHHELD, taken.withheld());
        }
        return process(((ProcessDead) event.cause()).process());
    }

    @Override
    public CsvRow restored(Event.Restored event) {
        return this;
    }
}
