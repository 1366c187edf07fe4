package dev.podregistry.log.chronicle.lock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One at a time, in order, each once. */
@Timeout(600)
final class TurnsTest {

    private final Turns<String> turns = new Turns<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> done = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
    }

    private static IllegalStateException late() {
        return new IllegalStateException("late");
    }

    private boolean await(String name, Deadline deadline) {
        return turns.await(means -> done.add(name + " with " + means), deadline, TurnsTest::late);
    }

    private boolean takesAlong(String means) {
        Runnable letGo = turns.takeAlong(means);
        if (letGo == null) {
            return false;
        }
        letGo.run();
        return true;
    }

    /** A caller in a thread of its own, which waits when this returns. */
    private Future<Boolean> waiting(Callable<Boolean> await) throws InterruptedException {
        AtomicReference<Thread> thread = new AtomicReference<>();
        Future<Boolean> caller = threads.submit(() -> {
            thread.set(Thread.currentThread());
            return await.call();
        });
        while (thread.get() == null || thread.get().getState() == Thread.State.RUNNABLE) {
            Thread.sleep(1);
        }
        return caller;
    }

    private Future<Boolean> waiting(String name, Deadline deadline) throws InterruptedException {
        return waiting(() -> await(name, deadline));
    }

    @Test
    void whoComesFirstHasItsTurn() {
        assertTrue(await("a", Deadline.never()));
        assertFalse(takesAlong("x"), "nobody waits");
        turns.end();
        assertTrue(await("b", Deadline.never()));
        assertEquals(List.of(), done, "both do their own work");
    }

    @Test
    void othersAreTakenAlongInOrder() throws Exception {
        assertTrue(await("a", Deadline.never()));
        Future<Boolean> b = waiting("b", Deadline.never());
        Future<Boolean> c = waiting("c", Deadline.never());

        assertTrue(takesAlong("x"));
        assertFalse(b.get(), "it need not do what is done");
        assertFalse(c.isDone());
        assertTrue(takesAlong("y"));
        assertFalse(c.get());
        assertFalse(takesAlong("z"));

        assertEquals(List.of("b with x", "c with y"), done);
    }

    @Test
    void whoWasTakenAlongGoesOnWhenItIsLetGo() throws Exception {
        assertTrue(await("a", Deadline.never()));
        Future<Boolean> b = waiting("b", Deadline.in(Duration.ofSeconds(2)));
        Runnable letGo = turns.takeAlong("x");
        turns.end();
        assertTrue(await("c", Deadline.never()), "the next has its turn meanwhile");
        Thread.sleep(2_100);
        assertFalse(b.isDone(), "it cannot be late, as its work is done");
        letGo.run();
        assertFalse(b.get());
        assertEquals(List.of("b with x"), done);
    }

    @Test
    void whoIsNotTakenAlongHasTheNextTurn() throws Exception {
        assertTrue(await("a", Deadline.never()));
        Future<Boolean> b = waiting("b", Deadline.never());
        Future<Boolean> c = waiting("c", Deadline.never());

        turns.end();
        assertTrue(b.get());
        assertFalse(c.isDone());
        turns.end();
        assertTrue(c.get());
    }

    @Test
    void workThatOnlyItsCallerCanDoEndsTheRide() throws Exception {
        assertTrue(await("a", Deadline.never()));
        Future<Boolean> own = waiting(() -> turns.await(null, Deadline.never(), TurnsTest::late));
        Future<Boolean> b = waiting("b", Deadline.never());

        assertFalse(takesAlong("x"));
        turns.end();
        assertTrue(own.get());
        assertTrue(takesAlong("y"));
        assertFalse(b.get());
        assertEquals(List.of("b with y"), done);
    }

    @Test
    void whoseTimeIsUpIsNotTakenAlong() throws Exception {
        assertTrue(await("a", Deadline.never()));
        Future<Boolean> b = waiting("b", Deadline.in(Duration.ofMillis(5)));

        ExecutionException e = assertThrows(ExecutionException.class, b::get);
        assertEquals("late", e.getCause().getMessage());
        assertFalse(takesAlong("x"));
        assertEquals(List.of(), done);
    }

    @Test
    void anInterruptIsKeptForLater() throws Exception {
        assertTrue(await("a", Deadline.never()));
        Future<Boolean> b = threads.submit(() -> {
            Thread.currentThread().interrupt();
            assertFalse(await("b", Deadline.never()));
            return Thread.interrupted();
        });
        while (!takesAlong("x")) {
            Thread.sleep(1);
        }
        assertTrue(b.get());
    }

    @Test
    void manyInterruptedThreadsDoEachThingOnceAndOneAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger works = new AtomicInteger();
        List<Future<Integer>> callers = new ArrayList<>();
        Set<Thread> calling = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 8; i++) {
            callers.add(threads.submit(() -> {
                calling.add(Thread.currentThread());
                int late = 0;
                for (int n = 0; n < 2_000; n++) {
                    late += once(inside, works, n % 7 == 0 ? Deadline.in(Duration.ZERO) : Deadline.never());
                }
                calling.remove(Thread.currentThread());
                return late;
            }));
        }
        Future<?> interrupting = threads.submit(() -> {
            do {
                calling.forEach(Thread::interrupt);
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(20));
            } while (!calling.isEmpty());
        });
        int late = 0;
        for (Future<Integer> caller : callers) {
            late += caller.get();
        }
        interrupting.get();
        assertEquals(8 * 2_000, works.get() + late, "done, or too late");
        assertTrue(await("last", Deadline.never()), "no turn was left untaken");
    }

    /** {@return how many were too late} */
    private int once(AtomicInteger inside, AtomicInteger works, Deadline deadline) {
        Runnable work = () -> {
            assertEquals(1, inside.incrementAndGet());
            works.incrementAndGet();
            inside.decrementAndGet();
        };
        try {
            if (turns.await(means -> work.run(), deadline, TurnsTest::late)) {
                work.run();
                for (int i = 0; i < 3 && takesAlong("x"); i++) {
                    Thread.onSpinWait();
                }
                turns.end();
            }
            return 0;
        } catch (IllegalStateException e) {
            return 1;
        }
    }
}
