package dev.podregistry.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.model.Allocation;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From whatever snapshot a state is told, it is the state that all events lead to. */
@Tag("slow")
class ResumptionTest {

    private static final int EVENTS = 400;

    private int replays;

    private static State replayed(List<Recorded> history, long last) {
        Replay replay = new Replay(last);
        history.forEach(replay);
        return replay.state();
    }

    private State resumed(List<Recorded> history, Snapshot snapshot, long last) {
        Resumption resumption = new Resumption(snapshot, last);
        int from = Math.toIntExact(snapshot.table().sequence());
        history.subList(from, history.size()).forEach(resumption);
        assertEquals(last, resumption.at());
        return resumption.state(0, sequence -> history.get((int) sequence - 1), () -> {
            replays++;
            return replayed(history, last).beginnings();
        });
    }

    private static List<Snapshot> snapshots(List<Recorded> history) {
        List<Snapshot> snapshots = new ArrayList<>();
        AllocationTable table = AllocationTable.EMPTY;
        for (Recorded event : history) {
            table = table.evolve(event);
            snapshots.add(new Snapshot(Bookmark.of(event.position()), table.snapshot()));
        }
        return snapshots;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void anyPairOfASnapshotAndAPointLeadsToTheStateOfAFullReplay(long seed) {
        List<Recorded> history = RandomHistory.events(seed, EVENTS);
        List<Snapshot> snapshots = snapshots(history);
        Random random = new Random(seed);
        int asked = 0;
        for (int last = 1; last <= history.size(); last++) {
            State right = replayed(history, last);
            State state = resumed(history, snapshots.get(random.nextInt(last)), last);
            assertEquals(right.at(), state.at());
            assertEquals(right.table(), state.table());
            for (Allocation row : right.table().allocations()) {
                assertEquals(right.link(row), state.link(row), "at #" + last);
                asked++;
            }
        }
        assertTrue(replays > 0, "nothing needed the whole history");
        assertTrue(replays * 4 < asked, replays + " replays for " + asked + " pods");
    }

    @Test
    void whatNeverHappenedIsNotToldAsABeginning() {
        List<Recorded> history = new ArrayList<>();
        new Events()
                .then(Events.registered("a", 1))
                .then(Events.registered("b", 2))
                .tellTo(history::add);
        List<Recorded> other = List.of(history.get(1), history.get(0));
        Resumption resumption = new Resumption(snapshots(history).get(1), Long.MAX_VALUE);
        State state = resumption.state(0, sequence -> other.get((int) sequence - 1), () -> row -> {
            throw new AssertionError("not asked for");
        });
        for (Allocation row : state.table().allocations()) {
            assertThrows(ImpossibleHistoryException.class, () -> state.link(row));
        }
    }
}
