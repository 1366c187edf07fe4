package dev.podregistry.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.PodName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What every log keeps to, as tests. A log's own test extends this and says how to open it.
 *
 * <p>Every step is run twice, as {@link Step} allows.
 */
public abstract class EventLogContract {

    private final List<EventLog> opened = new ArrayList<>();

    /** For subclasses. */
    protected EventLogContract() {}

    /**
     * {@return a new handle on the one log of this test, which is empty at first}
     *
     * @param after where its folding calls begin
     */
    protected abstract EventLog open(LogPosition after);

    private EventLog handle(LogPosition after) {
        EventLog log = new TwiceDecidingLog(open(after));
        opened.add(log);
        return log;
    }

    private EventLog handle() {
        return handle(LogPosition.START);
    }

    @AfterEach
    final void closeHandles() {
        opened.forEach(EventLog::close);
    }

    static Origin origin() {
        return new Origin(new Actor("contract"), CommandId.random());
    }

    static Event event(String pod) {
        return new Event.Released(new PodName(pod));
    }

    static void append(EventLog log, EventSink fold, String... pods) {
        List<Event> events = Stream.of(pods).map(EventLogContract::event).toList();
        log.transact(origin(), fold, () -> new Proposal<>(events, events.size()));
    }

    @Test
    void anEmptyLogStandsAtTheStart() {
        Transcript seen = new Transcript(LogPosition.START);
        EventLog log = handle();
        assertEquals(LogPosition.START, log.catchUp(seen));
        assertEquals(LogPosition.START, log.replay(1, seen));
        assertFalse(log.mayHaveGrown());
    }

    @Test
    void whatIsAppendedIsStampedFoldedAndAnswered() {
        Transcript seen = new Transcript(LogPosition.START);
        Origin origin = origin();
        String answer = handle().transact(origin, seen, () -> new Proposal<>(List.of(event("a"), event("b")), "yes"));
        assertEquals("yes", answer);
        assertEquals(List.of(event("a"), event("b")), seen.events());
        for (Recorded event : seen.recorded()) {
            assertEquals(origin, event.origin());
            assertEquals(seen.recorded().get(0).time(), event.time());
        }
    }

    @Test
    void eachHandleFoldsEachEventOnceAndInOrder() {
        EventLog first = handle();
        EventLog second = handle();
        Transcript one = new Transcript(LogPosition.START);
        Transcript two = new Transcript(LogPosition.START);
        append(first, one, "a");
        append(second, two, "b", "c");
        append(second, two, "d");
        append(first, one, "e");
        second.catchUp(two);
        second.catchUp(two);
        assertEquals(List.of("a", "b", "c", "d", "e"), one.pods());
        assertEquals(one.recorded(), two.recorded());
    }

    @Test
    void aStepDecidesOnEverythingThatIsInTheLog() {
        EventLog first = handle();
        EventLog second = handle();
        Transcript seen = new Transcript(LogPosition.START);
        append(first, event -> {}, "a", "b");
        int known = second.transact(
                origin(), seen, () -> new Proposal<>(List.of(), seen.pods().size()));
        assertEquals(2, known);
    }

    @Test
    void aRefusalAppendsNothing() {
        EventLog log = handle();
        append(log, event -> {}, "a");
        assertEquals("no", log.transact(origin(), event -> {}, () -> new Proposal<>(List.of(), "no")));
        assertEquals(1, log.replay(1, event -> {}).sequence());
    }

    @Test
    void replayBeginsAtAnySequenceAndIsIndependentOfFolding() {
        EventLog log = handle();
        Transcript all = new Transcript(LogPosition.START);
        append(log, all, "a");
        append(log, all, "b", "c", "d");
        append(log, all, "e");
        for (int from = 1; from <= 7; from++) {
            List<Recorded> replayed = new ArrayList<>();
            assertEquals(all.end(), log.replay(from, replayed::add));
            assertEquals(all.recorded().subList(Math.min(from - 1, 5), 5), replayed);
        }
        assertEquals(all.end(), log.catchUp(all));
    }

    @Test
    void everyEventIsFoundByItsSequenceWhateverWasFolded() {
        EventLog log = handle();
        EventLog other = handle();
        assertNull(other.find(1));
        Transcript all = new Transcript(LogPosition.START);
        for (int i = 0; i < 40; i++) {
            append(log, all, Collections.nCopies(1 + i % 7, "p").toArray(String[]::new));
            for (Recorded event : all.recorded()) {
                assertEquals(event, other.find(event.sequence()));
            }
            assertNull(log.find(all.end().sequence() + 1));
        }
        assertEquals(1, handle(all.end()).find(1).sequence());
    }

    @Test
    void aHandleOpenedAfterAPositionFoldsOnlyWhatCameLater() {
        Transcript all = new Transcript(LogPosition.START);
        append(handle(), all, "a", "b", "c");
        append(handle(all.end()), all, "d");
        for (Recorded event : all.recorded()) {
            Transcript later = new Transcript(event.position());
            assertEquals(all.end(), handle(event.position()).catchUp(later));
            assertEquals(all.pods().subList((int) event.sequence(), 4), later.pods());
        }
    }

    @Test
    void aPositionThatTheLogNeverHadIsRefused() {
        Transcript seen = new Transcript(LogPosition.START);
        append(handle(), seen, "a", "b");
        Hash other = Hash.GENESIS.next(new byte[] {1});
        String told = assertThrows(DamagedLogException.class, () -> open(new LogPosition(2, other)))
                .getMessage();
        String hash = other.toString().substring(0, 12);
        assertTrue(told.contains("event #2 is no longer the one with the hash " + hash + "…: the log was "), told);
        assertFalse(told.contains("LogPosition"), told);
        assertThrows(
                DamagedLogException.class,
                () -> open(new LogPosition(1, seen.end().hash())));
        assertThrows(DamagedLogException.class, () -> open(new LogPosition(3, other)));
    }

    @Test
    void anExceptionOfTheStepLeavesTheLogAsItWas() {
        EventLog log = handle();
        Transcript seen = new Transcript(LogPosition.START);
        append(log, seen, "a");
        assertThrows(
                UnsupportedOperationException.class,
                () -> log.transact(origin(), seen, () -> {
                    throw new UnsupportedOperationException();
                }));
        append(log, seen, "b");
        assertEquals(List.of("a", "b"), seen.pods());
    }

    @Test
    void anEventThatTheFoldRefusesIsDeliveredAgain() {
        EventLog log = handle();
        append(handle(), event -> {}, "a", "b", "c");
        Transcript seen = new Transcript(LogPosition.START);
        EventSink refusesB = event -> {
            if (event.event().equals(event("b"))) {
                throw new UnsupportedOperationException();
            }
            seen.accept(event);
        };
        assertThrows(UnsupportedOperationException.class, () -> append(log, refusesB, "never"));
        assertEquals(List.of("a"), seen.pods());
        assertThrows(UnsupportedOperationException.class, () -> log.catchUp(refusesB));
        assertEquals(List.of("a"), seen.pods());
        append(log, seen, "d");
        assertEquals(List.of("a", "b", "c", "d"), seen.pods());
    }

    @Test
    void anAppendedEventThatTheFoldRefusesIsInTheLogAndDeliveredAgain() {
        EventLog log = handle();
        assertThrows(
                UnsupportedOperationException.class,
                () -> append(
                        log,
                        event -> {
                            throw new UnsupportedOperationException();
                        },
                        "a",
                        "b"));
        Transcript seen = new Transcript(LogPosition.START);
        log.catchUp(seen);
        assertEquals(List.of("a", "b"), seen.pods());
    }

    @Test
    void growthIsHintedAtUntilItIsFolded() {
        EventLog log = handle();
        append(handle(), event -> {}, "a");
        assertTrue(log.mayHaveGrown());
        log.catchUp(event -> {});
        assertFalse(log.mayHaveGrown());
    }

    @Test
    void aClosedHandleRefusesEverything() {
        EventLog log = handle();
        append(log, event -> {}, "a");
        log.close();
        log.close();
        assertThrows(IllegalStateException.class, () -> append(log, event -> {}, "b"));
        assertThrows(IllegalStateException.class, () -> log.catchUp(event -> {}));
        assertThrows(IllegalStateException.class, () -> log.replay(1, event -> {}));
        assertThrows(IllegalStateException.class, () -> log.find(1));
        assertEquals(1, handle().replay(1, event -> {}).sequence());
    }

    @Test
    void equalEventsAreDifferentLinks() {
        EventLog log = handle();
        Transcript seen = new Transcript(LogPosition.START);
        append(log, seen, "a", "a");
        assertNotEquals(seen.recorded().get(0).hash(), seen.recorded().get(1).hash());
    }

    @Test
    void threadsOfOneHandleEachAppendOnce() throws Exception {
        EventLog log = handle();
        Transcript seen = new Transcript(LogPosition.START);
        race(4, 25, thread -> log, thread -> seen);
        assertAllThere(seen, 4, 25);
    }

    @Test
    void handlesOfOneProcessEachAppendOnce() throws Exception {
        List<EventLog> logs = Stream.generate(this::handle).limit(4).toList();
        List<Transcript> transcripts = Stream.generate(() -> new Transcript(LogPosition.START))
                .limit(4)
                .toList();
        race(4, 25, logs::get, transcripts::get);
        for (int i = 0; i < 4; i++) {
            logs.get(i).catchUp(transcripts.get(i));
            assertAllThere(transcripts.get(i), 4, 25);
        }
    }

    @Test
    void whatEverybodyWantsOneOnlyGets() throws Exception {
        AtomicInteger won = new AtomicInteger();
        List<EventLog> logs = Stream.generate(this::handle).limit(4).toList();
        inThreads(4, thread -> {
            Transcript seen = new Transcript(LogPosition.START);
            for (int i = 0; i < 10; i++) {
                Event wanted = event("prize-" + i);
                boolean mine = logs.get(thread).transact(origin(), seen, () -> {
                    boolean taken = seen.events().contains(wanted);
                    return new Proposal<>(taken ? List.of() : List.of(wanted), !taken);
                });
                won.addAndGet(mine ? 1 : 0);
            }
        });
        assertEquals(10, won.get());
        assertEquals(10, handle().replay(1, event -> {}).sequence());
    }

    private static void race(int threads, int each, IntFunction<EventLog> logs, IntFunction<Transcript> folds)
            throws Exception {
        inThreads(threads, thread -> {
            for (int i = 0; i < each; i++) {
                append(logs.apply(thread), folds.apply(thread), "t" + thread + "-" + i, "t" + thread + "-" + i + "b");
            }
        });
    }

    private static void assertAllThere(Transcript seen, int threads, int each) {
        List<String> pods = seen.pods();
        assertEquals(threads * each * 2, pods.size());
        assertEquals(
                LongStream.rangeClosed(1, pods.size()).boxed().toList(),
                seen.recorded().stream().map(Recorded::sequence).toList());
        for (int thread = 0; thread < threads; thread++) {
            for (int i = 0; i < each; i++) {
                int at = pods.indexOf("t" + thread + "-" + i);
                assertEquals("t" + thread + "-" + i + "b", pods.get(at + 1), "a batch was torn apart");
            }
        }
    }

    private static void inThreads(int count, IntConsumer work) throws Exception {
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            Thread thread = new Thread(() -> work.accept(number), "contract-" + i);
            thread.setUncaughtExceptionHandler((t, e) -> failures.add(e));
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        for (Throwable failure : failures) {
            throw new AssertionError("a thread failed", failure);
        }
    }
}
