package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static dev.podregistry.api.TargetRule.read;
import static dev.podregistry.api.TargetRule.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.SegmentId;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry on a real log: what one opening leaves is what the next one finds. */
final class OnDiskTest {

    private static final PodName CODER = new PodName("coder");

    @TempDir
    Path temporary;

    private final RegistryOptions options = RegistryOptions.defaults().paths(PathPolicy.logical());

    @Test
    void whatIsReopenedOrReplayedIsWhatWasLeft() {
        AllocationTable left;
        try (PodRegistry registry = PodRegistry.open(directory(), options)) {
            PodHandle lead = registry.register(pod("lead").read("/repo").deny(write("/repo/x")))
                    .orElseThrow();
            TargetScope authority = TargetScope.NONE.allow(write("/repo")).deny(read("/repo/keys"));
            PodHandle coder = lead.delegate(child("coder").write("/repo/src").under(authority))
                    .orElseThrow();
            coder.adopt(new SegmentId(new UUID(0, 1))).orElseThrow();
            registry.register(pod("gone").process(new BarePid(1L << 31))).orElseThrow();
            lead.delegate(child("tester").read("/repo/docs").under(authority))
                    .orElseThrow()
                    .release()
                    .orElseThrow();
            left = registry.view().table();
        }

        try (PodRegistry reopened = PodRegistry.open(directory(), options)) {
            assertEquals(left, reopened.view().table());
            assertTrue(reopened.mayWrite(CODER, write("/repo/src")));
        }
        List<Recorded> history = history();
        assertEquals(left, history.stream().reduce(AllocationTable.EMPTY, AllocationTable::evolve, (a, b) -> b));
        assertEquals(left.sequence(), history.size());
        assertEquals(
                Set.of(options.actor()),
                Set.copyOf(history.stream().map(e -> e.origin().actor()).toList()));
    }

    @Test
    void allOpeningsOfOneDirectoryShareOneLog() throws IOException {
        Files.createDirectories(directory());
        Path alias = Files.createSymbolicLink(temporary.resolve("alias"), directory());
        PodRegistry first = PodRegistry.open(directory(), options);
        try (PodRegistry second = PodRegistry.open(alias, options.actor("somebody else"))) {
            PodHandle coder = first.register(pod("coder").write("/repo")).orElseThrow();

            assertInstanceOf(
                    Refusal.WriteConflict.class,
                    ((Outcome.Refused<?>) second.register(pod("other").write("/repo/src"))).refusal());
            first.close();
            assertThrows(IllegalStateException.class, () -> first.register(pod("late")));
            coder.close();
            assertTrue(second.mayWrite(CODER, write("/repo")), "the other opening goes on");
            second.release(CODER).orElseThrow();
        }
        assertEquals("somebody else", history().get(1).origin().actor().value());
        PodRegistry.open(directory(), options).close();
    }

    /** Two cores would be two users of one log, each of which believes to know who else in this JVM has it open. */
    @Test
    void anyNameLeadsToTheOneCore() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Path alias = Files.createSymbolicLink(temporary.resolve("alias"), real);
        RegistryOptions other = options.durability(Durability.PAGE_CACHE);
        try (PodRegistry registry = PodRegistry.open(alias.resolve("missing/yet"), options)) {
            Path relative = Path.of("").toAbsolutePath().relativize(real.resolve("missing/yet"));
            assertFalse(relative.isAbsolute());
            for (Path name : List.of(
                    real.resolve("missing/yet"),
                    alias.resolve("missing/yet"),
                    alias.resolve("missing/../missing/yet/."),
                    relative)) {
                assertThrows(IllegalStateException.class, () -> PodRegistry.open(name, other), name::toString);
            }
            assertEquals(0, registry.view().sequence());
        }
    }

    /** It has no name below which a registry could be looked for until it is made; two openings must make the same. */
    @Test
    void aRelativeNameOfAMissingDirectoryIsItsAbsoluteOne() throws IOException {
        Path real = Files.createDirectory(temporary.resolve("real"));
        Path relative = Path.of("").toAbsolutePath().relativize(real.resolve("new"));
        try (PodRegistry registry = PodRegistry.open(relative, options)) {
            RegistryOptions other = options.durability(Durability.PAGE_CACHE);
            assertThrows(IllegalStateException.class, () -> PodRegistry.open(real.resolve("new"), other));
            assertEquals(0, registry.view().sequence());
        }
    }

    @Test
    void allOpeningsMustAgreeOnTheLog() {
        try (PodRegistry registry = PodRegistry.open(directory(), options)) {
            IllegalStateException thrown = assertThrows(
                    IllegalStateException.class,
                    () -> PodRegistry.open(directory(), options.durability(Durability.PAGE_CACHE)));

            assertTrue(thrown.getMessage().contains("PAGE_CACHE"), thrown.getMessage());
            assertEquals(0, registry.view().sequence());
        }
        PodRegistry.open(directory(), options.durability(Durability.PAGE_CACHE)).close();
    }

    @Test
    void openingAndClosingAtOnceIsNoRace() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String name = "pod-" + i;
            Thread thread = new Thread(() -> {
                try {
                    start.await();
                    for (int round = 0; round < 10; round++) {
                        try (PodRegistry registry = PodRegistry.open(directory(), options);
                                PodHandle pod = registry.register(pod(name)).orElseThrow()) {
                            assertTrue(registry.view().find(pod.pod()).isPresent());
                        }
                    }
                } catch (Throwable e) {
                    synchronized (failures) {
                        failures.add(e);
                    }
                }
            });
            threads.add(thread);
            thread.start();
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(List.of(), failures);
        assertEquals(160, history().size());
    }

    @Test
    void aFileInTheWayIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "precious");

        for (Path wanted : List.of(file, file.resolve("below"))) {
            RuntimeException thrown = assertThrows(RuntimeException.class, () -> PodRegistry.open(wanted, options));
            assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
            assertFalse(thrown.getMessage().contains("\n"), thrown.getMessage());
        }
        assertEquals("precious", Files.readString(file));
    }

    @Test
    void queriesLeaveTheLogAsItIs() {
        try (PodRegistry registry = PodRegistry.open(directory(), options)) {
            registry.register(pod("coder").write("/repo")).orElseThrow();
            var before = OnDisk.bytes(directory());

            registry.view().conflicts(write("/"));
            registry.holderOf("/repo");
            registry.reclaimStale();
            registry.register(pod("other").write("/repo"));
            registry.release(new PodName("nobody"));

            assertEquals(before, OnDisk.bytes(directory()));
        }
    }

    private Path directory() {
        return temporary.resolve("registry");
    }

    private List<Recorded> history() {
        List<Recorded> events = new ArrayList<>();
        try (LogReader reader = ChronicleLogReader.open(directory(), LogPosition.START)) {
            reader.replay(1, events::add);
        }
        return events;
    }
}
