package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.List;

/** A table kept on a log as a registry keeps it; it decides every command twice, to catch a step that is not pure. */
public final class LiveTable {

    private static final Actor ACTOR = new Actor("test");

    private final EventLog log;
    private final List<Recorded> history = new ArrayList<>();
    private AllocationTable table = AllocationTable.EMPTY;

    /** Starts on a log's beginning. */
    public LiveTable(EventLog log) {
        this.log = log;
    }

    /** Carries a command out under a fresh id. */
    public Answer run(Command command, Verdicts verdicts) {
        return run(command, CommandId.random(), verdicts);
    }

    /** Carries a command out. */
    public Answer run(Command command, CommandId id, Verdicts verdicts) {
        return log.transact(new Origin(ACTOR, id), this::fold, () -> {
            Decision decision = Decider.decide(table, command, id, verdicts);
            assertEquals(decision, Decider.decide(table, command, id, verdicts), "decided twice");
            return new Proposal<>(decision.events(), decision.answer());
        });
    }

    /** Appends what nobody has decided here. */
    void append(Origin origin, Proposal<String> proposal) {
        log.transact(origin, this::fold, () -> proposal);
    }

    /** An origin of its own. */
    static Origin origin() {
        return new Origin(ACTOR, CommandId.random());
    }

    private void fold(Recorded event) {
        table = table.evolve(event);
        history.add(event);
    }

    /** The table as it is. */
    public AllocationTable table() {
        return table;
    }

    /** What has happened. */
    public List<Recorded> history() {
        return history;
    }
}
