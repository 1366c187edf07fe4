package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Epochs;
import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A log that was put back from a backup gives no token that the lost one gave, and takes none of its own handles back. */
class RestoredProperties {

    private static final PodName LEAD = new PodName("lead");
    private static final PodName CODER = new PodName("coder");

    @Provide
    Arbitrary<List<Move>> histories() {
        return Move.histories();
    }

    /** The token of the first adoption was that of the second one too, after the restore, so its owner could release it. */
    @Example
    void aHandleFromTheLostFutureIsStale() {
        LiveTable lost = fresh();
        lost.run(register(), Verdicts.ALL_ALIVE);
        lost.run(delegate(), Verdicts.ALL_ALIVE);
        List<Recorded> backup = List.copyOf(lost.history());
        Token first = ((Answer.Held) lost.run(adopt(1), Verdicts.ALL_ALIVE)).token();

        LiveTable restored = restored(backup, Epochs.after(2, 0, 3));
        Token second = ((Answer.Held) restored.run(adopt(2), Verdicts.ALL_ALIVE)).token();

        assertEquals(new Token(3), first);
        assertTrue(second.compareTo(first) > 0, second::toString);
        assertEquals(
                new Answer.Refused(new Refusal.StaleToken(CODER, first, second)),
                restored.run(new Command.Release(CODER, first), Verdicts.ALL_ALIVE));
        assertInstanceOf(Answer.Freed.class, restored.run(new Command.Release(CODER, second), Verdicts.ALL_ALIVE));
    }

    @Example
    void podsInTheBackupKeepTheirTokens() {
        LiveTable lost = fresh();
        Token token = ((Answer.Held) lost.run(register(), Verdicts.ALL_ALIVE)).token();

        LiveTable restored = restored(lost.history(), 7);

        assertInstanceOf(
                Answer.Held.class,
                restored.run(
                        new Command.ChangeSegment(LEAD, new SegmentId(new UUID(0, 9)), token), Verdicts.ALL_ALIVE));
        assertInstanceOf(Answer.Freed.class, restored.run(new Command.Release(LEAD, token), Verdicts.ALL_ALIVE));
    }

    /** The reservation's token is of the epoch too, so that who repeats the adoption with it is answered. */
    @Example
    void anAdoptionOfThisEpochIsRepeatedWithTheTokenOfItsReservation() {
        LiveTable live = restored(List.of(), 7);
        live.run(register(), Verdicts.ALL_ALIVE);
        Token reserved = ((Answer.Held) live.run(delegate(), Verdicts.ALL_ALIVE)).token();
        CommandId id = CommandId.random();
        Command adopt = new Command.Adopt(CODER, new BarePid(1), new SegmentId(new UUID(1, 1)), reserved);
        Answer first = live.run(adopt, id, Verdicts.ALL_ALIVE);

        assertEquals(Decision.echo(first, 4), Decider.decide(live.table(), adopt, id, Verdicts.ALL_ALIVE));
    }

    @Example
    void anEpochThatDoesNotGrowCannotHaveHappened() {
        AllocationTable table = restored(List.of(), 7).table();

        for (long epoch : List.of(7L, 6L)) {
            assertThrows(ImpossibleHistoryException.class, () -> table.evolve(new Event.Restored(epoch)));
        }
        assertEquals(8, table.evolve(new Event.Restored(8)).epochs().current());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void noTokenComesAgain(
            @ForAll("histories") List<Move> history, @ForAll("histories") List<Move> future, @ForAll int cut) {
        LiveTable lost = Move.Play.of(history, table -> {}).live;
        if (lost.history().isEmpty()) {
            return;
        }
        int kept = Math.floorMod(cut, lost.history().size());
        Move.Play play = Move.Play.on(restored(
                lost.history().subList(0, kept),
                Epochs.after(kept, 0, lost.history().size())));
        Token greatest = new Token(lost.history().size());
        AllocationTable before = play.live.table();
        for (Move move : future) {
            play.move(move);
            AllocationTable now = play.live.table();
            assertEquals(now, AllocationTable.of(now.snapshot()));
            for (Allocation row : now.allocations()) {
                Allocation old = before.find(row.pod());
                assertTrue(
                        row.token().compareTo(greatest) > 0
                                || (old != null && old.token().equals(row.token())),
                        () -> row + " has a token of before");
            }
        }
    }

    private static LiveTable fresh() {
        return new LiveTable(new MemoryLog(InstantSource.system()).open(LogPosition.START));
    }

    private static LiveTable restored(List<Recorded> backup, long epoch) {
        LiveTable live = fresh();
        backup.forEach(recorded -> live.append(recorded.origin(), new Proposal<>(List.of(recorded.event()), "")));
        live.append(LiveTable.origin(), new Proposal<>(List.of(new Event.Restored(epoch)), ""));
        return live;
    }

    private static Command register() {
        ScopeRequest scope = new ScopeRequest(List.of(ScopeRule.write("/r")), List.of());
        return new Command.Register(LEAD, new BarePid(1), PodSocket.NONE, scope, new SegmentId(new UUID(0, 1)));
    }

    private static Command delegate() {
        return new Command.Delegate(LEAD, CODER, null, PodSocket.NONE, List.of(ScopeRule.write("/r/a")), null, null);
    }

    private static Command adopt(long pid) {
        return new Command.Adopt(CODER, new BarePid(pid), new SegmentId(new UUID(1, pid)), null);
    }
}
