package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.decide.Answer;
import dev.podregistry.decide.Command;
import dev.podregistry.decide.ScopeRequest;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Event.Cause.TakenBack;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.ScopeRule;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What would come of a command is what came of it. */
class SimulationTest {

    private static final CommandId FRESH = new CommandId(new UUID(9, 9));

    private static List<Recorded> events = List.of();

    @BeforeAll
    static void play() {
        events = RandomHistory.events(6, 10_000);
    }

    @Test
    void whatHappenedIsWhatWouldHaveHappened() {
        Replay replay = new Replay(Long.MAX_VALUE);
        int simulated = 0;
        for (Recorded next : events) {
            Command command = command(next.event());
            if (command != null) {
                State before = replay.state();
                Simulation simulation = Simulation.of(before, command, FRESH, List.of());
                assertEquals(List.of(next.event()), simulation.events(), () -> "#" + next.sequence());
                assertEquals(next.sequence() - 1, simulation.at().sequence());
                simulated++;
            }
            replay.accept(next);
        }
        assertTrue(simulated > 5_000, "only " + simulated);
    }

    private static @Nullable Command command(Event event) {
        if (event instanceof Event.Registered e) {
            ScopeRequest scope = new ScopeRequest(List.copyOf(e.allow()), List.copyOf(e.deny()));
            return new Command.Register(e.pod(), e.process(), e.socket(), scope, Objects.requireNonNull(e.segment()));
        }
        if (event instanceof Event.Delegated e) {
            ScopeRequest given =
                    e.authority() instanceof Authority.Given authority ? ScopeRequest.of(authority.scope()) : null;
            return new Command.Delegate(
                    e.spawner(), e.pod(), e.process(), e.socket(), List.copyOf(e.allow()), given, null);
        }
        if (event instanceof Event.Adopted e) {
            return new Command.Adopt(e.pod(), e.process(), e.segment(), null);
        }
        if (event instanceof Event.SegmentChanged e) {
            return new Command.ChangeSegment(e.pod(), e.segment(), null);
        }
        if (event instanceof Event.Reclaimed e) {
            return e.cause() instanceof TakenBack taken ? takeBack(e.pod(), taken) : null;
        }
        return event instanceof Event.Released e ? new Command.Release(e.pod(), null) : null;
    }

    private static Command takeBack(PodName pod, TakenBack taken) {
        return new Command.ReclaimDelegated(taken.parent(), pod, List.copyOf(taken.scope()));
    }

    @Test
    void aPathThatSomebodyHoldsIsRefusedAndTheHolderNamed() {
        Replay replay = new Replay(Long.MAX_VALUE);
        NaiveLedger ledger = new NaiveLedger();
        int refused = 0;
        for (Recorded next : events.subList(0, 2_000)) {
            replay.accept(next);
            ledger.apply(next);
            ScopeRule rule = ScopeRule.write(next.sequence() % 2 == 0 ? "/a/b" : "/c");
            Simulation simulation = register(replay.state(), rule, List.of());
            List<PodName> holders = NaiveLedger.PATHS.stream()
                    .filter(rule::covers)
                    .map(ledger::holder)
                    .filter(Objects::nonNull)
                    .map(row -> row.pod)
                    .distinct()
                    .toList();
            assertEquals(!holders.isEmpty(), simulation.isRefused(), () -> "#" + next.sequence());
            if (simulation.answer() instanceof Answer.Refused no
                    && no.refusal() instanceof Refusal.WriteConflict conflict) {
                refused++;
                assertTrue(holders.contains(conflict.competitor()));
            }
            assertTrue(!simulation.isRefused()
                    || simulation.answer() instanceof Answer.Refused no
                            && no.refusal() instanceof Refusal.WriteConflict);
            assertEquals(simulation.isRefused() ? 0 : 1, simulation.events().size());
        }
        assertTrue(refused > 100 && refused < 1_900, "refused " + refused);
    }

    @Test
    void deadPodsAreReclaimedFirst() {
        Replay replay = new Replay(5_000);
        events.forEach(replay);
        State state = replay.state();
        List<PodName> all =
                state.table().allocations().stream().map(row -> row.pod()).toList();
        Simulation simulation = register(state, ScopeRule.write("/"), all);
        assertEquals(all.size() + 1, simulation.events().size());
        assertTrue(!simulation.isRefused());
        assertEquals(
                all,
                simulation.events().stream().limit(all.size()).map(Event::pod).toList());
    }

    private static Simulation register(State state, ScopeRule rule, List<PodName> dead) {
        ScopeRequest scope = new ScopeRequest(List.of(rule), List.of());
        return Simulation.of(
                state,
                new Command.Register(
                        new PodName("newcomer"), Simulation.NO_PROCESS, PodSocket.NONE, scope, Events.segment(1_000)),
                FRESH,
                dead);
    }
}
