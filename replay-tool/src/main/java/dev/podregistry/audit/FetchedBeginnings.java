package dev.podregistry.audit;

import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Scope;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.util.List;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Beginnings made of the single events that the rows name, {@code created} and {@code token}; each is fetched when it is
 * asked for.
 *
 * <p>One thing no row tells: what the own scope of a spawner was that has ended since, or got something back. For that,
 * and when so many are asked for that fetching takes longer, the history is replayed once.
 */
final class FetchedBeginnings implements Beginnings {

    private static final int FETCHED = 1_000;

    private final AllocationTable table;
    private final long first;
    private final LongFunction<Recorded> events;
    private final Supplier<Beginnings> replay;
    private @Nullable Beginnings replayed;
    private int fetched;

    /**
     * Creates beginnings.
     *
     * @param table the table
     * @param first the sequence that the history begins after
     * @param events tells the event of any sequence up to the table's
     * @param replay makes the beginnings of the same table from all events
     */
    FetchedBeginnings(AllocationTable table, long first, LongFunction<Recorded> events, Supplier<Beginnings> replay) {
        this.first = first;
        this.table = table;
        this.events = events;
        this.replay = replay;
    }

    @Override
    public Beginning of(Allocation row) {
        Beginnings all = replayed;
        Beginning beginning = all == null && fetched < FETCHED ? fetched(row) : null;
        if (beginning != null) {
            return beginning;
        }
        if (all == null) {
            all = replay.get();
            replayed = all;
        }
        return all.of(row);
    }

    /** {@return the beginning, or null when single events do not tell it} */
    private @Nullable Beginning fetched(Allocation row) {
        if (row.created() <= first) {
            return new Beginning(null, adopted(row), null);
        }
        fetched++;
        Mark created = created(row);
        Scope grantedUnder = null;
        if (created.event() instanceof Event.Delegated delegated
                && !(delegated.authority() instanceof Authority.Unrecorded)) {
            grantedUnder = delegated.authority() instanceof Authority.Given given
                    ? given.scope()
                    : unchangedScope(row, delegated);
            if (grantedUnder == null) {
                return null;
            }
        }
        return new Beginning(created, adopted(row), grantedUnder);
    }

    /** Whoever delegated stays right above until it ends, and its rules never change but by what it takes back. */
    private @Nullable Scope unchangedScope(Allocation row, Event.Delegated delegated) {
        Allocation spawner = delegated.spawner().equals(row.delegatedFrom()) ? table.find(delegated.spawner()) : null;
        return spawner != null
                        && spawner.created() > first
                        && spawner.scope().equals(scope(created(spawner).event()))
                ? spawner.scope()
                : null;
    }

    private Mark created(Allocation row) {
        Mark created = event(row.created());
        Scope scope = scope(created.event());
        require(created, row, scope != null && scope.allow().equals(row.scope().allow()));
        return created;
    }

    private static @Nullable Scope scope(Event event) {
        if (event instanceof Event.Registered registered) {
            return new Scope(registered.allow(), registered.deny());
        }
        return event instanceof Event.Delegated delegated ? new Scope(delegated.allow(), List.of()) : null;
    }

    private @Nullable Mark adopted(Allocation row) {
        long owned = table.epochs().sequence(row.token());
        if (owned == row.created() || owned <= first) {
            return null;
        }
        Mark adopted = event(owned);
        require(adopted, row, adopted.event() instanceof Event.Adopted);
        return adopted;
    }

    private Mark event(long sequence) {
        return Mark.of(events.apply(sequence));
    }

    private static void require(Mark event, Allocation row, boolean fits) {
        if (!fits || !row.pod().equals(event.event().pod())) {
            throw new ImpossibleHistoryException(
                    event.sequence(),
                    event.event(),
                    "the snapshot of the table says that pod " + row.pod() + " came of it");
        }
    }
}
