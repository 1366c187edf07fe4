package dev.podregistry.cli.history;

import dev.podregistry.audit.Meanwhile;
import dev.podregistry.audit.Meanwhile.Turn;
import dev.podregistry.audit.Moment;
import dev.podregistry.audit.MomentSearch;
import dev.podregistry.audit.Outset;
import dev.podregistry.audit.Point;
import dev.podregistry.audit.Replay;
import dev.podregistry.audit.Resumption;
import dev.podregistry.audit.SinceSearch;
import dev.podregistry.audit.Span;
import dev.podregistry.audit.State;
import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Logs;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.cli.shell.ReaderLeft;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.terminal.Progress;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.LogReader;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A log opened for reading by one command. */
public final class History implements AutoCloseable {

    private static final String READING = "reading the log";
    private static final String SEARCHING = "looking for the time";
    private static final int TURNS_SHOWN = 3;

    private final Shell shell;
    private final Path directory;

    private @Nullable LogReader open;

    /** How many events it had when it was last read; 0 before. */
    private long length;

    private @Nullable Outset outset;

    /** For the time that was asked for last. */
    private @Nullable MomentSearch searched;

    private History(Shell shell, Path directory) {
        this.shell = shell;
        this.directory = directory;
    }

    public static History open(Shell shell, Path directory) {
        History history = ofStates(shell, directory);
        history.log();
        return history;
    }

    /** {@return a history whose log is opened only when something is asked, and so only where a state begins} */
    public static History ofStates(Shell shell, Path directory) {
        return new History(shell, directory);
    }

    private LogReader log() {
        LogReader log = open;
        if (log == null) {
            log = shell.logs().open(directory, Bookmark.of(LogPosition.START));
            open = log;
        }
        return log;
    }

    /** {@return where the history begins} */
    public Outset outset() {
        Outset known = outset;
        if (known == null) {
            known = Outset.of(log().foundation());
            outset = known;
        }
        return known;
    }

    /** Gives every event to {@code sink} and returns where the log ends. */
    public LogPosition replay(Consumer<Recorded> sink) {
        return replay(READING, sink);
    }

    /**
     * Gives every event to {@code sink} and returns where the log ends.
     *
     * @param what is being done, for whoever waits for it
     */
    LogPosition replay(String what, Consumer<Recorded> sink) {
        try (Progress.Pass pass = shell.terminal().progress().begin(what, length)) {
            LogPosition end = log().replay(1, watched(pass, sink));
            length = end.sequence();
            return end;
        }
    }

    private EventSink watched(Progress.Pass pass, Consumer<Recorded> sink) {
        return event -> {
            if (pass.count() && shell.terminal().paging().hasReaderLeft()) {
                throw new ReaderLeft();
            }
            sink.accept(event);
        };
    }

    /**
     * {@return the sequence of the last event that belongs to what {@code moment} names; {@link Long#MAX_VALUE} for the
     * end} Says on stderr when the clock makes a time ambiguous.
     */
    public long lastSequence(Moment moment) {
        return lastSequence(moment, search -> replay(SEARCHING, search));
    }

    /** {@return the same of what can be read} */
    public long lastReadable(Moment moment) {
        return lastSequence(moment, search -> replayReadable(SEARCHING, search));
    }

    private long lastSequence(Moment moment, Consumer<Consumer<Recorded>> events) {
        shell.times().oddities().forEach(oddity -> shell.note("note: " + oddity));
        if (moment instanceof Moment.Sequence sequence) {
            requireKnown(sequence.sequence() >= outset().sequence(), "#" + sequence.sequence());
            return sequence.sequence();
        }
        if (moment instanceof Moment.Start) {
            return outset().sequence();
        }
        if (!(moment instanceof Moment.Time time)) {
            return Long.MAX_VALUE;
        }
        MomentSearch search = new MomentSearch(time);
        search.begin(outset());
        events.accept(search);
        requireKnown(!outset().isAfter(time.last(), search.found().sequence()), "the time asked for");
        noteClock(search);
        searched = search;
        return search.found().sequence();
    }

    /**
     * Gives every event up to the damage, if there is any, to {@code sink}, and returns the damage.
     *
     * @param what is being done, for whoever waits for it
     */
    @Nullable
    public DamagedLogException replayReadable(String what, Consumer<Recorded> sink) {
        try {
            replay(what, sink);
            return null;
        } catch (DamagedLogException e) {
            return e;
        }
    }

    /** {@return how the pods are at the present, as long as this is open} */
    public Present present() {
        return new Present(this::stamp, shell.times().now());
    }

    private @Nullable Instant stamp(long sequence) {
        Recorded event = log().find(sequence);
        return event == null ? null : event.time();
    }

    /** Says on stderr when a path changed hands within the time that {@link #state} was last asked for. */
    public void noteHandovers(ScopePath path) {
        MomentSearch search = searched;
        if (search == null || !search.isStretch()) {
            return;
        }
        long first = search.earlier().sequence();
        long last = search.found().sequence();
        Meanwhile meanwhile =
                new Meanwhile(path, state(new Moment.Sequence(first)).table(), last);
        log().replay(first + 1, meanwhile::accept);
        List<Turn> turns = meanwhile.turns();
        if (!turns.isEmpty()) {
            int more = turns.size() - TURNS_SHOWN;
            String told = turns.stream().limit(TURNS_SHOWN).map(this::turn).collect(Collectors.joining(", "))
                    + (more > 0 ? " and " + more + (more == 1 ? " time more" : " times more") : "");
            Turn end = turns.get(turns.size() - 1);
            shell.note("note: " + path + " changed hands within the time asked for: " + told
                    + "; the answer is how it was after #" + end.by().sequence() + ", give a sequence or a finer time"
                    + " for another: --at " + (turns.get(0).by().sequence() - 1) + " is before");
        }
    }

    private String turn(Turn turn) {
        return "#" + turn.by().sequence() + " of "
                + shell.times().shown(turn.by().time()) + " from " + name(turn.from()) + " to " + name(turn.to());
    }

    private static String name(@Nullable PodName pod) {
        return pod == null ? "nobody" : pod.value();
    }

    /** Says on stderr when the table changed within the time that {@link #state} was last asked for. */
    public void noteChanges() {
        MomentSearch search = searched;
        if (search == null || !search.isStretch()) {
            return;
        }
        long first = search.earlier().sequence() + 1;
        long last = search.found().sequence();
        shell.note("note: " + (first == last ? "#" + first + " is" : "#" + first + " to #" + last + " are")
                + " of the time asked for and taken in; for how it was before, --at " + (first - 1));
    }

    /** Complains when what is asked about was before the history begins. */
    public void requireKnown(boolean known, String what) {
        Foundation foundation = outset().foundation();
        if (!known && foundation != null) {
            throw new Complaint(
                    ExitCode.USAGE,
                    "nothing can be told of " + what + ": the " + Printable.line(foundation.text())
                            + "; ask for what came after #" + foundation.sequence());
        }
    }

    /** Says on stderr that the history does not begin with the first event. */
    private void noteOutset() {
        Foundation foundation = outset().foundation();
        if (foundation != null) {
            shell.note("note: the " + Printable.line(foundation.text()));
        }
    }

    /** {@return the events from {@code since} to {@code until}} Says on stderr when the clock makes a time ambiguous. */
    public Span span(Moment since, Moment until) {
        requireForwards(since, until);
        long last = lastSequence(until);
        Span span = new Span(firstSequence(since, last), last);
        requireForwards(since, until, span);
        return span;
    }

    private long firstSequence(Moment since, long last) {
        if (since instanceof Moment.Start) {
            noteOutset();
            return outset().sequence() + 1;
        }
        if (since instanceof Moment.Sequence sequence) {
            requireKnown(sequence.sequence() > outset().sequence(), "#" + sequence.sequence());
            return sequence.sequence();
        }
        if (!(since instanceof Moment.Time time)) {
            return replay(event -> {}).sequence() + 1;
        }
        SinceSearch search = new SinceSearch(time);
        replay(SEARCHING, search);
        requireKnown(!outset().isAfter(time.first(), search.found() - 1), "all of the time asked for");
        noteClock(search, last);
        return search.found();
    }

    private void requireForwards(Moment since, Moment until) {
        boolean backwards = since instanceof Moment.Sequence from && until instanceof Moment.Sequence to
                ? from.sequence() > Math.max(to.sequence(), 1)
                : since instanceof Moment.Time first
                        && until instanceof Moment.Time last
                        && first.first().isAfter(last.last());
        if (backwards) {
            throw backwards("");
        }
    }

    /** Of a time and a sequence only the log tells which is later, and only up to where it ends. */
    private void requireForwards(Moment since, Moment until, Span span) {
        boolean backwards = span.first() > Math.max(span.last(), 1);
        if (backwards && until instanceof Moment.Sequence && span.last() <= length) {
            throw backwards(
                    span.first() > length
                            ? ": no event up to #" + length + " is of --since"
                            : ": the first event of --since is #" + span.first());
        }
        if (backwards && since instanceof Moment.Sequence && span.first() <= length) {
            throw backwards(
                    span.last() == 0 ? ": no event is of --until" : ": the last event of --until is #" + span.last());
        }
    }

    private static Complaint backwards(String why) {
        return new Complaint(
                ExitCode.USAGE, "--since is later than --until, so that nothing can match" + why + "; exchange them");
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

    /**
     * {@return the state at {@code moment}, told from the newest snapshot up to there that the log leads to}
     *
     * <p>What came before the snapshot is not read; how a pod began is read when it is asked for, while this is open.
     */
    public State state(Moment moment) {
        long last = lastSequence(moment);
        Logs.Resumed resumed = shell.logs().resume(directory, last, shell::note);
        if (resumed == null) {
            return replayed(last);
        }
        close();
        open = resumed.log();
        Resumption resumption = new Resumption(resumed.snapshot(), last);
        requireReached(last, catchUp(resumption));
        return resumption.state(
                outset().sequence(),
                this::event,
                () -> replayed(resumption.at()).beginnings());
    }

    /** {@return the state at {@code moment}, told from all events up to there} */
    public State replayed(Moment moment) {
        return replayed(lastSequence(moment));
    }

    private State replayed(long last) {
        Replay replay = new Replay(last);
        replay.begin(outset());
        read(replay, last);
        return replay.state();
    }

    private Recorded event(long sequence) {
        Recorded event = log().find(sequence);
        if (event == null) {
            throw new Complaint(
                    ExitCode.DAMAGED,
                    "the log has lost event #" + sequence + ", which a snapshot of it knows; run pod-registry verify");
        }
        return event;
    }

    /** Gives every event to {@code sink}, and complains when the log does not reach {@code last}. */
    public void read(Consumer<Recorded> sink, long last) {
        requireReached(last, replay(sink));
    }

    /** Gives the events that it has not given yet to {@code sink}, and returns where the log ends. */
    public LogPosition catchUp(Consumer<Recorded> sink) {
        try (Progress.Pass pass = shell.terminal().progress().begin(READING, length)) {
            LogPosition end = log().catchUp(watched(pass, sink));
            length = end.sequence();
            return end;
        }
    }

    /** {@return whether there may be events that {@link #catchUp} has not given yet} */
    public boolean mayHaveGrown() {
        return log().mayHaveGrown();
    }

    /** Complains when a log that ends at {@code end} has no event {@code last}. */
    public void requireReached(long last, LogPosition end) {
        if (last != Long.MAX_VALUE && last > end.sequence()) {
            throw new Complaint(
                    ExitCode.USAGE,
                    "there is no event #" + last + " yet: the log ends at #" + end.sequence()
                            + "; ask for one up to that");
        }
    }

    @Override
    public void close() {
        LogReader log = open;
        if (log != null) {
            open = null;
            log.close();
        }
    }
}
