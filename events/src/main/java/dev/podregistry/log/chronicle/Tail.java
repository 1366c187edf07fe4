package dev.podregistry.log.chronicle;

import static java.util.Objects.requireNonNull;

import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.DamagedLogException;
import dev.podregistry.log.LogException;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import dev.podregistry.log.json.UnreadableEventException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import net.openhft.chronicle.core.io.IORuntimeException;
import net.openhft.chronicle.queue.ExcerptTailer;
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
final class Tail implements AutoCloseable {

    private static final EventCodec CODEC = new EventCodec();
    private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(200);

    private final RegistryDirectory directory;
    private final SingleChronicleQueue queue;
    private final ExcerptTailer tailer;
    private final ExcerptTailer end;
    private LogPosition position = LogPosition.START;
    private long size;
    private long synced;
    private boolean searched;

    private Tail(RegistryDirectory directory, SingleChronicleQueue queue) {
        this.directory = directory;
        this.queue = queue;
        this.tailer = queue.createTailer();
        this.end = queue.createTailer();
        tailer.singleThreadedCheckDisabled(true);
        end.singleThreadedCheckDisabled(true);
    }

    /** {@return a tail at the beginning of the queue} */
    static Tail open(RegistryDirectory directory) {
        try {
            return OwnThread.call("log opener", () -> new Tail(directory, Queues.reading(directory.queue())));
        } catch (Exception | InternalError e) {
            throw new LogUnavailableException(Reason.IO, "cannot open the log " + directory.queue() + ": " + e, e);
        }
    }

    /**
     * {@return a tail that has read up to {@code after} and on to the end of that transaction}
     *
     * @param after the position
     * @param beyond takes the events of that transaction that come after the position
     * @throws DamagedLogException when the log never stood there
     */
    static Tail openAfter(RegistryDirectory directory, LogPosition after, Consumer<Recorded> beyond) {
        Tail tail = open(directory);
        try {
            tail.readUpTo(after, beyond);
            return tail;
        } catch (RuntimeException | Error e) {
            tail.close();
            throw e;
        }
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
        if (!reached.equals(after)) {
            throw new DamagedLogException(
                    directory.queue().toString(), after.sequence(), "it never stood at " + after, null);
        }
        rest.forEach(beyond);
    }

    LogPosition position() {
        return position;
    }

    /** {@return the bytes of the transaction read last, 0 before the first} */
    long size() {
        return size;
    }

    /** {@return the greatest sequence that the events read so far know to be on the disk} */
    long synced() {
        return synced;
    }

    /** {@return the events of the next transaction; none at the end of the log} */
    List<Recorded> next() {
        try {
            long start = System.nanoTime();
            while (true) {
                try (DocumentContext document = tailer.readingDocument()) {
                    if (document.isPresent()) {
                        Wire wire = requireNonNull(document.wire());
                        size = wire.bytes().readRemaining();
                        return verified(Document.read(wire));
                    }
                }
                if (isAtEnd()) {
                    requireNothingHidden();
                    return List.of();
                }
                if (System.nanoTime() - start > PATIENCE) {
                    throw damaged("it cannot be read, though the log goes on after it", null);
                }
                LockSupport.parkNanos(PAUSE);
            }
        } catch (LogException e) {
            throw e;
        } catch (IORuntimeException | InternalError e) {
            throw new LogUnavailableException(Reason.IO, "cannot read " + file() + ": " + e, e);
        } catch (RuntimeException | AssertionError e) {
            throw damaged("it is no transaction: " + e, e);
        }
    }

    /** {@return whether no transaction is known behind the last one read; a hint as long as others append} */
    boolean isAtEnd() {
        return end.toEnd().index() <= tailer.index();
    }

    private void requireNothingHidden() {
        File current = tailer.currentFile();
        String name = current == null ? null : current.getName();
        if (searched && (name == null || queue.lastCycle() <= DayFiles.day(name))) {
            return;
        }
        try {
            Path hidden = DayFiles.hidden(directory, name, queue::lastCycle);
            if (hidden != null) {
                throw new DamagedLogException(
                        hidden.toString(), position.sequence() + 1, "its header or Chronicle's table is lost", null);
            }
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot read " + directory.queue() + ": " + e, e);
        }
        searched = true;
    }

    private List<Recorded> verified(List<Document.Link> links) {
        List<Recorded> events = new ArrayList<>(links.size());
        LogPosition at = position;
        for (Document.Link link : links) {
            Recorded next = verified(link, at);
            events.add(next);
            at = next.position();
        }
        position = at;
        synced = Math.max(synced, events.get(events.size() - 1).synced());
        return events;
    }

    private Recorded verified(Document.Link link, LogPosition at) {
        long sequence = at.sequence() + 1;
        if (!link.previous().equals(at.hash())) {
            throw damaged(sequence, "it does not build on the event before it", null);
        }
        Hash hash = at.hash().next(link.line().getBytes(StandardCharsets.UTF_8));
        if (!hash.equals(link.hash())) {
            throw damaged(sequence, "its hash is not the hash of what is stored", null);
        }
        EventLine line = decode(link.line(), sequence);
        if (line.sequence() != sequence) {
            throw damaged(sequence, "it says that it is number " + line.sequence(), null);
        }
        return line.recorded(link.line(), at.hash(), hash);
    }

    private EventLine decode(String line, long sequence) {
        try {
            return CODEC.decode(line);
        } catch (UnreadableEventException e) {
            if (e.newer()) {
                throw new LogUnavailableException(
                        Reason.UNSUITABLE, file() + " at sequence " + sequence + ": " + e.getMessage(), e);
            }
            throw damaged(sequence, String.valueOf(e.getMessage()), e);
        }
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
