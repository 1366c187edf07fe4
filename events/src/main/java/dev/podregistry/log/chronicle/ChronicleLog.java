package dev.podregistry.log.chronicle;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.StackRoom;
import dev.podregistry.log.Step;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.DiskSpace;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.lock.AppendRight;
import dev.podregistry.log.chronicle.lock.Call;
import dev.podregistry.log.chronicle.lock.Deadline;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.log.chronicle.lock.Turns;
import dev.podregistry.log.chronicle.queue.Folding;
import dev.podregistry.log.chronicle.queue.GroupSync;
import dev.podregistry.log.chronicle.queue.MarkWriter;
import dev.podregistry.log.chronicle.queue.QueueDisk;
import dev.podregistry.log.chronicle.queue.QueueWriter;
import dev.podregistry.log.chronicle.queue.TransactionWriter;
import dev.podregistry.log.chronicle.raw.Inspection;
import dev.podregistry.log.chronicle.recovery.Preparation;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The log of a registry on a local disk, shared by any number of processes of this host.
 *
 * <p>{@code transact} takes the registry's lock, reads what others appended, decides once, appends one document, reads it
 * back, gives the lock up, and answers when all it has read is as durable as asked for. While it has the lock, it does the
 * same for other threads that have come meanwhile, each with a decision and a document of its own. The lock does not rest on
 * Chronicle, and a process that dies at any point of this blocks nobody.
 *
 * <p>While a log is open, no other code of this JVM may open the file {@code lock}, not even to copy it: closing it
 * again would give the operating system's lock away.
 */
public final class ChronicleLog implements EventLog {

    /** The greatest transaction, in bytes as stored; an event takes about 800. */
    public static final int MAX_TRANSACTION = Queues.MAX_TRANSACTION;

    /** How many transactions to be read are too many to keep others from appending meanwhile; it can take longer than a turn. */
    private static final long MUCH = 1_000;

    private final RegistryDirectory directory;
    private final ChronicleLogOptions options;
    private final DiskSpace space;
    private final AppendRight right;
    private final Fsync fsync;
    private final QueueWriter writer;
    private final TransactionWriter transactions;
    private final MarkWriter mark;
    private final GroupSync sync;
    private final ChronicleLogReader reader;
    private final @Nullable RecoveryReport recovery;
    /** One call waits for the right to append, the others for that one; the reader's turn is free meanwhile. */
    private final Turns<RegistryLock.Held> calls = new Turns<>();

    private ChronicleLog(
            RegistryDirectory directory,
            ChronicleLogOptions options,
            AppendRight right,
            Beginning beginning,
            Drive drive)
            throws IOException {
        this.fsync = drive.fsync();
        this.directory = directory;
        this.options = options;
        this.right = right;
        space = DiskSpace.of(directory.root(), drive.reserve());
        writer = new QueueWriter(directory, options.clock(), fsync);
        transactions = new TransactionWriter(directory, options.clock(), space, writer);
        mark = new MarkWriter(directory, fsync);
        RegistryLock.Held held = right.acquire(Deadline.in(options.lockTimeout()));
        recovery =
                new Preparation(directory, space, writer, mark, fsync).run(beginning.extent(), beginning.after(), held);
        try {
            reader = ChronicleLogReader.open(directory, beginning.after().get());
        } catch (RuntimeException | Error e) {
            writer.close();
            throw e;
        }
        sync = new GroupSync(new QueueDisk(directory, fsync, reader::lastFile));
    }

    /**
     * {@return a handle on the log below a registry directory, both created if they are missing}
     *
     * @param registryDirectory the directory, which the registry has for itself
     * @param options how to write
     * @param after where its folding calls begin: they deliver the events after this position
     * @throws LogUnavailableException when no log can be had there
     * @throws LogBusyException when the right to write could not be had in time
     * @throws DamagedLogException when the log is damaged up to {@code after}, or never stood there
     */
    public static ChronicleLog open(Path registryDirectory, ChronicleLogOptions options, LogPosition after) {
        return open(registryDirectory, options, after, Drive.SYSTEM);
    }

    /**
     * {@return a handle as {@link #open(Path, ChronicleLogOptions, LogPosition)}, which need not read what a right hint
     * skips}
     *
     * <p>Of what comes before, it looks at no more than a loss of power can have touched: damage further back is found by
     * whoever reads it.
     *
     * @param after is asked where to begin once the log is sound, so that it can look into the log itself
     */
    public static ChronicleLog open(Path registryDirectory, ChronicleLogOptions options, Supplier<Bookmark> after) {
        return open(registryDirectory, options, new Beginning(after, Inspection.Extent.EVENTS), Drive.SYSTEM);
    }

    static ChronicleLog open(Path registryDirectory, ChronicleLogOptions options, LogPosition after, Drive drive) {
        Beginning beginning = new Beginning(() -> Bookmark.of(after), Inspection.Extent.FILES);
        return open(registryDirectory, options, beginning, drive);
    }

    /**
     * Where a handle begins.
     *
     * @param after tells the place once the log is sound
     * @param extent how far back that is inspected
     */
    private record Beginning(Supplier<Bookmark> after, Inspection.Extent extent) {}

    private static ChronicleLog open(
            Path registryDirectory, ChronicleLogOptions options, Beginning beginning, Drive drive) {
        ChronicleRuntime.require();
        RegistryDirectory directory = options.mustExist()
                ? RegistryDirectory.toRepair(registryDirectory, drive, options.acceptedFileSystems())
                : RegistryDirectory.create(registryDirectory, drive, options.acceptedFileSystems());
        try {
            AppendRight right = AppendRight.of(directory);
            try {
                return new ChronicleLog(directory, options, right, beginning, drive);
            } catch (IOException | RuntimeException | Error e) {
                right.close();
                throw e;
            }
        } catch (IOException e) {
            throw new LogUnavailableException(
                    Reason.IO, "cannot open the registry " + registryDirectory + ": " + Reasons.of(e), e);
        }
    }

    /**
     * {@return what had to be set aside when this handle was opened, because a loss of power or an interrupted recovery
     * had left it behind; empty when the log was found as its writers had left it}
     */
    public Optional<RecoveryReport> recovery() {
        return Optional.ofNullable(recovery);
    }

    @Override
    public <A> A transact(Origin origin, EventSink fold, Step<A> step) {
        StackRoom.require();
        boolean interrupted = Thread.interrupted();
        try {
            Decided<A> decided = inTurn(origin, fold, step);
            if (options.durability() == Durability.SYNC) {
                sync(decided);
            }
            StackRoom.isProven();
            return decided.answer();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * What a call has come to before it is durable.
     *
     * @param answer the answer
     * @param appended how many events it appended
     * @param seen the sequence of the last event that it rests on
     */
    private record Decided<A>(A answer, int appended, long seen) {}

    private <A> Decided<A> inTurn(Origin origin, EventSink fold, Step<A> step) {
        if (reader.turn().isHeldByCurrentThread()) {
            throw ChronicleLogReader.nested();
        }
        Deadline deadline = Deadline.in(options.lockTimeout());
        Call<Decided<A>> call = new Call<>(held -> decide(origin, fold, step, held));
        Passengers passengers = new Passengers();
        if (calls.await(call::run, deadline, () -> right.busy(deadline))) {
            lead(call, fold, deadline, passengers);
        }
        return call.outcome();
    }

    /** Takes the right to append, and does with it what all calls want that have come by then. */
    private void lead(Call<?> call, EventSink fold, Deadline deadline, Passengers passengers) {
        try {
            if (reader.isClosed()) {
                throw new IllegalStateException("the log is closed");
            }
            Deadline rest = readsAhead(fold, deadline) ? Deadline.in(options.lockTimeout()) : deadline;
            lead(call, right.acquire(rest), rest, passengers);
        } finally {
            try {
                calls.end();
            } finally {
                passengers.arrive();
            }
        }
    }

    /** {@return whether others had appended so much that it was read now, and not while they wait for the lock} */
    private boolean readsAhead(EventSink fold, Deadline deadline) {
        ReentrantLock turn = reader.turn();
        if (!deadline.tryLock(turn)) {
            throw right.busy(deadline);
        }
        try {
            Folding folding = reader.folding();
            long backlog = folding.backlog();
            if (backlog <= MUCH) {
                return false;
            }
            folding.drain(fold, backlog);
            return true;
        } finally {
            turn.unlock();
        }
    }

    private void lead(Call<?> call, RegistryLock.Held acquired, Deadline deadline, Passengers passengers) {
        try (RegistryLock.Held held = acquired) {
            ReentrantLock turn = reader.turn();
            if (!deadline.tryLock(turn)) {
                throw right.busy(deadline);
            }
            try {
                call.run(held);
                boolean more = true;
                while (more && !held.isOverdue()) {
                    Runnable letGo = calls.takeAlong(held);
                    more = letGo != null;
                    if (letGo != null) {
                        passengers.take(letGo);
                    }
                }
            } finally {
                turn.unlock();
            }
        }
    }

    /** Callers whose calls another has carried out. Those that wait for the disk as well wake up when both is done. */
    private final class Passengers {

        private final List<Runnable> waiting = new ArrayList<>();
        private long seen;

        void take(Runnable letGo) {
            boolean waits = false;
            try {
                waits = options.durability() == Durability.SYNC && waiting.add(letGo);
                seen = reader.folding().folded().sequence();
            } finally {
                if (!waits) {
                    letGo.run();
                }
            }
        }

        void arrive() {
            if (waiting.isEmpty()) {
                return;
            }
            try {
                sync.upTo(seen);
            } catch (IOException | RuntimeException e) {
                // Each caller is told so when it asks for itself.
            } finally {
                waiting.forEach(Runnable::run);
            }
        }
    }

    private <A> Decided<A> decide(Origin origin, EventSink fold, Step<A> step, RegistryLock.Held held) {
        Folding folding = reader.folding();
        folding.drain(fold);
        Proposal<A> proposal = step.decide();
        if (!proposal.events().isEmpty()) {
            if (folding.folded().sequence() == 0) {
                mark.reserve();
            }
            transactions.append(origin, proposal.events(), folding, held, sync.synced());
            folding.deliver(fold);
        }
        Decided<A> decided = new Decided<>(
                proposal.answer(), proposal.events().size(), folding.folded().sequence());
        if (decided.appended() > 0) {
            settle(decided);
        }
        return decided;
    }

    /** What is answered is in a log that is known to have begun. */
    private void settle(Decided<?> decided) {
        try {
            mark.settle(() -> sync.upTo(decided.seen()));
        } catch (IOException e) {
            throw failed(decided, e);
        }
    }

    @Override
    public long knownEpoch() {
        return mark.epoch();
    }

    @Override
    public void sync(long sequence) {
        StackRoom.require();
        if (reader.isClosed()) {
            throw new IllegalStateException("the log is closed");
        }
        sync(new Decided<>("", 0, sequence));
    }

    private void sync(Decided<?> decided) {
        try {
            sync.upTo(decided.seen());
        } catch (IOException e) {
            throw failed(decided, e);
        }
    }

    private LogException failed(Decided<?> decided, IOException e) {
        boolean disk = GroupSync.isBegun(e);
        String then = disk ? "; check the disk, close the log and open it again" : "; mend that, and try again";
        return decided.appended() > 0
                ? new AppendFailedException(
                        Outcome.UNKNOWN,
                        "the events are in " + directory.queue() + ", but "
                                + (disk ? "the disk failed: " : "it is not known whether they are on the disk: ")
                                + Reasons.of(e) + then,
                        e)
                : new LogUnavailableException(
                        Reason.IO,
                        "cannot sync " + directory.queue() + ": " + Reasons.of(e, directory.queue()) + then,
                        e);
    }

    @Override
    public LogPosition first() {
        return reader.first();
    }

    @Override
    public @Nullable Foundation foundation() {
        return reader.foundation();
    }

    @Override
    public LogPosition replay(long from, EventSink sink) {
        return reader.replay(from, sink);
    }

    @Override
    public LogPosition catchUp(EventSink fold) {
        return reader.catchUp(fold);
    }

    @Override
    public boolean mayHaveGrown() {
        return reader.mayHaveGrown();
    }

    @Override
    public @Nullable Recorded find(long sequence) {
        return reader.find(sequence);
    }

    @Override
    public long hint() {
        return reader.hint();
    }

    @Override
    public void close() {
        StackRoom.require();
        ReentrantLock turn = reader.turn();
        if (turn.isHeldByCurrentThread()) {
            throw ChronicleLogReader.nested();
        }
        calls.await(null, Deadline.never(), IllegalStateException::new);
        turn.lock();
        try {
            if (reader.isClosed()) {
                return;
            }
            try (sync;
                    right;
                    writer;
                    reader) {
                // In the opposite order, and each of them whatever becomes of the others.
            }
        } catch (IOException e) {
            throw new LogUnavailableException(
                    Reason.IO, "cannot close " + directory.queue() + ": " + Reasons.of(e, directory.queue()), e);
        } finally {
            turn.unlock();
            calls.end();
        }
    }
}
