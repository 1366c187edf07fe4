package dev.podregistry.log.chronicle.queue;

import static java.util.Objects.requireNonNull;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.chronicle.disk.Home;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.ReadFailures;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one handle has delivered to its folding calls, and what it has read but not delivered yet.
 *
 * <p>An event that a sink refuses stays first in line. Not thread-safe.
 */
public final class Folding implements AutoCloseable {

    private final RegistryDirectory directory;
    private final Home home;
    private final Deque<Recorded> unseen;
    private final boolean begins;
    private LogPosition folded;
    private @Nullable Tail tail;
    private volatile long hint;
    private volatile @Nullable Path file;
    private boolean stale;

    private Folding(RegistryDirectory directory, Home home, LogPosition after, Tail tail, Deque<Recorded> unseen) {
        this.directory = directory;
        this.home = home;
        this.folded = after;
        this.tail = tail;
        this.unseen = unseen;
        this.hint = tail.hint();
        this.file = tail.lastFile();
        this.begins = ReadFailures.begins(directory);
    }

    /** {@return a handle that has delivered what comes before {@code after}} */
    public static Folding after(RegistryDirectory directory, Bookmark after) {
        Home home = Home.of(directory);
        Deque<Recorded> unseen = new ArrayDeque<>();
        Tail tail = Tail.openAfter(directory, after, unseen::add);
        boolean fromBeginning = after.position().equals(LogPosition.START);
        return new Folding(directory, home, fromBeginning ? tail.first() : after.position(), tail, unseen);
    }

    /** {@return the same, or null when the hint does not lead there} */
    public static @Nullable Folding atHint(RegistryDirectory directory, Bookmark after) {
        Home home = Home.of(directory);
        Deque<Recorded> unseen = new ArrayDeque<>();
        Tail tail = Tail.openAtHint(directory, after, unseen::add);
        return tail == null ? null : new Folding(directory, home, after.position(), tail, unseen);
    }

    /** {@return the position after the last event delivered} */
    public LogPosition folded() {
        return folded;
    }

    /** Delivers what is there, up to the end of the queue that is in place now. */
    public void drain(EventSink fold) {
        leaveReplaced();
        do {
            deliver(fold);
        } while (read(null));
    }

    /** {@return how many transactions are known to be there that are not read yet, as far as is known} */
    public long backlog() {
        return tail == null ? 0 : backlog(tail);
    }

    /** Delivers at most that many transactions, and what was read before. */
    public void drain(EventSink fold, long transactions) {
        leaveReplaced();
        deliver(fold);
        for (long i = 0; i < transactions && read(null); i++) {
            deliver(fold);
        }
    }

    /** Delivers what is read already. */
    public void deliver(EventSink fold) {
        while (!unseen.isEmpty()) {
            Recorded event = unseen.element();
            LogPosition after = event.position();
            if (after.sequence() > folded.sequence()) {
                fold.accept(event);
                // Whatever fails from here on, no event is taken twice.
                folded = after;
            }
            unseen.remove();
        }
        if (tail != null) {
            hint = tail.hint();
        }
    }

    /**
     * Reads the transaction behind the last one, which makes it ready for delivery.
     *
     * @param own what this handle has just appended
     * @return the position after it; that of the last of its events if the queue holds them there
     */
    LogPosition readBack(Tail.Appended own) {
        read(own);
        return position();
    }

    /** {@return which queue was in place when it was drained} */
    Object queueInPlace() {
        return drained().queueInPlace();
    }

    /** {@return where the log ended when it was drained} */
    FoldedEnd end() {
        return drained().foldedEnd();
    }

    private Tail drained() {
        return requireNonNull(tail, "drained before");
    }

    /** {@return the directory that this handle was opened on} */
    public Home home() {
        return home;
    }

    /** {@return where the writer may look for the end of the file, null when it has to look from the beginning} */
    @Nullable
    Foothold foothold() {
        return tail == null ? null : tail.foothold();
    }

    /** {@return the greatest sequence that the events read so far know to be on the disk, as far as is known} */
    long synced() {
        return tail == null ? 0 : tail.synced();
    }

    /** {@return where the transaction begins that was delivered last; for any thread} */
    public long hint() {
        return hint;
    }

    /** {@return the file of the transaction that was read last, null when none is known; for any thread} */
    @Nullable
    public Path file() {
        return file;
    }

    public boolean mayHaveGrown() {
        return !unseen.isEmpty() || tail == null || !seemsCurrent(tail) || backlog(tail) > 0 || leftBehind(tail);
    }

    /** Whoever reads on must do so from the files that stand at their paths. */
    private boolean leftBehind(Tail open) {
        stale = open.isStale();
        return stale;
    }

    private LogPosition position() {
        return unseen.isEmpty() ? folded : unseen.getLast().position();
    }

    /** Whatever fails in the middle of Chronicle leaves it of no more use. */
    private long backlog(Tail open) {
        try {
            return open.backlog();
        } catch (Error e) {
            tail = null;
            open.close();
            throw e;
        }
    }

    private static boolean seemsCurrent(Tail open) {
        try {
            return open.seemsCurrent();
        } catch (LogException | InternalError e) {
            // Folding will say what is wrong.
            return false;
        }
    }

    private void leaveReplaced() {
        Tail open = tail;
        if (open != null && isCurrent(open) && !stale) {
            return;
        }
        stale = false;
        home.require();
        if (open != null) {
            tail = null;
            open.close();
        }
    }

    private boolean isCurrent(Tail open) {
        try {
            return open.isCurrent();
        } catch (LogUnavailableException e) {
            home.require();
            throw e;
        } catch (InternalError e) {
            throw ReadFailures.explained(directory, e);
        }
    }

    private boolean read(Tail.@Nullable Appended own) {
        Tail open = tail;
        tail = null;
        if (open == null) {
            requireBeginning();
            open = Tail.openAfter(directory, new Bookmark(position(), hint), unseen::add);
        }
        List<Recorded> next;
        try {
            next = open.next(own);
        } catch (RuntimeException | Error e) {
            open.close();
            throw e;
        }
        tail = open;
        // Before any of these events can be waited for.
        file = open.lastFile();
        unseen.addAll(next);
        return !next.isEmpty();
    }

    /** Whoever reads on from the middle would not see that the beginning has gone since. */
    private void requireBeginning() {
        if (begins && !ReadFailures.begins(directory)) {
            ReadFailures.requireNoDamage(directory);
        }
    }

    @Override
    public void close() {
        if (tail != null) {
            tail.close();
            tail = null;
        }
    }
}
