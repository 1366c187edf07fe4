package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.Event;
import dev.podregistry.log.chronicle.LogRestore.Course;
import dev.podregistry.log.chronicle.LogRestore.Done;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A restore is done once, by whoever comes first, however often and at once it is asked for, and nobody opens it half done. */
@Timeout(600)
final class LogRestoreTest {

    private static final Instant NOON = Instant.parse("2026-02-01T12:00:00Z");

    @TempDir
    Path temporary;

    private Path registry;
    private Path backup;

    @BeforeEach
    void backUp() throws IOException {
        registry = temporary.toRealPath().resolve("registry");
        backup = registry.resolveSibling("backup");
        append("kept");
        LogBackup.run(registry, backup);
        append("lost");
    }

    private void append(String pod) {
        try (ChronicleLog log = Logs.open(registry)) {
            Logs.append(log, pod);
        }
    }

    private Done restore() {
        return restore(NOON);
    }

    private Done restore(Instant now) {
        return LogRestore.run(backup, registry, Logs.origin(), () -> now, Duration.ofSeconds(60));
    }

    private void assertRestored(long epoch) {
        assertEquals(
                List.of(Logs.event("kept"), new Event.Restored(epoch)),
                Logs.read(registry).events());
    }

    private List<String> beside() throws IOException {
        try (Stream<Path> files = Files.list(registry.getParent())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** The answer of the first was lost; the second began an epoch of its own and set the restored registry aside. */
    @Test
    void aRestoreThatWasDoneIsFoundAndNothingIsChanged() throws IOException {
        Done first = restore();
        assertEquals(Course.DONE, first.course());
        Object before = Moments.content(registry.getParent());

        Done again = restore(NOON.plusSeconds(60));

        assertEquals(new Done(Course.FOUND, first.position(), first.epoch(), null), again);
        assertEquals(before, Moments.content(registry.getParent()));
    }

    @Test
    void whatHasGoneOnSinceIsRestoredAnew() throws IOException {
        Done first = restore();
        append("later");

        Done second = restore();

        assertEquals(Course.DONE, second.course());
        assertEquals(first.epoch() + 1, second.epoch());
        assertRestored(second.epoch());
        assertEquals(
                List.of(
                        "backup",
                        "registry",
                        "registry.replaced-20260201T120000Z",
                        "registry.replaced-20260201T120000Z-2"),
                beside());
    }

    @Test
    void whatWasRestoredAndIsDamagedSinceIsRestoredAnew() throws IOException {
        Done first = restore();
        Overwriting.of(registry, "\"kept\"", "\"lept\"");

        Done second = restore();

        assertEquals(Course.DONE, second.course());
        assertRestored(second.epoch());
        assertTrue(second.epoch() > first.epoch());
    }

    /** An epoch of long ago, put back by hand, would give the tokens of the one that is beside it. */
    @Test
    void anEpochThatIsNotTheGreatestAnyMoreIsNone() throws IOException {
        Done first = restore();
        Path old = registry.resolveSibling("old");
        Files.move(registry, old);
        Done second = restore(NOON.plusSeconds(60));
        append("later");
        Files.move(registry, registry.resolveSibling("registry.replaced-by-hand"));
        Files.move(old, registry);

        Done third = restore();

        assertEquals(Course.DONE, third.course());
        assertTrue(first.epoch() < second.epoch() && second.epoch() < third.epoch(), third.toString());
    }

    /** What can be read is as the restore left it, and yet an event came after that. */
    @Test
    void whatWasRestoredAndHasATornEndSinceIsRestoredAnew() throws IOException {
        Done first = restore();
        append("later");
        hideLast();

        Done second = restore();

        assertEquals(Course.DONE, second.course());
        assertEquals(first.epoch() + 1, second.epoch());
    }

    /** As a loss of power may that takes the page with the header. */
    private void hideLast() throws IOException {
        List<Path> days = new RegistryDirectory(registry).days();
        Path day = days.get(days.size() - 1);
        long last;
        try (RawDay raw = RawDay.open(day)) {
            List<RawDay.Doc> documents = raw.documents();
            last = documents.get(documents.size() - 1).offset();
        }
        try (RandomAccessFile file = new RandomAccessFile(day.toFile(), "rw")) {
            file.seek(last);
            file.write(new byte[4]);
        }
    }

    @Test
    void aDamagedBackupIsNotRestoredAsFarAsItGoes() throws IOException {
        append("kept too");
        Path other = registry.resolveSibling("other");
        LogBackup.run(registry, other);
        Overwriting.of(other, "\"lost\"", "\"last\"");
        backup = other;
        Object before = Moments.content(registry.getParent());

        DamagedLogException damaged = assertThrows(DamagedLogException.class, this::restore);

        assertEquals(2, damaged.sequence());
        assertEquals(before, Moments.content(registry.getParent()));
    }

    @Test
    void whatWasRestoredFromAnotherBackupIsRestoredAnew() throws IOException {
        Path other = registry.resolveSibling("other");
        try (ChronicleLog log = Logs.open(other)) {
            Logs.append(log, "another");
        }
        Path kept = backup;
        backup = other;
        Done first = restore();
        backup = kept;

        Done second = restore();

        assertEquals(first.position().sequence(), second.position().sequence());
        assertEquals(Course.DONE, second.course());
        assertRestored(first.epoch() + 1);
    }

    @Test
    void aStaleHalfIsNotFinishedWhenItsEpochIsNotTheGreatest() throws IOException {
        Done first = restore();
        Path old = registry.resolveSibling("old");
        Files.move(registry, old);
        Done second = restore(NOON.plusSeconds(60));
        Files.move(registry, registry.resolveSibling("registry.replaced-by-hand"));
        Files.move(old, registry.resolveSibling("registry.restoring"));

        Done third = restore();

        assertEquals(Course.DONE, third.course());
        assertTrue(first.epoch() < second.epoch() && second.epoch() < third.epoch(), third.toString());
    }

    @Test
    void restoresToOnePlaceTakeTurns() throws Exception {
        for (boolean there : List.of(true, false)) {
            if (!there) {
                Moments.delete(registry);
            }
            List<Done> all = atOnce(4);

            Done first = all.stream()
                    .filter(done -> done.course() == Course.DONE)
                    .findFirst()
                    .orElseThrow();
            assertEquals(
                    3,
                    Collections.frequency(all, new Done(Course.FOUND, first.position(), first.epoch(), null)),
                    all::toString);
            assertRestored(first.epoch());
            assertTrue(beside().stream().noneMatch(name -> name.contains(".restoring")), beside()::toString);
            append("later");
        }
    }

    private List<Done> atOnce(int restores) throws Exception {
        CyclicBarrier start = new CyclicBarrier(restores);
        ExecutorService threads = Executors.newFixedThreadPool(restores);
        try {
            List<Future<Done>> asked = new ArrayList<>();
            for (int i = 0; i < restores; i++) {
                asked.add(threads.submit(() -> {
                    start.await();
                    return restore();
                }));
            }
            List<Done> all = new ArrayList<>();
            for (Future<Done> done : asked) {
                all.add(done.get());
            }
            return all;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void restoresOfSeveralProcessesTakeTurns() throws Exception {
        Moments.delete(registry);
        List<ChildJvm> children = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                children.add(
                        ChildJvm.start(RestoringProcess.class, backup, registry, registry.resolveSibling("try-" + i)));
            }
            for (ChildJvm child : children) {
                assertEquals("ready", child.line());
            }
            for (ChildJvm child : children) {
                child.tell("");
            }
            List<String> said = new ArrayList<>();
            for (ChildJvm child : children) {
                said.add(child.line());
            }
            assertEquals(
                    List.of("DONE", "FOUND", "FOUND"), said.stream().sorted().toList());
        } finally {
            children.forEach(ChildJvm::close);
        }
    }

    /** Somebody has removed it, and the next restore made its own. */
    @Test
    void aLockFileThatIsNotItsOwnStays() throws IOException {
        Path turns = registry.resolveSibling("registry.restoring.lock");
        LogRestore.run(
                backup,
                registry,
                Logs.origin(),
                () -> {
                    try {
                        Files.move(turns, registry.resolveSibling("away"), StandardCopyOption.REPLACE_EXISTING);
                        Files.createFile(turns);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    return NOON;
                },
                Duration.ofSeconds(60));
        assertTrue(Files.exists(turns));
    }

    @Test
    void whatSomebodyAppendsToIsNotReplaced() throws Exception {
        try (ChildJvm holder = ChildJvm.start(Holding.UntilTold.class, registry)) {
            assertEquals("held", holder.line());
            List<String> before = beside();
            assertThrows(
                    LogBusyException.class,
                    () -> LogRestore.run(backup, registry, Logs.origin(), () -> NOON, Duration.ofMillis(50)));
            assertEquals(before, beside());
        }
    }

    /** Whoever opened it then began a new registry, in which nobody held anything. */
    @Test
    void betweenTheMovesNobodyOpensThePlace() throws IOException {
        Done first = restore();
        Files.move(registry, registry.resolveSibling("registry.restoring"));

        for (Runnable open : List.<Runnable>of(() -> append("stranger"), () -> Logs.read(registry))) {
            LogUnavailableException refused = assertThrows(LogUnavailableException.class, open::run);
            assertEquals(Reason.IO, refused.reason());
            assertTrue(refused.getMessage().contains("is under way, or was interrupted"), refused.getMessage());
        }
        assertFalse(Files.exists(registry));
        assertEquals(new Done(Course.FINISHED, first.position(), first.epoch(), null), restore());
        assertRestored(first.epoch());
    }

    /** It was taken for something else than a registry that stood in the place, or for no registry. */
    @Test
    void betweenTheMovesAnotherNameLeadsToThePlaceToo() throws IOException {
        Done first = restore();
        Path alias = Files.createSymbolicLink(registry.resolveSibling("alias"), Path.of("second"));
        Files.createSymbolicLink(registry.resolveSibling("second"), registry);
        Files.move(registry, registry.resolveSibling("registry.restoring"));

        for (Runnable open : List.<Runnable>of(() -> Logs.open(alias).close(), () -> Logs.read(alias))) {
            LogUnavailableException refused = assertThrows(LogUnavailableException.class, open::run);
            assertTrue(refused.getMessage().contains("is under way, or was interrupted"), refused.getMessage());
        }
        Done again = LogRestore.run(backup, alias, Logs.origin(), () -> NOON, Duration.ofSeconds(60));
        assertEquals(new Done(Course.FINISHED, first.position(), first.epoch(), null), again);
        assertRestored(first.epoch());
    }

    @Test
    void aLinkThatLeadsInACircleIsRefused() throws IOException {
        Path alias = Files.createSymbolicLink(registry.resolveSibling("alias"), Path.of("alias"));
        LogUnavailableException refused = assertThrows(
                LogUnavailableException.class,
                () -> LogRestore.run(backup, alias, Logs.origin(), () -> NOON, Duration.ofSeconds(60)));
        assertTrue(refused.getMessage().contains("alias"), refused.getMessage());
    }

    /** A kill before the mark was written, or a disk that lost it. */
    @Test
    void whatIsFinishedIsMarkedWithItsEpoch() throws IOException {
        Done first = restore();
        Mark mark = new RegistryDirectory(registry).mark();
        Files.delete(mark.file());
        Files.move(registry, registry.resolveSibling("registry.restoring"));

        assertEquals(Course.FINISHED, restore().course());

        assertEquals(first.epoch(), mark.epoch());
    }

    @Test
    void aRegistryIsRestoredUnderAnotherNameToo() throws IOException {
        Path alias = Files.createSymbolicLink(registry.resolveSibling("alias"), registry);

        Done done = LogRestore.run(backup, alias, Logs.origin(), () -> NOON, Duration.ofSeconds(60));

        assertRestored(done.epoch());
        assertTrue(Files.isSymbolicLink(alias));
    }

    /** As root restores it, whose files its owner could open no more; or, for who is not root, as its owner does. */
    @Test
    void aRegistryStaysItsOwners() throws Exception {
        boolean isRoot = AnotherUser.in(temporary) != null;
        String number = isRoot
                ? "" + AnotherUser.NUMBER
                : Files.getAttribute(registry, "unix:uid").toString();
        for (boolean empty : List.of(false, true)) {
            if (empty) {
                Moments.delete(registry);
                Files.createDirectory(registry);
            }
            AnotherUser.run("chown", "-R", number + ":" + number, registry.toString());
            restore();
            try (Stream<Path> files = Files.walk(registry)) {
                for (Path file : files.toList()) {
                    assertEquals(number, Files.getAttribute(file, "unix:uid").toString(), file::toString);
                    if (isRoot) {
                        assertEquals(
                                number, Files.getAttribute(file, "unix:gid").toString(), file::toString);
                    }
                }
            }
        }
    }

    /** As opening it is: what stands there may be a trap, as a link in the place of the lock. */
    @Test
    void whatNobodyMayOpenIsNotRestoredOver() throws Exception {
        AnotherUser.run("chmod", "g+w", registry.resolve("queue").toString());
        Object before = Moments.attributes(registry.getParent());

        LogUnavailableException refused = assertThrows(LogUnavailableException.class, this::restore);

        assertTrue(refused.getMessage().contains("run: chmod go-w "), refused.getMessage());
        assertEquals(before, Moments.attributes(registry.getParent()));
    }
}
