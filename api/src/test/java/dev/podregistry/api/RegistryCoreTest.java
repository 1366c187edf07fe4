package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.EventSink;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.Step;
import dev.podregistry.log.TwiceDecidingLog;
import dev.podregistry.model.Actor;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.OutcomeUnknownException;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.UnusableRegistryException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the registry does when its log fails, lies or is closed under it. */
final class RegistryCoreTest {

    private final InMemory memory = new InMemory();
    private final FailingLog log = new FailingLog(memory.handle());
    private final PodRegistry registry = PodRegistry.over(log, memory.options());
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void endThreads() {
        threads.shutdown();
    }

    @Test
    void anUnknownAppendThatHappenedIsRecognised() {
        log.failAfterAppending(Outcome.UNKNOWN);

        dev.podregistry.api.Outcome<PodHandle> coder =
                registry.register(pod("coder").write("/repo"));

        assertEquals(1, coder.orElseThrow().token().value());
        assertEquals(1, memory.history().size());
        assertFalse(coder.isEcho(), "this call has carried it out");
    }

    @Test
    void anUnknownAppendThatDidNotHappenIsMadeUpFor() {
        log.failBeforeAppending(Outcome.UNKNOWN);

        registry.register(pod("coder").write("/repo")).orElseThrow();

        assertEquals(1, memory.history().size());
    }

    @Test
    void whatStaysUnknownCanBeRepeatedByItsId() {
        RegisterRequest request = pod("coder").write("/repo");
        log.failAfterAppending(Outcome.UNKNOWN);
        log.failBeforeAppending(Outcome.UNKNOWN);

        OutcomeUnknownException thrown = assertThrows(OutcomeUnknownException.class, () -> registry.register(request));

        assertEquals(memory.history().get(0).origin().command(), thrown.command());
        assertTrue(thrown.getMessage().contains(thrown.command().toString()), thrown.getMessage());
        dev.podregistry.api.Outcome<PodHandle> echo = registry.register(request.id(thrown.command()));
        assertEquals(1, echo.orElseThrow().token().value());
        assertTrue(echo.isEcho());
        assertEquals(1, memory.history().size());
    }

    @Test
    void anAppendThatWasRefusedForCertainIsNotRepeated() {
        log.failBeforeAppending(Outcome.REFUSED);

        assertThrows(AppendFailedException.class, () -> registry.register(pod("coder")));

        assertEquals(List.of(), memory.history());
    }

    @Test
    void aRepetitionThatIsRefusedSettlesThatNothingHappened() {
        log.failBeforeAppending(Outcome.UNKNOWN);
        log.failBeforeAppending(Outcome.REFUSED);

        AppendFailedException thrown = assertThrows(AppendFailedException.class, () -> registry.register(pod("coder")));

        assertEquals(Outcome.REFUSED, thrown.outcome());
        assertEquals(1, thrown.getSuppressed().length);
    }

    @Test
    void anImpossibleEventStopsTheRegistryLoudly() {
        registry.register(pod("coder")).orElseThrow();
        appendElsewhere(new Event.Released(new PodName("stranger")));

        for (int i = 0; i < 2; i++) {
            UnusableRegistryException thrown = assertThrows(UnusableRegistryException.class, registry::view);
            assertEquals(2, thrown.sequence());
            assertTrue(thrown.getMessage().contains("event #2 cannot have happened"), thrown.getMessage());
            assertTrue(thrown.getMessage().contains("pod-registry verify"), thrown.getMessage());
        }
        assertThrows(UnusableRegistryException.class, () -> registry.register(pod("next")));
        assertEquals(2, memory.history().size());
    }

    @Test
    void anImpossibleEventIsFoundWhenOpening() {
        appendElsewhere(new Event.Released(new PodName("stranger")));

        FailingLog opened = new FailingLog(memory.handle());

        assertThrows(UnusableRegistryException.class, () -> PodRegistry.over(opened, memory.options()));
        assertTrue(opened.closed);
    }

    @Test
    void closingWaitsForTheCommandUnderWay() throws Exception {
        CountDownLatch deciding = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ProcessIdentity process = new ProcessIdentity.BarePid(4711);
        registry.register(pod("first").process(process)).orElseThrow();
        FailingLog slowly = new FailingLog(memory.handle());
        PodRegistry slow = PodRegistry.over(slowly, memory.options().liveness(asked -> {
            deciding.countDown();
            await(goOn);
            return Liveness.Verdict.ALIVE;
        }));

        CompletableFuture<PodHandle> command =
                CompletableFuture.supplyAsync(() -> slow.register(pod("second")).orElseThrow(), threads);
        await(deciding);
        CompletableFuture<Void> closing = CompletableFuture.runAsync(slow::close, threads);

        assertThrows(TimeoutException.class, () -> closing.get(100, TimeUnit.MILLISECONDS));
        assertFalse(slowly.closed);
        goOn.countDown();
        command.get(10, TimeUnit.SECONDS);
        closing.get(10, TimeUnit.SECONDS);
        assertTrue(slowly.closed);
    }

    @Test
    void eachProcessIsAskedAboutOnceForACommand() {
        ProcessIdentity process = new ProcessIdentity.BarePid(4711);
        Deque<ProcessIdentity> asked = new ArrayDeque<>();
        PodRegistry counting = PodRegistry.over(
                new TwiceDecidingLog(memory.handle()), memory.options().liveness(other -> {
                    asked.add(other);
                    return Liveness.Verdict.UNKNOWN;
                }));
        counting.register(pod("a").process(process)).orElseThrow();
        counting.register(pod("b").process(process)).orElseThrow();
        asked.clear();

        assertTrue(counting.reclaimStale().value().isEmpty(), "what is unknown is not reclaimed");

        assertEquals(List.of(process), List.copyOf(asked));
    }

    @Test
    void aLivenessThatFailsFailsTheCommand() {
        IllegalStateException failure = new IllegalStateException("no verdict");
        registry.register(pod("coder")).orElseThrow();
        PodRegistry other = PodRegistry.over(memory.handle(), memory.options().liveness(process -> {
            throw failure;
        }));

        assertSame(failure, assertThrows(IllegalStateException.class, () -> other.register(pod("next"))));
        assertEquals(1, memory.history().size());
        assertInstanceOf(dev.podregistry.api.Outcome.Granted.class, registry.register(pod("next")));
    }

    private void appendElsewhere(Event event) {
        memory.handle()
                .transact(
                        new Origin(new Actor("vandal"), CommandId.random()),
                        folded -> {},
                        () -> new Proposal<>(List.of(event), ""));
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Fails as told, once for each time it was told. */
    private static final class FailingLog implements EventLog {

        private final EventLog log;
        private final Deque<Runnable> before = new ArrayDeque<>();
        private final Deque<Runnable> after = new ArrayDeque<>();
        private volatile boolean closed;

        FailingLog(EventLog log) {
            this.log = log;
        }

        void failBeforeAppending(Outcome outcome) {
            if (!after.isEmpty()) {
                before.add(() -> {});
            }
            before.add(() -> fail(outcome));
        }

        void failAfterAppending(Outcome outcome) {
            after.add(() -> fail(outcome));
        }

        private static void fail(Outcome outcome) {
            throw new AppendFailedException(outcome, "the disk is on fire", null);
        }

        @Override
        public <A> A transact(Origin origin, EventSink fold, Step<A> step) {
            run(before.poll());
            A answer = log.transact(origin, fold, step);
            run(after.poll());
            return answer;
        }

        private static void run(Runnable failure) {
            if (failure != null) {
                failure.run();
            }
        }

        @Override
        public LogPosition replay(long from, EventSink sink) {
            return log.replay(from, sink);
        }

        @Override
        public LogPosition catchUp(EventSink fold) {
            return log.catchUp(fold);
        }

        @Override
        public boolean mayHaveGrown() {
            return log.mayHaveGrown();
        }

        @Override
        public void close() {
            closed = true;
            log.close();
        }
    }
}
