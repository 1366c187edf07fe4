package dev.podregistry.log.chronicle.queue;

import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.disk.DiskSpace;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.lock.RegistryLock;
import dev.podregistry.log.chronicle.raw.Document;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.LogException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;

/** Makes events the next links of the chain, and appends them. To be used under the registry's lock only. */
public final class TransactionWriter {

    private static final EventCodec CODEC = new EventCodec();

    private final RegistryDirectory directory;
    private final InstantSource clock;
    private final DiskSpace space;
    private final QueueWriter writer;

    public TransactionWriter(RegistryDirectory directory, InstantSource clock, DiskSpace space, QueueWriter writer) {
        this.directory = directory;
        this.clock = clock;
        this.space = space;
        this.writer = writer;
    }

    /**
     * Appends events as one transaction, and reads it back.
     *
     * @param origin who wants it
     * @param events at least one
     * @param folding has read everything that was appended before
     * @param held the registry's lock
     * @param synced the greatest sequence that this handle has put on the disk
     * @throws AppendFailedException saying whether anything may have been appended
     */
    public void append(Origin origin, List<Event> events, Folding folding, RegistryLock.Held held, long synced) {
        List<Recorded> own = records(origin, events, folding.folded(), Math.max(folding.synced(), synced));
        Bytes<?> document = Document.write(Document.Link.of(own));
        LogPosition end;
        try {
            requireRoom(document.readRemaining(), events);
            if (!held.isValid()) {
                throw new AppendFailedException(
                        Outcome.REFUSED,
                        directory.lock()
                                + " was removed or replaced while it was locked; nothing was appended, try again",
                        null);
            }
            writer.follow(folding);
            int spare = onlyGiveBack(events) ? 0 : DiskSpace.KEPT_IN_FILE;
            if (!write(document, spare, true)) {
                write(document, spare, false);
            }
            end = folding.readBack(new Tail.Appended(own, document));
        } finally {
            document.releaseLast();
        }
        if (!end.equals(own.get(own.size() - 1).position())) {
            writer.close();
            throw new AppendFailedException(
                    Outcome.UNKNOWN,
                    directory.queue() + " ends at sequence " + end.sequence() + " though more was appended",
                    null);
        }
    }

    private List<Recorded> records(Origin origin, List<Event> events, LogPosition after, long synced) {
        List<Recorded> records = new ArrayList<>(events.size());
        Instant time = clock.instant();
        long sequence = after.sequence();
        Hash previous = after.hash();
        for (Event event : events) {
            sequence++;
            EventLine line = new EventLine(sequence, synced, time, origin, event);
            String stored = CODEC.encode(line);
            Hash hash = previous.next(stored.getBytes(StandardCharsets.US_ASCII));
            records.add(line.recorded(stored, previous, hash));
            previous = hash;
        }
        return records;
    }

    /** What gives paths back may use what is kept of the disk: nothing else helps others on when it is full. */
    private static boolean onlyGiveBack(List<Event> events) {
        return events.stream().allMatch(event -> event instanceof Event.Released || event instanceof Event.Reclaimed);
    }

    private void requireRoom(long bytes, List<Event> events) {
        if (bytes > Queues.MAX_TRANSACTION) {
            throw new AppendFailedException(
                    Outcome.REFUSED,
                    events.size() + " events take " + bytes + " bytes, more than the " + Queues.MAX_TRANSACTION
                            + " that can be appended together; split them",
                    null);
        }
        try {
            if (!onlyGiveBack(events)) {
                space.require(bytes);
            }
        } catch (IOException e) {
            throw new AppendFailedException(Outcome.REFUSED, "nothing was appended: " + e.getMessage(), e);
        }
    }

    /** {@return whether it was written; if not, nothing was, and what failed may have been Chronicle's own} */
    private boolean write(Bytes<?> document, int spare, boolean again) {
        try {
            writer.append(document, spare);
            return true;
        } catch (LogException e) {
            writer.close();
            throw e;
        } catch (UnwrittenException e) {
            writer.close();
            throw new AppendFailedException(Outcome.REFUSED, "nothing was appended: " + e.getMessage(), e);
        } catch (Exception | InternalError | AssertionError e) {
            writer.close();
            if (writer.mayBeThere()) {
                throw new AppendFailedException(
                        Outcome.UNKNOWN, "appending to " + directory.queue() + " failed: " + Reasons.of(e), e);
            }
            if (again) {
                return false;
            }
            throw new AppendFailedException(
                    Outcome.REFUSED, "nothing was appended to " + directory.queue() + ": " + Reasons.of(e), e);
        } catch (Error e) {
            writer.close();
            throw e;
        }
    }
}
