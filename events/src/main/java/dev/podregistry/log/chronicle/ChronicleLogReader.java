package dev.podregistry.log.chronicle;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.StackRoom;
import dev.podregistry.log.chronicle.disk.ChronicleRuntime;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.queue.Folding;
import dev.podregistry.log.chronicle.queue.Lookup;
import dev.podregistry.log.chronicle.queue.Tail;
import dev.podregistry.log.chronicle.raw.FoundationSearch;
import dev.podregistry.log.chronicle.raw.ReadFailures;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads the log of a registry, while others write it or not, and leaves every byte of the directory as it is.
 *
 * <p>It needs no right to write. {@code replay} reads and checks the log from its first event each time.
 */
public final class ChronicleLogReader implements LogReader {

    private final RegistryDirectory directory;
    private final Folding folding;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final ReentrantLock finding = new ReentrantLock();
    private @Nullable Lookup lookup;
    private volatile boolean closed;

    private ChronicleLogReader(RegistryDirectory directory, Folding folding) {
        this.directory = directory;
        this.folding = folding;
    }

    /**
     * {@return a reader of the log below a registry directory}
     *
     * @param registryDirectory the directory
     * @param after where its folding calls begin: they deliver the events after this position
     * @throws LogUnavailableException when there is no log, or it cannot be read here
     * @throws DamagedLogException when the log is damaged up to {@code after}, or never stood there
     */
    public static ChronicleLogReader open(Path registryDirectory, LogPosition after) {
        return open(registryDirectory, Bookmark.of(after));
    }

    /** {@return a reader as {@link #open(Path, LogPosition)}, which need not read what a right hint skips} */
    public static ChronicleLogReader open(Path registryDirectory, Bookmark after) {
        ChronicleRuntime.require();
        return open(RegistryDirectory.existing(registryDirectory), after);
    }

    static ChronicleLogReader open(RegistryDirectory directory, Bookmark after) {
        return new ChronicleLogReader(directory, Folding.after(directory, after));
    }

    /**
     * {@return a reader as {@link #open(Path, Bookmark)}, or null when the hint does not lead to the position}
     *
     * <p>The position may still be right then: finding out would take reading the log from its beginning.
     *
     * @throws LogUnavailableException when there is no log, or it cannot be read here
     */
    public static @Nullable ChronicleLogReader openAtHint(Path registryDirectory, Bookmark after) {
        ChronicleRuntime.require();
        RegistryDirectory directory = RegistryDirectory.existing(registryDirectory);
        Folding folding = Folding.atHint(directory, after);
        return folding == null ? null : new ChronicleLogReader(directory, folding);
    }

    /** {@return whether there is a log below a registry directory, and a bookmark's hint leads to its position in it} */
    public static boolean leadsTo(Path registryDirectory, Bookmark bookmark) {
        ChronicleRuntime.require();
        try (ChronicleLogReader reader = openAtHint(registryDirectory, bookmark)) {
            return reader != null;
        } catch (LogException e) {
            return false;
        }
    }

    /**
     * {@return what the history of the log below a registry directory goes on from, as {@link #foundation}}
     *
     * @throws LogUnavailableException when it cannot be read
     */
    public static @Nullable Foundation foundation(Path registryDirectory) {
        return FoundationSearch.foundation(registryDirectory.resolve("queue"));
    }

    @Override
    public LogPosition first() {
        return FoundationSearch.first(directory.queue());
    }

    @Override
    public @Nullable Foundation foundation() {
        return FoundationSearch.foundation(directory.queue());
    }

    @Override
    public LogPosition replay(long from, EventSink sink) {
        checkOpen();
        folding.home().require();
        try {
            return replayAll(from, sink);
        } catch (InternalError e) {
            throw ReadFailures.explained(directory, e);
        }
    }

    /** A fault in mapped memory may be told late, when the sink is at work already. */
    private LogPosition replayAll(long from, EventSink sink) {
        try (Tail tail = Tail.open(directory)) {
            return tail.readAll(event -> {
                if (event.sequence() >= from) {
                    sink.accept(event);
                }
            });
        }
    }

    /** It reads a few transactions, or the whole log when these do not lead to the event. */
    @Override
    public @Nullable Recorded find(long sequence) {
        StackRoom.require();
        finding.lock();
        try {
            checkOpen();
            folding.home().require();
            Lookup lookup = lookup();
            if (sequence <= lookup.first().sequence()) {
                return null;
            }
            Recorded found = lookup.find(sequence);
            return found == null ? LogReader.super.find(sequence) : found;
        } catch (Error e) {
            closeLookup();
            throw e;
        } finally {
            finding.unlock();
        }
    }

    private Lookup lookup() {
        Lookup open = lookup;
        if (open == null || !open.isCurrent()) {
            closeLookup();
            open = Lookup.open(directory);
            lookup = open;
        }
        return open;
    }

    private void closeLookup() {
        Lookup open = lookup;
        lookup = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public LogPosition catchUp(EventSink fold) {
        StackRoom.require();
        if (turn.isHeldByCurrentThread()) {
            throw nested();
        }
        turn.lock();
        try {
            checkOpen();
            folding.drain(fold);
            return folding.folded();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public boolean mayHaveGrown() {
        StackRoom.require();
        if (!turn.tryLock()) {
            return true;
        }
        try {
            checkOpen();
            return folding.mayHaveGrown();
        } finally {
            turn.unlock();
        }
    }

    @Override
    public long hint() {
        return folding.hint();
    }

    @Override
    public void close() {
        StackRoom.require();
        turn.lock();
        try {
            if (!closed) {
                closed = true;
                folding.close();
            }
        } finally {
            turn.unlock();
        }
        finding.lock();
        try {
            closeLookup();
        } finally {
            finding.unlock();
        }
    }

    /** {@return the file of the event that was read last, null when none is known; for any thread} */
    @Nullable
    Path lastFile() {
        return folding.file();
    }

    boolean isClosed() {
        return closed;
    }

    /** {@return the lock under which one call at a time folds} */
    ReentrantLock turn() {
        return turn;
    }

    /** {@return what was folded; for whoever holds the turn} */
    Folding folding() {
        checkOpen();
        return folding;
    }

    static IllegalStateException nested() {
        return new IllegalStateException("a fold or a step must not call the log that runs it");
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the log is closed");
        }
    }
}
