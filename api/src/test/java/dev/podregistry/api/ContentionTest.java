package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.podregistry.model.Permission;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.table.AllocationTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Many threads want the same paths; a referee that knows nothing of the registry sees that no two have one. */
final class ContentionTest {

    private static final int THREADS = 16;
    private static final int ROUNDS = 60;

    /** Enough paths to tell all rules of this test apart: each target, a child of it, and something deeper. */
    private static final List<ScopePath> PATHS = Stream.of("/r", "/r/a", "/r/b", "/r/a/c")
            .flatMap(target -> Stream.of(target, target + "/child", target + "/child/deeper"))
            .map(ScopePath::new)
            .toList();

    @TempDir
    Path directory;

    private final Map<ScopePath, String> writers = new ConcurrentHashMap<>();
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    private final AtomicInteger grants = new AtomicInteger();

    @TestFactory
    Stream<DynamicTest> everyLogWithEveryKindOfThread() {
        return kinds().flatMap(kind -> Stream.of(
                dynamicTest(kind + " in memory", () -> inMemory(kind.threads())),
                dynamicTest(kind + ", a registry each, in memory", () -> registriesInMemory(kind.threads())),
                dynamicTest(kind + " on disk", () -> onDisk(directory.resolve(kind.name()), kind.threads()))));
    }

    @AfterEach
    void endThreads() {
        pool.shutdownNow();
    }

    private record Kind(String name, ExecutorService threads) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Virtual threads came with Java 21. */
    private Stream<Kind> kinds() {
        Kind platform = new Kind("platform threads", pool);
        try {
            Object threads =
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            return Stream.of(platform, new Kind("virtual threads", (ExecutorService) threads));
        } catch (ReflectiveOperationException e) {
            assertTrue(Runtime.version().feature() < 21, e::toString);
            return Stream.of(platform);
        }
    }

    private void inMemory(ExecutorService threads) throws Exception {
        InMemory memory = new InMemory();
        try (PodRegistry registry = memory.open()) {
            contend(registry, threads);
        }
        assertEquals(grants.get() * 2L + 1, memory.history().size());
    }

    /** As if each thread were a process of its own. */
    private void registriesInMemory(ExecutorService threads) throws Exception {
        InMemory memory = new InMemory();
        try (PodRegistry first = memory.open()) {
            first.register(pod("lead")).orElseThrow();
        }
        run(threads, worker -> {
            try (PodRegistry own = memory.open()) {
                work(own, worker);
            }
        });
        assertTrue(grants.get() > THREADS, "only " + grants + " grants");
    }

    private void onDisk(Path folder, ExecutorService threads) throws Exception {
        RegistryOptions options = new InMemory().options();
        AllocationTable left;
        try (PodRegistry registry = PodRegistry.open(folder, options)) {
            contend(registry, threads);
            left = registry.view().table();
        }
        try (PodRegistry reopened = PodRegistry.open(folder, options)) {
            assertEquals(left, reopened.view().table());
        }
    }

    private void contend(PodRegistry registry, ExecutorService threads) throws Exception {
        registry.register(pod("lead")).orElseThrow();
        run(threads, worker -> work(registry, worker));
        assertTrue(grants.get() > THREADS, "only " + grants + " grants");
        assertEquals(1, registry.view().allocations().size());
    }

    private void run(ExecutorService threads, IntConsumer work) throws Exception {
        grants.set(0);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int worker = i;
            running.add(threads.submit(() -> work.accept(worker)));
        }
        for (Future<?> one : running) {
            one.get(60, TimeUnit.SECONDS);
        }
    }

    private void work(PodRegistry registry, int worker) {
        Random random = new Random(worker);
        for (int round = 0; round < ROUNDS; round++) {
            TargetRule rule = new TargetRule(
                    List.of("/r", "/r/a", "/r/b", "/r/a/c").get(random.nextInt(4)),
                    Permission.WRITE,
                    random.nextBoolean());
            String name = "pod-" + worker;
            Outcome<PodHandle> outcome = worker % 2 == 0
                    ? registry.register(pod(name).allow(rule))
                    : registry.delegate(
                            new PodName("lead"),
                            child(name).allow(rule).under(TargetScope.NONE.allow(TargetRule.write("/r"))));
            if (outcome instanceof Outcome.Granted<PodHandle> granted) {
                grants.incrementAndGet();
                writeAndRelease(granted.value(), rule);
            }
        }
    }

    private void writeAndRelease(PodHandle handle, TargetRule rule) {
        ScopeRule granted = new ScopeRule(new ScopePath(rule.target()), rule.permission(), rule.recursive());
        List<ScopePath> mine = PATHS.stream().filter(granted::covers).toList();
        for (ScopePath path : mine) {
            String other = writers.putIfAbsent(path, handle.toString());
            if (other != null) {
                throw new AssertionError(path + " has two writers: " + other + " and " + handle);
            }
        }
        LockSupport.parkNanos(50_000);
        mine.forEach(writers::remove);
        handle.release().orElseThrow();
    }
}
