package dev.podregistry.audit;

import dev.podregistry.decide.Answer;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.Decider;
import dev.podregistry.decide.Decision;
import dev.podregistry.decide.Verdicts;
import dev.podregistry.event.Event;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.table.AllocationTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a registry would do with a command at one point of a history. Nothing is appended.
 *
 * @param at the point
 * @param events what would be appended
 * @param answer what would be answered
 */
public record Simulation(Point at, List<Event> events, Answer answer) {

    /** The process of pods that nobody starts. */
    public static final ProcessIdentity NO_PROCESS = new ProcessIdentity.BarePid(1);

    public Simulation {
        events = List.copyOf(events);
    }

    /**
     * {@return what would come of {@code command}, decided by the rules that the registry itself decides by}
     *
     * @param state the state at the point
     * @param command the command
     * @param id an id that no command has had
     * @param dead the pods whose processes are dead; all others live
     */
    public static Simulation of(State state, Command command, CommandId id, Collection<PodName> dead) {
        Set<ProcessIdentity> processes = dead.stream()
                .map(state.table()::find)
                .filter(Objects::nonNull)
                .map(Allocation::process)
                .collect(Collectors.toSet());
        Verdicts verdicts = processes::contains;
        AllocationTable table = state.table();
        List<Event> events = new ArrayList<>();
        while (true) {
            Decision decision = Decider.decide(table, command, id, verdicts);
            events.addAll(decision.events());
            if (!(decision.answer() instanceof Answer.Unfinished)) {
                return new Simulation(state.at(), events, decision.answer());
            }
            for (Event event : decision.events()) {
                table = table.evolve(event);
            }
        }
    }

    /** {@return whether the command would be refused} */
    public boolean isRefused() {
        return answer instanceof Answer.Refused;
    }
}
