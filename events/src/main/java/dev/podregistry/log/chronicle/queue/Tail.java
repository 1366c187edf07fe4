package dev.podregistry.log.chronicle.queue;

import static java.util.Objects.requireNonNull;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.disk.Confirmed;
import dev.podregistry.log.chronicle.disk.DayNames;
import dev.podregistry.log.chronicle.disk.OwnThread;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.ChainCheck;
import dev.podregistry.log.chronicle.raw.DayFiles;
import dev.podregistry.log.chronicle.raw.Document;
import dev.podregistry.log.chronicle.raw.HalfMade;
import dev.podregistry.log.chronicle.raw.Inspection;
import dev.podregistry.log.chronicle.raw.LostFile;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.log.chronicle.raw.RawLog;
import dev.podregistry.log.chronicle.raw.ReadFailures;
import dev.podregistry.log.chronicle.raw.Witness;
import dev.podregistry.log.file.FoundationFiles;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.File;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.core.io.IORuntimeException;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.ExcerptContext;
import net.openhft.chronicle.queue.impl.single.NotReachedException;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue transaction by transaction, and lets nothing pass that does not prove to be the next link of the chain.
 *
 * <p>Opened read-only: it changes no byte of the queue and takes no lock. Not thread-safe. After an exception it is of no
 * more use.
 */
public final class Tail implements AutoCloseable {

    private static final EventCodec CODEC = new EventCodec();
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long HINT = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

    private final RegistryDirectory directory;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final ExcerptTailer end;
    private final Object identity;
    private final LogPosition first;
    private LogPosition position;
    private @Nullable File file;
    private @Nullable OpenFile opened;
    private long lastButOne;
    private long last;
    private long offset;
    private int header;
    private long size;
    private long checked = System.nanoTime();
    private long compared = System.nanoTime();
    private long hint = Bookmark.NO_HINT;
    private long synced;
    private boolean searched;
    private @Nullable File dated;
    private int day;

    private Tail(RegistryDirectory directory, SingleChronicleQueue queue, Object identity, LogPosition first) {
        this.first = first;
        this.position = first;
        this.identity = identity;
        this.directory = directory;
        this.queue = queue;
        this.tailer = queue.createTailer();
        this.end = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        end.singleThreadedCheckDisabled(true);
    }

    private static Tail of(RegistryDirectory directory) throws IOException {
        Object identity = directory.identity();
        LogPosition first = FoundationFiles.in(directory.queue()).first();
        SingleChronicleQueue queue = Queues.reading(directory.queue());
        try {
            return new Tail(directory, queue, identity, first);
        } catch (RuntimeException | Error e) {
            queue.close();
            throw e;
        }
    }

    /**
     * What a handle has appended.
     *
     * @param events the events of one transaction
     * @param document the bytes that store them
     */
    record Appended(List<Recorded> events, Bytes<?> document) {}

    /** {@return a tail at the beginning of the queue} */
    public static Tail open(RegistryDirectory directory) {
        try {
            return OwnThread.call("log opener", () -> {
                Path halfMade = HalfMade.in(directory);
                if (halfMade != null) {
                    // Chronicle would wait for what nobody will finish, and speak of locks then.
                    throw new IOException(halfMade + " is empty or unfinished");
                }
                if (!Inspection.areWhole(directory.queue())) {
                    throw new IOException("a file of events was cut off");
                }
                return of(directory);
            });
        } catch (Exception | InternalError | AssertionError e) {
            throw ReadFailures.explained(directory, e);
        }
    }

    /**
     * {@return a tail that has read up to {@code after} and on to the end of that transaction}
     *
     * <p>Reading begins where the hint leads to. The hash at the position proves all that comes before, so if the chain
     * does not lead from there to that hash, the hint was wrong, and reading begins at the beginning.
     *
     * @param after the position
     * @param beyond takes the events of that transaction that come after the position
     * @throws DamagedLogException when the log never stood there
     */
    static Tail openAfter(RegistryDirectory directory, Bookmark after, Consumer<Recorded> beyond) {
        Tail hinted = openAtHint(directory, after, beyond);
        if (hinted != null) {
            return hinted;
        }
        Tail tail = open(directory);
        try {
            tail.readUpTo(after.position(), beyond);
            return tail;
        } catch (RuntimeException | Error e) {
            tail.close();
            throw e;
        }
    }

    /** {@return a tail as {@link #openAfter}, or null when the hint does not lead there} */
    public static @Nullable Tail openAtHint(RegistryDirectory directory, Bookmark after, Consumer<Recorded> beyond) {
        if (after.hint() == Bookmark.NO_HINT) {
            return null;
        }
        Tail tail = open(directory);
        if (tail.findsByHint(after, beyond)) {
            return tail;
        }
        tail.close();
        return null;
    }

    private boolean findsByHint(Bookmark after, Consumer<Recorded> beyond) {
        try {
            if (seek(after.hint()) && position.sequence() < after.position().sequence()) {
                locateBefore(after.hint());
                readUpTo(after.position(), beyond);
                return true;
            }
            return false;
        } catch (RuntimeException | InternalError | AssertionError e) {
            // If the log itself is at fault, whoever reads it from the beginning learns where.
            return false;
        }
    }

    /** {@return whether there is a transaction at {@code index}, which is read next; what came before it is taken on trust} */
    boolean seek(long index) {
        int day = Queues.DAILY.toCycle(index);
        if (day < queue.firstCycle() || day > queue.lastCycle() || !tailer.moveToIndex(index)) {
            return false;
        }
        try (DocumentContext document = tailer.readingDocument()) {
            if (!document.isPresent()) {
                return false;
            }
            Document.Link first =
                    Document.read(requireNonNull(document.wire()).bytes()).get(0);
            position = new LogPosition(CODEC.decode(first.line()).sequence() - 1, first.previous());
        }
        return tailer.moveToIndex(index);
    }

    /** Notes where the transaction before this one begins, which is read next. */
    private void locateBefore(long index) {
        if (Queues.DAILY.toSequenceNumber(index) > 0 && tailer.moveToIndex(index - 1)) {
            try (DocumentContext before = tailer.readingDocument()) {
                if (before.isPresent()) {
                    locate(requireNonNull(before.wire()).bytes());
                }
            }
        }
        tailer.moveToIndex(index);
    }

    private void readUpTo(LogPosition after, Consumer<Recorded> beyond) {
        LogPosition reached = position;
        List<Recorded> rest = new ArrayList<>();
        while (reached.sequence() < after.sequence()) {
            List<Recorded> events = next();
            if (events.isEmpty()) {
                break;
            }
            for (Recorded event : events) {
                if (event.sequence() <= after.sequence()) {
                    reached = event.position();
                } else {
                    rest.add(event);
                }
            }
        }
        if (!reached.equals(after) && !after.equals(LogPosition.START)) {
            throw new DamagedLogException(
                    directory.queue().toString(),
                    after.sequence(),
                    DamagedLogException.neverStood(
                            after.sequence(), after.hash().toString()),
                    null);
        }
        rest.forEach(beyond);
    }

    /** {@return where the log ends; {@code sink} has got every event from here on} */
    public LogPosition readAll(Consumer<Recorded> sink) {
        List<Recorded> events = next();
        while (!events.isEmpty()) {
            events.forEach(sink);
            events = next();
        }
        return position();
    }

    LogPosition position() {
        return position;
    }

    /** {@return the point that the history begins after} */
    LogPosition first() {
        return first;
    }

    /** {@return what tells its queue from others} */
    Object queueInPlace() {
        return identity;
    }

    /**
     * {@return whether no recovery has put another queue in the place of this one}
     *
     * @throws LogUnavailableException when there is none, or what was read last is no longer what stands at its path
     */
    boolean isCurrent() {
        checked = System.nanoTime();
        try {
            if (!directory.identity().equals(identity)) {
                return false;
            }
        } catch (NoSuchFileException e) {
            LogException absent = ReadFailures.absent(directory, e);
            throw absent != null ? absent : OpenFile.removed(directory.table(), e);
        } catch (IOException e) {
            throw new LogUnavailableException(
                    Reason.IO, "cannot read " + directory.queue() + ": " + Reasons.of(e, directory.queue()), e);
        }
        OpenFile last = opened;
        if (last != null) {
            last.requireInPlace(offset);
            requireUnchanged();
        }
        return true;
    }

    /**
     * {@return whether nothing speaks against its being current: the file that was read last stands at its path, and so did
     * the table a moment ago; a cheap hint}
     */
    boolean seemsCurrent() {
        OpenFile last = opened;
        return (last == null || last.isInPlace(offset) && isUnchanged())
                && (System.nanoTime() - checked < HINT || isCurrent());
    }

    /**
     * {@return whether the files at their paths go on though memory does not show it; looked at now and then only}
     *
     * <p>An overlay file system copies a file up when somebody writes to it. Whoever had it open before keeps the old one,
     * while the new one has its path and its number.
     */
    boolean isStale() {
        if (System.nanoTime() - compared < HINT) {
            return false;
        }
        compared = System.nanoTime();
        Path last = lastFile();
        try {
            for (Path day : directory.days()) {
                int order = last == null ? 1 : day.compareTo(last);
                if (order >= 0 && isTransactionAt(day, order == 0 ? offset : 0)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isTransactionAt(Path day, long offset) throws IOException {
        try (RawDay file = RawDay.open(day)) {
            return file.isTransactionAt(offset);
        }
    }

    /** Whoever writes into a file, or copies another over it, leaves it the file that it was. */
    private void requireUnchanged() {
        if (!isUnchanged()) {
            throw new LogUnavailableException(
                    Reason.IO,
                    file() + " was overwritten while the log was open: event " + position.sequence()
                            + " is not there any more; nothing was appended. Put the file back if you can, close every"
                            + " registry that this process has open there, and open it again",
                    null);
        }
    }

    /** {@return whether the header of the transaction that was read last is as it was} */
    private boolean isUnchanged() {
        File current = file;
        Wire wire = ((ExcerptContext) tailer).wire();
        return wire == null
                || current == null
                || !current.equals(tailer.currentFile())
                || wire.bytes().readVolatileInt(last) == header;
    }

    /** {@return where the last transaction ends that was read} */
    FoldedEnd foldedEnd() {
        return new FoldedEnd(opened, offset);
    }

    /** {@return Chronicle's index of the transaction read last} */
    long hint() {
        return hint;
    }

    /** {@return the file of the transaction read last, null before the first} */
    @Nullable
    Path lastFile() {
        File last = file;
        return last == null ? null : last.toPath();
    }

    /** {@return where the transaction before the one read last begins; null when that is in another file, or not known} */
    @Nullable
    Foothold foothold() {
        File last = file;
        return last == null || lastButOne == 0 ? null : new Foothold(last.toPath(), lastButOne);
    }

    /** {@return the greatest sequence that the events read so far know to be on the disk} */
    long synced() {
        return synced;
    }

    /** {@return the events of the next transaction; none at the end of the log} */
    public List<Recorded> next() {
        return next(null);
    }

    /**
     * {@return the events of the next transaction; none at the end of the log}
     *
     * @param own what the caller has appended after all that was read so far; if the next transaction stores just that, it
     *     needs no decoding to be known
     */
    public List<Recorded> next(@Nullable Appended own) {
        try {
            long start = System.nanoTime();
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (document.isPresent()) {
                        Bytes<?> bytes = requireNonNull(document.wire()).bytes();
                        requireInside(bytes);
                        hint = document.index();
                        locate(bytes);
                        return advance(
                                own != null && bytes.contentEquals(own.document())
                                        ? own.events()
                                        : verified(Document.read(bytes)));
                    }
                }
                if (isAtEnd()) {
                    searched &= !looksHidden();
                    requireNothingHidden();
                    return List.of();
                }
                if (System.nanoTime() - start > PATIENCE) {
                    throw damaged("it cannot be read, though the log goes on after it", null);
                }
                LockSupport.parkNanos(PAUSE);
            }
        } catch (DamagedLogException e) {
            throw ReadFailures.refined(directory, e);
        } catch (LogException e) {
            throw e;
        } catch (IORuntimeException | InternalError e) {
            throw ReadFailures.explained(directory, e);
        } catch (RuntimeException | AssertionError e) {
            throw ReadFailures.refined(directory, damaged("it is no transaction: " + Reasons.of(e), e));
        }
    }

    /** Memory that has no file behind it must not be touched. */
    private void requireInside(Bytes<?> transaction) {
        File current = tailer.currentFile();
        long end = transaction.readPosition() + transaction.readRemaining();
        if (current == null || (current.equals(file) && end <= size)) {
            return;
        }
        size = current.length();
        if (end > size) {
            throw damaged("its header leads out of the file", null);
        }
    }

    private void locate(Bytes<?> transaction) {
        File current = tailer.currentFile();
        boolean same = current != null && current.equals(file);
        if (!same) {
            opened = current == null ? null : OpenFile.existing(current.toPath());
        }
        lastButOne = same ? last : 0;
        last = transaction.readPosition() - Integer.BYTES;
        offset = transaction.readPosition() + transaction.readRemaining();
        header = transaction.readVolatileInt(last);
        file = current;
    }

    /** {@return whether no transaction is known behind the last one read; a hint as long as others append} */
    private boolean isAtEnd() {
        try {
            return knownEnd() <= tailer.index();
        } catch (NotReachedException e) {
            // The table names a file that nobody has begun yet, or that somebody has begun only now.
            return newestIsUnborn() || knownEnd() <= tailer.index();
        }
    }

    /** {@return whether the header behind the transaction read last may be a damaged one: Chronicle would write over it} */
    private boolean looksHidden() {
        Wire wire = ((ExcerptContext) tailer).wire();
        File current = file;
        if (wire == null || current == null || !current.equals(tailer.currentFile())) {
            return false;
        }
        long place = (offset + 3) & -4L;
        int header = wire.bytes().readVolatileInt(place);
        return RawDay.isForeign(header)
                || (RawDay.isDescription(header)
                        && RawDay.beginsRecord(wire.bytes().readUnsignedByte(place + Integer.BYTES)));
    }

    private boolean newestIsUnborn() {
        try {
            List<Path> days = directory.days();
            return !days.isEmpty() && Inspection.isUnborn(days.get(days.size() - 1));
        } catch (IOException e) {
            return false;
        }
    }

    /** {@return Chronicle's index behind the last transaction that is known now; a hint as long as others append} */
    private long knownEnd() {
        return end.toEnd().index();
    }

    /**
     * {@return how many transactions are known behind the last one read, at least; many too if a new day begins among them,
     * and 1 if only reading on can tell what is wrong}
     */
    long backlog() {
        try {
            return Math.max(0, knownEnd() - tailer.index());
        } catch (RuntimeException | InternalError | AssertionError e) {
            return 1;
        }
    }

    private void requireNothingHidden() {
        File current = tailer.currentFile();
        String name = current == null ? null : current.getName();
        if (searched && (current == null || queue.lastCycle() <= day(current))) {
            return;
        }
        try {
            requireNothingBehind(file, offset);
            requireNothingBehind(current, current != null && current.equals(file) ? offset : 0);
            LostFile lost = LostFile.of(directory.queue());
            if (lost != null) {
                throw new DamagedLogException(lost.file().toString(), position.sequence() + 1, lost.evidence(), null);
            }
            requireNothingWitnessed();
            Path hidden = DayFiles.hidden(directory, name, queue::lastCycle);
            if (hidden != null) {
                throw new DamagedLogException(
                        hidden.toString(), position.sequence() + 1, "its header or Chronicle's table is lost", null);
            }
        } catch (IOException e) {
            LogException absent = ReadFailures.absent(directory, e);
            throw absent != null
                    ? absent
                    : new LogUnavailableException(
                            Reason.IO, "cannot read " + directory.queue() + ": " + Reasons.of(e, directory.queue()), e);
        }
        searched = true;
    }

    /** A snapshot of later events is believed against a log only when all of that is read: others may have appended. */
    private void requireNothingWitnessed() throws IOException {
        Witness witness = Witness.of(directory.queue());
        if (witness.beyond(position.sequence()) > 0) {
            RawLog.Findings findings = RawLog.read(directory.queue(), (day, transaction) -> {});
            if (witness.beyond(findings.end().sequence()) > 0) {
                throw findings.exception(null);
            }
        }
    }

    private int day(File current) {
        if (!current.equals(dated)) {
            dated = current;
            day = DayNames.day(current.getName());
        }
        return day;
    }

    /** A transaction that was published behind a place where none is: that place was lost. */
    private void requireNothingBehind(@Nullable File of, long from) throws IOException {
        if (of == null) {
            return;
        }
        try (RawDay day = RawDay.open(of.toPath())) {
            if (Confirmed.by(() -> day.leftOut(from)) != null) {
                throw damaged("no header leads to it, though the file goes on after it", null);
            }
        }
    }

    private List<Recorded> advance(List<Recorded> events) {
        Recorded last = events.get(events.size() - 1);
        position = last.position();
        synced = Math.max(synced, last.synced());
        return events;
    }

    private List<Recorded> verified(List<Document.Link> links) {
        List<Recorded> events = new ArrayList<>(links.size());
        LogPosition at = position;
        for (Document.Link link : links) {
            Recorded next = verified(link, at);
            events.add(next);
            at = next.position();
        }
        return events;
    }

    private Recorded verified(Document.Link link, LogPosition at) {
        ChainCheck.Result result = ChainCheck.check(at, link, this::file);
        if (result instanceof ChainCheck.Next next) {
            return next.line().recorded(link.line(), at.hash(), next.hash());
        }
        ChainCheck.Defect found = (ChainCheck.Defect) result;
        throw damaged(at.sequence() + 1, found.defect(), found.cause());
    }

    private DamagedLogException damaged(String defect, @Nullable Throwable cause) {
        return damaged(position.sequence() + 1, defect, cause);
    }

    private DamagedLogException damaged(long sequence, String defect, @Nullable Throwable cause) {
        return new DamagedLogException(file(), sequence, defect, cause);
    }

    private String file() {
        File current = tailer.currentFile();
        return current == null ? directory.queue().toString() : current.toString();
    }

    @Override
    public void close() {
        tailer.close();
        end.close();
        queue.close();
    }
}
