package dev.podregistry.api;

import dev.podregistry.api.SnapshotWriter.Folded;
import dev.podregistry.decide.Answer;
import dev.podregistry.decide.Decision;
import dev.podregistry.event.Event;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.StackRoom;
import dev.podregistry.model.Actor;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.LogException;
import dev.podregistry.model.OutcomeUnknownException;
import dev.podregistry.model.UnusableRegistryException;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One log and the table that its events lead to; all registries on one directory in one JVM share it. Thread-safe.
 *
 * <p>The log folds for one thread at a time, so the table has one writer at a time and any number of readers.
 */
final class RegistryCore implements AutoCloseable {

    /** How many times of events are remembered. */
    private static final int MOST_TIMES = 10_000;

    private final EventLog log;
    private final Map<Long, Instant> owned = new ConcurrentHashMap<>();
    /** Read: the log is in use. Write: it is being closed, which must not happen under a command. */
    private final ReentrantReadWriteLock use = new ReentrantReadWriteLock();

    private boolean closed;
    private volatile Folded folded;
    private final @Nullable SnapshotWriter snapshots;
    private volatile @Nullable ImpossibleHistoryException impossible;

    private RegistryCore(EventLog log, Folded folded, @Nullable SnapshotWriter snapshots) {
        this.log = log;
        this.folded = folded;
        this.snapshots = snapshots;
    }

    /** {@return the core on {@code log}, caught up; the log is closed with it, and also when this fails} */
    static RegistryCore over(EventLog log) {
        return over(log, Folded.of(log.foundation()), null);
    }

    /**
     * {@return the core on {@code log}, caught up; the log is closed with it, and also when this fails}
     *
     * @param start what the log's folding calls go on from
     * @param snapshots writes snapshots of it, or null
     */
    static RegistryCore over(EventLog log, Folded start, @Nullable SnapshotWriter snapshots) {
        RegistryCore core = new RegistryCore(log, start, snapshots);
        try {
            log.catchUp(core::fold);
            return core;
        } catch (RuntimeException | Error e) {
            log.close();
            throw e;
        }
    }

    /**
     * What was decided.
     *
     * @param answer the answer
     * @param sequence where the table stands with the decision's events; of an echo, where it stood with them then
     * @param isEcho whether it was decided by an earlier call
     */
    record Decided(Answer answer, long sequence, boolean isEcho) {}

    /**
     * Decides on the caught-up table and appends.
     *
     * <p>When the log cannot say whether it appended, the command is repeated once; its id keeps that from doing
     * anything twice.
     *
     * @param rule decides; pure
     * @throws OutcomeUnknownException when it cannot say either after the repetition
     */
    Decided execute(Origin origin, Function<AllocationTable, Decision> rule) {
        return using(() -> {
            Decided decided;
            try {
                decided = transact(origin, rule);
            } catch (AppendFailedException e) {
                if (e.outcome() == AppendFailedException.Outcome.REFUSED) {
                    throw e;
                }
                decided = repeat(origin, rule, e);
            }
            considerSnapshot();
            return decided;
        });
    }

    private Folded folded() {
        return folded;
    }

    private void considerSnapshot() {
        if (snapshots != null) {
            snapshots.consider(this::folded);
        }
    }

    private Decided repeat(Origin origin, Function<AllocationTable, Decision> rule, AppendFailedException first) {
        try {
            Decided again = transact(origin, rule);
            // What it finds carried out is what this very call proposed before.
            return new Decided(again.answer(), again.sequence(), false);
        } catch (RuntimeException e) {
            if (e != first) {
                e.addSuppressed(first);
            }
            // To be refused, it had to be proposed again: the first attempt is not in the log.
            if (e instanceof AppendFailedException again && again.outcome() == AppendFailedException.Outcome.REFUSED) {
                throw e;
            }
            throw new OutcomeUnknownException(origin.command(), e);
        }
    }

    private Decided transact(Origin origin, Function<AllocationTable, Decision> rule) {
        beginKnownEpoch(origin.actor());
        return log.transact(origin, this::fold, () -> {
            AllocationTable now = folded.table();
            Decision decision = rule.apply(now);
            long sequence = decision.isEcho()
                    ? decision.echoOf()
                    : now.sequence() + decision.events().size();
            return new Proposal<>(decision.events(), new Decided(decision.answer(), sequence, decision.isEcho()));
        });
    }

    /** A repair that gave events up leaves it to the next command to see to it that their tokens are not given again. */
    private void beginKnownEpoch(Actor actor) {
        long known = log.knownEpoch();
        if (known > folded.table().epochs().current()) {
            log.transact(
                    new Origin(actor, CommandId.random()),
                    this::fold,
                    () -> new Proposal<>(
                            known > folded.table().epochs().current() ? List.of(new Event.Restored(known)) : List.of(),
                            known));
        }
    }

    /** {@return the table, with everything that anybody has appended so far} */
    AllocationTable current() {
        return using(() -> {
            if (log.mayHaveGrown()) {
                log.catchUp(this::fold);
                considerSnapshot();
            }
            return folded.table();
        });
    }

    /**
     * {@return when a live pod got its owner, or null when the log cannot say so}
     *
     * <p>A step may ask.
     */
    @Nullable
    Instant ownedSince(Allocation pod) {
        Long sequence = folded.table().epochs().sequence(pod.token());
        Instant known = owned.get(sequence);
        return known == null ? findTime(sequence) : known;
    }

    private @Nullable Instant findTime(Long sequence) {
        try {
            Recorded event = log.find(sequence);
            if (event == null) {
                return null;
            }
            if (owned.size() >= MOST_TIMES) {
                owned.clear();
            }
            owned.put(sequence, event.time());
            return event.time();
        } catch (LogException e) {
            // Whoever reads the history learns of its damage; commands go on without it, from a snapshot.
            return null;
        }
    }

    private void fold(Recorded recorded) {
        try {
            folded = new Folded(folded.table().evolve(recorded), recorded.position());
        } catch (ImpossibleHistoryException e) {
            impossible = e;
            throw new UnusableRegistryException(e.sequence(), e);
        }
    }

    private <T> T using(Supplier<T> work) {
        StackRoom.require();
        Lock lock = use.readLock();
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the registry is closed; open it again");
            }
            ImpossibleHistoryException found = impossible;
            if (found != null) {
                throw new UnusableRegistryException(found.sequence(), found);
            }
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses to be closed by a thread that is inside a command here, as that would wait for itself. */
    void checkOutside() {
        if (use.getReadHoldCount() > 0) {
            throw new IllegalStateException(
                    "a registry cannot be closed from within one of its own commands; close it once they have returned");
        }
    }

    /** Waits for the commands that are under way, writes a last snapshot, and closes the log. Idempotent. */
    @Override
    public void close() {
        StackRoom.require();
        Lock lock = use.writeLock();
        lock.lock();
        try {
            if (!closed) {
                closed = true;
                try {
                    if (snapshots != null) {
                        snapshots.close(this::folded);
                    }
                } finally {
                    log.close();
                }
            }
        } finally {
            lock.unlock();
        }
    }
}
