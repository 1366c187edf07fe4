package dev.podregistry.cli;

import dev.podregistry.audit.Moment;
import dev.podregistry.audit.MomentSearch;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Replay;
import dev.podregistry.audit.SinceSearch;
import dev.podregistry.audit.Span;
import dev.podregistry.audit.State;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.DamagedLogException;
import dev.podregistry.log.LogReader;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A log opened for reading by one command. */
final class History implements AutoCloseable {

    private final Shell shell;
    private final LogReader log;

    private History(Shell shell, LogReader log) {
        this.shell = shell;
        this.log = log;
    }

    static History open(Shell shell, Path directory) {
        return new History(shell, shell.logs().open(directory));
    }

    /** Gives every event to {@code sink} and returns where the log ends. */
    LogPosition replay(Consumer<Recorded> sink) {
        return log.replay(1, sink::accept);
    }

    /**
     * {@return the sequence of the last event that belongs to what {@code moment} names; {@link Long#MAX_VALUE} for the
     * end} Says on stderr when the clock makes a time ambiguous.
     */
    long lastSequence(Moment moment) {
        return lastSequence(moment, this::replay);
    }

    /** {@return the same of what can be read} */
    long lastReadable(Moment moment) {
        return lastSequence(moment, this::replayReadable);
    }

    private long lastSequence(Moment moment, Consumer<Consumer<Recorded>> events) {
        if (moment instanceof Moment.Sequence sequence) {
            return sequence.sequence();
        }
        if (!(moment instanceof Moment.Time time)) {
            return Long.MAX_VALUE;
        }
        MomentSearch search = new MomentSearch(time);
        events.accept(search);
        noteClock(search);
        return search.found().sequence();
    }

    /** Gives every event up to the damage, if there is any, to {@code sink}, and returns the damage. */
    @Nullable
    DamagedLogException replayReadable(Consumer<Recorded> sink) {
        try {
            replay(sink);
            return null;
        } catch (DamagedLogException e) {
            return e;
        }
    }

    /** {@return the events from {@code since} to {@code until}} Says on stderr when the clock makes a time ambiguous. */
    Span span(Moment since, Moment until) {
        long last = lastSequence(until);
        if (since instanceof Moment.Sequence sequence) {
            return new Span(sequence.sequence(), last);
        }
        if (!(since instanceof Moment.Time time)) {
            return new Span(replay(event -> {}).sequence() + 1, last);
        }
        SinceSearch search = new SinceSearch(time);
        replay(search);
        noteClock(search, last);
        return new Span(search.found(), last);
    }

    private void noteClock(MomentSearch search) {
        Point later = search.laterStamped();
        if (later != null) {
            shell.note("note: the clock ran backwards: #" + later.sequence() + " is stamped "
                    + stamp(later) + ", after the time asked for, yet comes before #"
                    + search.found().sequence() + "; the sequence decides, so it is taken in");
        }
    }

    private void noteClock(SinceSearch search, long last) {
        Point earlier = search.earlierStamped();
        if (earlier != null && earlier.sequence() <= last) {
            shell.note("note: the clock ran backwards: #" + earlier.sequence() + " is stamped "
                    + stamp(earlier) + ", before the time asked for, yet comes after #"
                    + search.found() + "; the sequence decides, so it is taken in");
        }
    }

    private String stamp(Point point) {
        return point.time() == null ? "never" : shell.times().exact(point.time());
    }

    /** {@return the state at {@code moment}} */
    State state(Moment moment) {
        long last = lastSequence(moment);
        Replay replay = new Replay(last);
        read(replay, last);
        return replay.state();
    }

    /** Gives every event to {@code sink}, and complains when the log does not reach {@code last}. */
    void read(Consumer<Recorded> sink, long last) {
        requireReached(last, replay(sink));
    }

    /** Gives the events that it has not given yet to {@code sink}. */
    void catchUp(Consumer<Recorded> sink) {
        log.catchUp(sink::accept);
    }

    /** {@return whether there may be events that {@link #catchUp} has not given yet} */
    boolean mayHaveGrown() {
        return log.mayHaveGrown();
    }

    /** Complains when a log that ends at {@code end} has no event {@code last}. */
    void requireReached(long last, LogPosition end) {
        if (last != Long.MAX_VALUE && last > end.sequence()) {
            throw new Complaint(
                    ExitCode.USAGE,
                    "there is no event #" + last + " yet: the log ends at #" + end.sequence()
                            + "; ask for one up to that");
        }
    }

    @Override
    public void close() {
        log.close();
    }
}
