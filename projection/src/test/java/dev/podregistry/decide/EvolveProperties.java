package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/** Evolve takes exactly the events that decide could have produced on the same table. */
@Tag("fuzz")
class EvolveProperties {

    private static final ProcessIdentity PROCESS = new ProcessIdentity.Linux("host", "boot", "pid:[1]", 7, 7);

    @Provide
    Arbitrary<List<Move>> histories() {
        return Move.histories();
    }

    @Provide
    Arbitrary<Event> events() {
        Arbitrary<PodName> pods = Universe.pods();
        return Arbitraries.oneOf(
                Combinators.combine(pods, Universe.scopes(), Universe.segments().injectNull(0.1))
                        .as((pod, scope, segment) -> new Event.Registered(
                                pod, PROCESS, PodSocket.NONE, scope.allow(), scope.deny(), segment)),
                Combinators.combine(pods, pods, Universe.ruleLists(2), authorities())
                        .as((pod, spawner, allow, authority) ->
                                new Event.Delegated(pod, spawner, PROCESS, PodSocket.NONE, allow, authority)),
                Combinators.combine(pods, Universe.segments())
                        .as((pod, segment) -> new Event.Adopted(pod, PROCESS, segment)),
                Combinators.combine(pods, Universe.segments()).as(Event.SegmentChanged::new),
                pods.map(Event.Released::new),
                Combinators.combine(pods, Arbitraries.longs().between(1, 40))
                        .as((pod, pid) ->
                                new Event.Reclaimed(pod, new Cause.ProcessDead(new ProcessIdentity.BarePid(pid)))),
                Combinators.combine(
                                pods, pods, Arbitraries.of(true, false), Universe.ruleLists(2), Universe.ruleLists(1))
                        .as((child, parent, removed, restored, withheld) ->
                                new Event.Reclaimed(child, new Cause.TakenBack(parent, removed, restored, withheld))),
                Combinators.combine(
                                pods, pods, Arbitraries.of(true, false), Universe.ruleLists(1), Universe.ruleLists(2))
                        .as((child, parent, removed, restored, scope) -> new Event.Reclaimed(
                                child, new Cause.TakenBack(parent, removed, restored, List.of(), scope))));
    }

    private static Arbitrary<Authority> authorities() {
        return Arbitraries.frequencyOf(
                Tuple.of(3, Universe.scopes().map(Authority.Given::new)),
                Tuple.of(3, Arbitraries.of(new Authority.OwnScope())),
                Tuple.of(1, Arbitraries.of(new Authority.Unrecorded())));
    }

    @Property(tries = 5000, edgeCases = EdgeCasesMode.NONE)
    void evolveTakesWhatDecideProduces(@ForAll("histories") List<Move> history, @ForAll("events") Event event) {
        AllocationTable table = Move.Play.tableAfter(history);
        boolean possible = couldBeDecided(table, event);
        Statistics.label(event.getClass().getSimpleName()).collect(possible);
        if (possible) {
            assertEquals(table.sequence() + 1, table.evolve(event).sequence());
        } else {
            ImpossibleHistoryException refused =
                    assertThrows(ImpossibleHistoryException.class, () -> table.evolve(event), event::toString);
            assertTrue(refused.getMessage().contains("#" + (table.sequence() + 1)), refused::getMessage);
            assertTrue(refused.getMessage().contains(event.pod().value()), refused::getMessage);
        }
    }

    /** Takes the events of real histories, leaves one out, and looks whether the rest is still told apart. */
    @Property(tries = 1000, edgeCases = EdgeCasesMode.NONE)
    void aHistoryWithAnEventLeftOutIsTakenOnlyWhereItIsPossible(
            @ForAll("histories") List<Move> history, @ForAll int which) {
        List<Event> events = new ArrayList<>();
        Move.Play.of(history, table -> {}).live.history().forEach(recorded -> events.add(recorded.event()));
        if (events.isEmpty()) {
            return;
        }
        events.remove(Math.floorMod(which, events.size()));
        AllocationTable table = AllocationTable.EMPTY;
        for (Event event : events) {
            AllocationTable before = table;
            if (!couldBeDecided(before, event)) {
                assertThrows(ImpossibleHistoryException.class, () -> before.evolve(event), event::toString);
                return;
            }
            table = before.evolve(event);
        }
    }

    private static boolean couldBeDecided(AllocationTable table, Event event) {
        if (event instanceof Event.Reclaimed e && e.cause() instanceof Cause.ProcessDead dead) {
            Allocation row = table.find(e.pod());
            return row != null && row.process().equals(dead.process());
        }
        Command command = commandFor(event);
        return command != null
                && Decider.decide(table, command, CommandId.random(), Verdicts.ALL_ALIVE)
                        .events()
                        .equals(List.of(event));
    }

    private static @Nullable Command commandFor(Event event) {
        return event.accept(new Event.Visitor<>() {
            @Override
            public @Nullable Command registered(Event.Registered e) {
                return e.segment() == null
                        ? null
                        : new Command.Register(
                                e.pod(), e.process(), e.socket(), requests(e.allow(), e.deny()), e.segment());
            }

            @Override
            public @Nullable Command delegated(Event.Delegated e) {
                if (e.authority() instanceof Authority.Unrecorded) {
                    return null;
                }
                ScopeRequest authority =
                        e.authority() instanceof Authority.Given given ? ScopeRequest.of(given.scope()) : null;
                return new Command.Delegate(
                        e.spawner(), e.pod(), e.process(), e.socket(), List.copyOf(e.allow()), authority, null);
            }

            @Override
            public Command adopted(Event.Adopted e) {
                return new Command.Adopt(e.pod(), e.process(), e.segment(), null);
            }

            @Override
            public Command segmentChanged(Event.SegmentChanged e) {
                return new Command.ChangeSegment(e.pod(), e.segment(), null);
            }

            @Override
            public Command released(Event.Released e) {
                return new Command.Release(e.pod(), null);
            }

            @Override
            public Command reclaimed(Event.Reclaimed e) {
                Cause.TakenBack taken = (Cause.TakenBack) e.cause();
                return new Command.ReclaimDelegated(taken.parent(), e.pod(), List.copyOf(taken.scope()));
            }

            @Override
            public @Nullable Command restored(Event.Restored e) {
                return null;
            }
        });
    }

    private static ScopeRequest requests(List<ScopeRule> allow, List<ScopeRule> deny) {
        return new ScopeRequest(List.copyOf(allow), List.copyOf(deny));
    }
}
