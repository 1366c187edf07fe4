package dev.podregistry.api;

import dev.podregistry.api.SnapshotWriter.Folded;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.UnusableRegistryException;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about a registry that other processes write, and changes nothing in its directory.
 *
 * <p>It needs no right to write there, takes no lock that a writer waits for, and reclaims no pod: one whose process is
 * dead holds its paths here until a writer's next command. Opened by {@link PodRegistry#openReadOnly}. Thread-safe.
 */
public final class ReadOnlyRegistry implements AutoCloseable {

    private final LogReader log;
    private final Targets targets;
    private final ReentrantLock turn = new ReentrantLock();
    private AllocationTable table;
    private @Nullable ImpossibleHistoryException impossible;
    private boolean closed;

    private ReadOnlyRegistry(LogReader log, AllocationTable table, Targets targets) {
        this.log = log;
        this.table = table;
        this.targets = targets;
    }

    static ReadOnlyRegistry open(Path directory, RegistryOptions options) {
        Start start = Start.of(directory, SnapshotFiles.in(directory, OpenDirectories::warn));
        Folded folded = start.folded();
        return new ReadOnlyRegistry(
                ChronicleLogReader.open(directory, start.bookmark()), folded.table(), new Targets(options.paths()));
    }

    /**
     * {@return what is known now, with everything that anybody has appended so far}
     *
     * @throws LogUnavailableException when the log cannot be read
     * @throws DamagedLogException when the log does not hold what was once appended
     * @throws UnusableRegistryException when the log holds an event that no registry could have decided
     * @throws IllegalStateException when this is closed
     */
    public RegistryView view() {
        turn.lock();
        try {
            if (closed) {
                throw new IllegalStateException("the registry is closed; open it again");
            }
            ImpossibleHistoryException found = impossible;
            if (found != null) {
                throw new UnusableRegistryException(found.sequence(), found);
            }
            if (log.mayHaveGrown()) {
                log.catchUp(this::fold);
            }
            return new RegistryView(table, targets);
        } finally {
            turn.unlock();
        }
    }

    private void fold(Recorded recorded) {
        try {
            table = table.evolve(recorded);
        } catch (ImpossibleHistoryException e) {
            impossible = e;
            throw new UnusableRegistryException(e.sequence(), e);
        }
    }

    /** Gives the log back. Views that were taken answer on. Idempotent. */
    @Override
    public void close() {
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                log.close();
            }
        } finally {
            turn.unlock();
        }
    }
}
