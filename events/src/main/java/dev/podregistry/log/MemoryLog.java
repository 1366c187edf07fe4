package dev.podregistry.log;

import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.DamagedLogException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory, for tests and for orchestrators that need no history after they end. Thread-safe; nothing is durable.
 *
 * <p>What it stores for an event is the text of its values, so its hashes are its own: they equal no other log's.
 */
public final class MemoryLog {

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Recorded> events = new ArrayList<>();
    private final InstantSource clock;

    /**
     * Creates an empty log.
     *
     * @param clock stamps the events
     */
    public MemoryLog(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * {@return a new handle on this log}
     *
     * @param after where its folding calls begin: they deliver the events after this position
     * @throws DamagedLogException when the log never stood at {@code after}
     */
    public EventLog open(LogPosition after) {
        lock.lock();
        try {
            if (after.sequence() > events.size() || !position(after.sequence()).equals(after)) {
                throw new DamagedLogException(
                        "the log in memory",
                        after.sequence(),
                        DamagedLogException.neverStood(
                                after.sequence(), after.hash().toString()),
                        null);
            }
            return new Handle(after.sequence());
        } finally {
            lock.unlock();
        }
    }

    private LogPosition position(long sequence) {
        return sequence == 0
                ? LogPosition.START
                : events.get(Math.toIntExact(sequence - 1)).position();
    }

    private List<Recorded> record(Origin origin, List<Event> proposed) {
        List<Recorded> recorded = new ArrayList<>();
        LogPosition end = position(events.size());
        Instant time = clock.instant();
        for (Event event : proposed) {
            long sequence = end.sequence() + 1;
            String stored = sequence + " " + time + " " + origin + " " + event;
            Hash hash = end.hash().next(stored.getBytes(StandardCharsets.UTF_8));
            Recorded next = new Recorded(sequence, 0, time, origin, event, stored, end.hash(), hash);
            recorded.add(next);
            end = next.position();
        }
        return recorded;
    }

    private final class Handle implements EventLog {

        private long folded;
        private volatile boolean closed;

        Handle(long folded) {
            this.folded = folded;
        }

        @Override
        public <A> A transact(Origin origin, EventSink fold, Step<A> step) {
            lock.lock();
            try {
                foldUnseen(fold);
                Proposal<A> proposal = step.decide();
                events.addAll(record(origin, proposal.events()));
                foldUnseen(fold);
                return proposal.answer();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public LogPosition catchUp(EventSink fold) {
            lock.lock();
            try {
                foldUnseen(fold);
                return position(folded);
            } finally {
                lock.unlock();
            }
        }

        private void foldUnseen(EventSink fold) {
            checkOpen();
            while (folded < events.size()) {
                fold.accept(events.get(Math.toIntExact(folded)));
                folded++;
            }
        }

        @Override
        public LogPosition replay(long from, EventSink sink) {
            checkOpen();
            List<Recorded> all;
            lock.lock();
            try {
                all = List.copyOf(events);
            } finally {
                lock.unlock();
            }
            all.stream().skip(Math.max(0, from - 1)).forEach(sink::accept);
            return all.isEmpty() ? LogPosition.START : all.get(all.size() - 1).position();
        }

        @Override
        public @Nullable Recorded find(long sequence) {
            checkOpen();
            lock.lock();
            try {
                return sequence > events.size() ? null : events.get(Math.toIntExact(sequence - 1));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public boolean mayHaveGrown() {
            lock.lock();
            try {
                return folded < events.size();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            closed = true;
        }

        private void checkOpen() {
            if (closed) {
                throw new IllegalStateException("the log is closed");
            }
        }
    }
}
