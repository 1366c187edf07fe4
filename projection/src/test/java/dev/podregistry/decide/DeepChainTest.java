package dev.podregistry.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.podregistry.event.Authority;
import dev.podregistry.event.Event;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.Limit;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import dev.podregistry.table.ImpossibleHistoryException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * Ten thousand delegations one below another cost neither stack nor, each, more than the first ones.
 *
 * <p>Cost is counted in bytes allocated, which no other load on the machine changes: every step up the tree and every
 * node of the index whose rules are looked at allocates. Four times the depth may cost six times as much, not sixteen.
 */
@Tag("slow")
@Timeout(600)
final class DeepChainTest {

    private static final int DEEPEST = Limit.DEPTH.greatest();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final ProcessIdentity PROCESS = new BarePid(1);
    private static final CommandId ID = new CommandId(new UUID(0, 0));
    private static final ScopeRule REPO = ScopeRule.write("/repo");

    /**
     * How a chain is made.
     *
     * @param name tells people
     * @param rule the rule of the pod at a depth
     */
    private record Shape(String name, IntFunction<ScopeRule> rule) {

        @Override
        public String toString() {
            return name;
        }
    }

    private static List<Shape> shapes() {
        return List.of(
                new Shape("one path for all", depth -> REPO),
                new Shape("some above a path, most at it", depth -> depth < 500 ? ScopeRule.write("/") : REPO),
                new Shape("ever narrower for 200 names", depth -> deeper(Math.min(depth, 200))),
                new Shape(
                        "a path of its own for each",
                        depth -> depth == 0 ? ScopeRule.read("/repo") : ScopeRule.write("/repo/" + depth)));
    }

    private static ScopeRule deeper(int names) {
        return ScopeRule.write("/d".repeat(names + 1));
    }

    private static PodName pod(int depth) {
        return new PodName("p" + depth);
    }

    private static AllocationTable chain(Shape shape, int delegations) {
        AllocationTable table = decided(
                AllocationTable.EMPTY,
                new Command.Register(
                        pod(0),
                        PROCESS,
                        PodSocket.NONE,
                        ScopeRequest.of(new Scope(List.of(shape.rule().apply(0)), List.of())),
                        new SegmentId(new UUID(0, 0))));
        for (int depth = 1; depth <= delegations; depth++) {
            table = decided(table, delegation(shape, depth));
        }
        return table;
    }

    private static Command delegation(Shape shape, int depth) {
        return new Command.Delegate(
                pod(depth - 1),
                pod(depth),
                null,
                PodSocket.NONE,
                List.of(shape.rule().apply(depth)),
                ScopeRequest.of(new Scope(List.of(ScopeRule.write("/")), List.of())),
                null);
    }

    private static AllocationTable decided(AllocationTable table, Command command) {
        Decision decision = Decider.decide(table, command, ID, Verdicts.ALL_ALIVE);
        assertInstanceOf(
                Answer.Accepted.class,
                decision.answer(),
                () -> decision.answer().toString());
        AllocationTable next = table;
        for (Event event : decision.events()) {
            next = next.evolve(event);
        }
        return next;
    }

    private static AllocationTable released(AllocationTable table, IntUnaryOperator order, int count) {
        AllocationTable rest = table;
        for (int i = 0; i < count; i++) {
            rest = decided(rest, new Command.Release(pod(order.applyAsInt(i)), null));
        }
        return rest;
    }

    @TestFactory
    Stream<DynamicTest> noDepthCostsStack() {
        return shapes().stream()
                .map(shape -> DynamicTest.dynamicTest(shape.name(), () -> onASmallStack(() -> everything(shape))));
    }

    private static void everything(Shape shape) {
        AllocationTable table = chain(shape, DEEPEST);
        ScopeRule last = shape.rule().apply(DEEPEST);
        assertEquals(pod(DEEPEST), present(table.holderOf(last.target())).pod());
        assertEquals(DEEPEST + 1, table.chain(pod(DEEPEST)).size());
        assertTrue(table.mayWrite(pod(DEEPEST), last));
        assertEquals(
                pod(DEEPEST),
                table.conflicts(last, List.of(), List.of()).get(0).holder().pod());
        assertNull(table.doubleClaim(ScopeRule.write("/")));
        assertEquals(table, AllocationTable.of(table.snapshot()));
        assertEquals(0, released(table, i -> i, DEEPEST + 1).size());
        assertEquals(0, released(table, i -> DEEPEST - i, DEEPEST + 1).size());
        assertEquals(0, imported(table).size() - DEEPEST - 1);
        reclaimedFromTheMiddle(table);
    }

    private static void reclaimedFromTheMiddle(AllocationTable table) {
        AllocationTable rest =
                decided(table, new Command.ReclaimDelegated(pod(DEEPEST / 2), pod(DEEPEST / 2 + 1), List.of(REPO)));
        assertEquals(DEEPEST, rest.chain(pod(DEEPEST)).size());
    }

    private static <T> T present(T value) {
        return Objects.requireNonNull(value);
    }

    private static AllocationTable imported(AllocationTable table) {
        List<ImportedPod> pods = table.allocations().stream()
                .map(row -> new ImportedPod(
                        row.pod(), new BarePid(1), row.socket(), row.scope(), row.delegatedFrom(), row.segment()))
                .toList();
        AllocationTable grown = AllocationTable.EMPTY;
        for (ImportedPod pod : pods) {
            for (Event event : events(pod)) {
                grown = grown.evolve(event);
            }
        }
        return grown;
    }

    private static List<Event> events(ImportedPod pod) {
        PodName spawner = pod.delegatedFrom();
        List<ScopeRule> allow = pod.scope().allow();
        return List.of(
                spawner == null
                        ? new Event.Registered(
                                pod.pod(),
                                pod.process(),
                                pod.socket(),
                                allow,
                                pod.scope().deny(),
                                pod.segment())
                        : new Event.Delegated(
                                pod.pod(), spawner, pod.process(), pod.socket(), allow, new Authority.Unrecorded()));
    }

    private static void onASmallStack(Runnable work) throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        Thread thread = new Thread(null, work, "small stack", 256 << 10);
        thread.setUncaughtExceptionHandler((t, failure) -> failures.add(failure));
        thread.start();
        thread.join();
        if (!failures.isEmpty()) {
            throw new AssertionError(failures.get(0));
        }
    }

    /** What is done at every depth, and so must cost the same at each. */
    @TestFactory
    Stream<DynamicTest> noDepthCostsMoreThanItsShare() {
        return shapes().stream()
                .flatMap(shape -> Stream.of(
                        growth(shape, "delegating", n -> () -> chain(shape, n)),
                        growth(shape, "releasing from the top", n -> {
                            AllocationTable table = chain(shape, n);
                            return () -> released(table, i -> i, n);
                        }),
                        growth(shape, "releasing from the bottom", n -> {
                            AllocationTable table = chain(shape, n);
                            return () -> released(table, i -> n - i, n);
                        }),
                        growth(shape, "importing", n -> {
                            AllocationTable table = chain(shape, n);
                            return () -> imported(table);
                        }),
                        growth(shape, "asking who holds each path", n -> {
                            AllocationTable table = chain(shape, n);
                            return () -> ask(table, shape, n);
                        }),
                        growth(shape, "taking one rule back", n -> {
                            AllocationTable table = lent(shape, n);
                            return () -> takeBack(table);
                        }),
                        growth(shape, "snapshot, chain and all conflicts, once", n -> {
                            AllocationTable table = chain(shape, n);
                            return () -> once(table, n);
                        })));
    }

    private static void ask(AllocationTable table, Shape shape, int depth) {
        for (int i = 0; i < depth; i++) {
            ScopePath path = shape.rule().apply(i).target();
            table.holderOf(path);
            table.permissionAt(pod(i), path);
        }
    }

    private static void once(AllocationTable table, int depth) {
        AllocationTable.of(table.snapshot());
        table.chain(pod(depth));
        table.conflicts(ScopeRule.write("/"), List.of(), List.of());
    }

    /** The first pod has a deny layer for what it has lent out, as after a restore. */
    private static AllocationTable lent(Shape shape, int depth) {
        AllocationTable table = AllocationTable.EMPTY.evolve(new Event.Registered(
                pod(0),
                PROCESS,
                PodSocket.NONE,
                List.of(ScopeRule.write("/")),
                List.of(ScopeRule.write("/")),
                new SegmentId(new UUID(0, 0))));
        for (int i = 1; i <= depth; i++) {
            table = decided(table, delegation(shape, i));
        }
        return table;
    }

    private static void takeBack(AllocationTable table) {
        AllocationTable wider = decided(
                table, new Command.ReclaimDelegated(pod(0), new PodName("gone"), List.of(ScopeRule.write("/"))));
        assertEquals(List.of(), wider.allocations().get(0).scope().deny());
    }

    private static DynamicTest growth(Shape shape, String what, IntFunction<Runnable> work) {
        return DynamicTest.dynamicTest(shape + ": " + what, () -> {
            long shallow = allocatedBy(work.apply(1000));
            long deep = allocatedBy(work.apply(4000));
            assertTrue(deep < 6 * shallow, shallow + " bytes, then " + deep);
        });
    }

    private static long allocatedBy(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void oneMoreIsRefusedByDecisionAndReplayAlike() {
        Shape shape = shapes().get(0);
        AllocationTable table = chain(shape, DEEPEST);
        Command tooDeep = delegation(shape, DEEPEST + 1);

        assertEquals(new Refusal.LimitExceeded(Limit.DEPTH, DEEPEST + 1), refusal(table, tooDeep));
        Event event = new Event.Delegated(
                pod(DEEPEST + 1), pod(DEEPEST), PROCESS, PodSocket.NONE, List.of(REPO), new Authority.OwnScope());
        assertThrows(ImpossibleHistoryException.class, () -> table.evolve(event));

        AllocationTable shorter = table.evolve(new Event.Released(pod(7)));
        AllocationTable full = decided(shorter, tooDeep);
        assertEquals(full, shorter.evolve(event));
        assertEquals(
                new Refusal.LimitExceeded(Limit.DEPTH, DEEPEST + 1), refusal(full, delegation(shape, DEEPEST + 2)));
        assertEquals(
                new Refusal.LimitExceeded(Limit.DEPTH, DEEPEST + 1),
                refusal(AllocationTable.of(full.snapshot()), delegation(shape, DEEPEST + 2)),
                "a snapshot knows depths too");
    }

    /** Each pod starts its successor and ends: the line is never longer than two, however long this goes on. */
    @Test
    void aLineOfSuccessorsNeverGetsTooDeep() {
        Shape shape = shapes().get(0);
        AllocationTable table = chain(shape, 1);
        for (int i = 2; i < DEEPEST + 2000; i++) {
            table = decided(table, delegation(shape, i));
            table = table.evolve(new Event.Released(pod(i - 1)));
        }
        assertEquals(2, table.size());
    }

    private static @Nullable Refusal refusal(AllocationTable table, Command command) {
        return Decider.decide(table, command, ID, Verdicts.ALL_ALIVE).refusal();
    }
}
