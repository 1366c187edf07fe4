package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.podregistry.decide.Command.Adopt;
import dev.podregistry.decide.Command.Delegate;
import dev.podregistry.decide.Command.ReclaimDelegated;
import dev.podregistry.decide.Command.Release;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.statistics.Statistics;
import org.jspecify.annotations.Nullable;

/**
 * Under the id of a command that was carried out, the same command is answered again as long as what it gave stands, every
 * other is refused, and nothing is ever appended.
 */
@Tag("fuzz")
class RepetitionProperties {

    private static final CommandId ID = CommandId.random();
    private static final SegmentId SEGMENT = new SegmentId(new UUID(8, 8));

    @Provide
    Arbitrary<List<Move>> histories() {
        return Move.histories().map(moves -> moves.subList(0, Math.min(50, moves.size())));
    }

    @Provide
    Arbitrary<List<Move>> sequels() {
        return Move.histories().map(moves -> moves.subList(0, Math.min(8, moves.size() - 1)));
    }

    @Provide
    Arbitrary<Command> commands() {
        return Move.commands();
    }

    @Property(tries = 600, edgeCases = EdgeCasesMode.NONE)
    void aRepetitionIsTheSameCommand(
            @ForAll("histories") List<Move> history,
            @ForAll("commands") Command command,
            @ForAll("sequels") List<Move> sequel) {
        Move.Play play = Move.Play.of(history, table -> {});
        AllocationTable before = play.live.table();
        Answer first = play.live.run(command, ID, Verdicts.ALL_ALIVE);
        AllocationTable after = play.live.table();
        boolean carriedOut = after.find(ID) != null;
        Statistics.label(command.getClass().getSimpleName()).collect(carriedOut);
        if (!carriedOut) {
            return;
        }
        sequel.forEach(play::move);
        // A restored table must know just as much.
        AllocationTable now = AllocationTable.of(play.live.table().snapshot());

        Variants variants = new Variants(command, before);
        for (Command other : variants.others()) {
            assertEquals(Decision.refused(new Refusal.CommandIdReused(ID, after.sequence())), repeat(now, other));
        }
        Token token = tokenOf(command, after);
        boolean stands = command instanceof Release || Objects.equals(token, tokenOf(command, now));
        for (Command same : variants.same()) {
            Decision again = repeat(now, same);
            if (stands && canBeShown(same, before, now)) {
                assertEquals(Decision.echo(first, after.sequence()), again, same::toString);
            } else {
                assertFalse(again.isEcho(), same::toString);
                assertEquals(List.of(), again.events());
                assertRefused(again.refusal(), new Refusal.First(ID, after.sequence(), Objects.requireNonNull(token)));
            }
        }
        Statistics.label("stands").collect(stands);
    }

    private static void assertRefused(@Nullable Refusal refusal, Refusal.First first) {
        if (refusal instanceof Refusal.UnknownPod unknown) {
            assertEquals(first, unknown.first());
        } else if (refusal instanceof Refusal.StaleToken stale) {
            assertEquals(first, stale.first());
            assertEquals(first.token(), stale.given());
        } else {
            assertInstanceOf(Refusal.CommandIdReused.class, refusal);
        }
    }

    private static Decision repeat(AllocationTable table, Command command) {
        return Decider.decide(table, command, ID, Verdicts.ALL_ALIVE);
    }

    /** What an event leaves out has to be found in the spawner's row, as long as that is its own. */
    private static boolean canBeShown(Command command, AllocationTable before, AllocationTable now) {
        return !(command instanceof Delegate c)
                || (c.process() != null && c.token() == null)
                || Objects.equals(token(c.spawner(), before), token(c.spawner(), now));
    }

    private static @Nullable Token tokenOf(Command command, AllocationTable table) {
        if (command instanceof ReclaimDelegated c) {
            return token(c.parent(), table);
        }
        if (command instanceof Command.Register c) {
            return token(c.pod(), table);
        }
        if (command instanceof Delegate c) {
            return token(c.pod(), table);
        }
        if (command instanceof Adopt c) {
            return token(c.pod(), table);
        }
        return command instanceof Command.ChangeSegment c ? token(c.pod(), table) : null;
    }

    private static @Nullable Token token(PodName pod, AllocationTable table) {
        Allocation row = table.find(pod);
        return row == null ? null : row.token();
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void anImportIsTheSameAsLongAsItIsAll(
            @ForAll("histories") List<Move> history, @ForAll("sequels") List<Move> sequel, @ForAll int which) {
        List<ImportedPod> pods = Move.Play.tableAfter(history).allocations().stream()
                .map(row -> new ImportedPod(
                        row.pod(),
                        new BarePid(row.process().pid()),
                        row.socket(),
                        row.scope(),
                        row.delegatedFrom(),
                        row.segment()))
                .toList();
        LiveTable live = new LiveTable(new MemoryLog(InstantSource.system()).open(LogPosition.START));
        Command command = new Command.Import(pods);
        Answer first = live.run(command, ID, Verdicts.ALL_ALIVE);
        if (pods.isEmpty()) {
            return;
        }
        long sequence = live.table().sequence();
        assertEquals(Decision.echo(first, sequence), repeat(live.table(), command));

        int index = Math.floorMod(which, pods.size());
        ImportedPod pod = pods.get(index);
        Scope more = new Scope(List.of(ScopeRule.read("/q")), pod.scope().deny());
        for (ImportedPod other : List.of(
                new ImportedPod(
                        new PodName("other"), pod.process(), pod.socket(), pod.scope(), pod.delegatedFrom(), null),
                new ImportedPod(
                        pod.pod(), new BarePid(99), pod.socket(), pod.scope(), pod.delegatedFrom(), pod.segment()),
                new ImportedPod(
                        pod.pod(), pod.process(), new PodSocket("/s"), pod.scope(), pod.delegatedFrom(), pod.segment()),
                new ImportedPod(pod.pod(), pod.process(), pod.socket(), more, pod.delegatedFrom(), pod.segment()),
                new ImportedPod(
                        pod.pod(), pod.process(), pod.socket(), pod.scope(), new PodName("above"), pod.segment()),
                new ImportedPod(pod.pod(), pod.process(), pod.socket(), pod.scope(), pod.delegatedFrom(), SEGMENT))) {
            List<ImportedPod> changed = new ArrayList<>(pods);
            changed.set(index, other);
            assertReused(sequence, repeat(live.table(), new Command.Import(changed)));
        }
        assertReused(sequence, repeat(live.table(), new Command.Import(pods.subList(1, pods.size()))));
        List<ImportedPod> longer = new ArrayList<>(pods);
        longer.add(new ImportedPod(
                new PodName("other"), new BarePid(1), PodSocket.NONE, new Scope(List.of(), List.of()), null, null));
        assertReused(sequence, repeat(live.table(), new Command.Import(longer)));

        live.run(new Release(pod.pod(), null), Verdicts.ALL_ALIVE);
        assertReused(sequence, repeat(live.table(), command));
    }

    private static void assertReused(long sequence, Decision decision) {
        assertEquals(Decision.refused(new Refusal.CommandIdReused(ID, sequence)), decision);
    }
}
