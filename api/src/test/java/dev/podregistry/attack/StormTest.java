package dev.podregistry.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.event.Recorded;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads are interrupted at any moment and registries closed while others append; nothing is lost, doubled, left open or
 * left running.
 *
 * <p>{@code -Dattack.storm.seconds=N} makes each storm longer, {@code -Dattack.seed=N} repeats its choices.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(3600)
final class StormTest {

    private static final Duration TIME = Duration.ofSeconds(Long.getLong("attack.storm.seconds", 2));

    @TempDir
    Path temporary;

    private final long seed = Long.getLong("attack.seed", System.nanoTime());

    @TestFactory
    Stream<DynamicTest> everyDurabilityWithEveryKindOfThread() {
        return Stream.of(Durability.values())
                .flatMap(durability -> threads().entrySet().stream()
                        .map(kind -> dynamicTest(
                                durability + ", " + kind.getKey(),
                                () -> storm(durability, kind.getKey(), kind.getValue()))));
    }

    /** Virtual threads came with Java 21. */
    private static Map<String, ThreadFactory> threads() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            Class<?> type = Class.forName("java.lang.Thread$Builder");
            return Map.of("platform", Thread::new, "virtual", (ThreadFactory)
                    type.getMethod("factory").invoke(builder));
        } catch (ReflectiveOperationException e) {
            assertTrue(Runtime.version().feature() < 21, e::toString);
            return Map.of("platform", Thread::new);
        }
    }

    private void storm(Durability durability, String kind, ThreadFactory threads) throws Exception {
        Path directory = Files.createDirectories(temporary.resolve(durability + "-" + kind))
                .toRealPath();
        Path alias = Files.createSymbolicLink(temporary.resolve(durability + "-" + kind + "-alias"), directory);
        List<Path> names = List.of(directory, alias, directory.resolve("..").resolve(directory.getFileName()));
        Storm storm = new Storm(names, durability, seed, threads);
        PodRegistry.open(directory, storm.options()).close();
        Set<String> before = Footprint.threads();

        AtomicInteger mostLocks = watched(directory.resolve("lock"), () -> storm.rage(TIME));

        System.out.println("storm, " + durability + ", " + kind + " threads, seed " + seed + ": " + storm.interrupts()
                + " interrupts, " + storm.openings() + " openings, "
                + storm.granted().size() + " commands granted, "
                + storm.turnedAway() + " met a closed registry");
        assertEquals(1, mostLocks.get(), "descriptors of the lock file at a time");
        assertLeftNothing(directory, before);
        assertTold(storm.granted(), Evidence.log(directory));
        try (PodRegistry registry = PodRegistry.open(alias, storm.options())) {
            registry.register(RegisterRequest.pod("after").write("/after")).orElseThrow();
        }
    }

    private interface Action {
        void run() throws InterruptedException;
    }

    /** {@return the greatest number of descriptors of {@code file} that were open at once meanwhile} */
    private static AtomicInteger watched(Path file, Action action) throws Exception {
        AtomicInteger most = new AtomicInteger();
        Thread watch = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    most.accumulateAndGet(Footprint.openFiles(file).size(), Math::max);
                    Thread.sleep(2);
                } catch (Exception e) {
                    Thread.currentThread().interrupt();
                }
            }
        });
        watch.start();
        try {
            action.run();
        } finally {
            watch.interrupt();
            watch.join();
        }
        return most;
    }

    /** Chronicle gives some of its mappings back in a thread of its own, a moment later. */
    private static void assertLeftNothing(Path directory, Set<String> threadsBefore) throws Exception {
        String lock = Footprint.inode(directory.resolve("lock"));
        for (int i = 0; i < 100 && !Footprint.of(directory, lock).isEmpty(); i++) {
            Thread.sleep(50);
        }
        assertEquals(List.of(), Footprint.of(directory, lock));
        Set<String> threads = Footprint.threads();
        threads.removeAll(threadsBefore);
        assertEquals(Set.of(), threads, "threads that go on");
    }

    private static void assertTold(Map<CommandId, Long> granted, List<Recorded> log) {
        Map<CommandId, Long> logged = new HashMap<>();
        for (Recorded event : log) {
            Long twice = logged.put(event.origin().command(), event.sequence());
            assertEquals(null, twice, () -> event + " is there twice");
        }
        assertEquals(granted, logged);
    }
}
