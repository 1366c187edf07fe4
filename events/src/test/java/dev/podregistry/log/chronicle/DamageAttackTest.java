package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bytes, pages, transactions and whole files of a closed log are flipped, zeroed, cut, swapped and doubled.
 *
 * <p>A full read delivers exactly what was recorded, or reports the place; never anything else. Opening for writing, with an
 * append on the same day or on a new one, goes on from all that was recorded, or tells what it set aside, or is refused;
 * a repair keeps all of it or tells. Nothing is renamed. {@code -Ddamage.changes=N} tries more changes, {@code -Ddamage.seed=N}
 * other ones, {@code -Dattack.folder=/dev/shm} in memory, which is quicker than a disk.
 */
@Tag("attack")
final class DamageAttackTest {

    private static final int CHANGES = Integer.getInteger("damage.changes", 150);
    private static final long SEED = Long.getLong("damage.seed", 11);
    private static final int ATTACKERS = Runtime.getRuntime().availableProcessors();

    @TempDir(factory = AttackFolder.class)
    Path work;

    private final ConcurrentSkipListMap<String, Integer> counts = new ConcurrentSkipListMap<>();
    private final TreeMap<String, byte[]> sound = new TreeMap<>();
    private List<Recorded> all;
    private Instant last;

    @Test
    void noChangeMakesAnotherHistory() throws Exception {
        Random random = new Random(SEED);
        write(work.resolve("registry"), random);
        long[] seeds = random.longs(CHANGES).toArray();
        AtomicInteger next = new AtomicInteger();
        Callable<Void> attacker = () -> {
            Path directory = Files.createTempDirectory(work, "attacked-");
            for (int i = next.getAndIncrement(); i < CHANGES; i = next.getAndIncrement()) {
                attack(directory, i, new Random(seeds[i]));
            }
            return null;
        };
        ExecutorService attackers = Executors.newCachedThreadPool();
        try {
            for (Future<Void> ended : attackers.invokeAll(Collections.nCopies(ATTACKERS, attacker))) {
                ended.get();
            }
        } finally {
            attackers.shutdownNow();
        }
        System.out.println(CHANGES + " changes: " + counts);
        assertTrue(counts.get("reported") > CHANGES / 4, counts.toString());
    }

    private void attack(Path directory, int number, Random random) throws IOException {
        restore(directory, sound);
        String change = new Damage(sound, random).to(directory.resolve("queue"));
        TreeMap<String, byte[]> changed = files(directory.resolve("queue"));
        String name = "change " + number + ": " + change;
        check(directory, name, change.split(" ", 2)[0]);
        for (int day = 0; day < 2; day++) {
            restore(directory, changed);
            goOn(directory, last.plus(Duration.ofDays(day)), name + ", opened on day " + day);
        }
        restore(directory, changed);
        repair(directory, name + ", repaired");
    }

    private void write(Path directory, Random random) throws IOException {
        Instant[] now = {Instant.parse("2026-01-31T12:00:00Z")};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> now[0]);
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
            for (int day = 0; day < 3; day++) {
                for (int i = 0; i < 12; i++) {
                    Logs.append(
                            log,
                            Stream.generate(() -> "pod")
                                    .limit(1 + random.nextInt(random.nextBoolean() ? 1 : 20))
                                    .toArray(String[]::new));
                }
                now[0] = now[0].plus(Duration.ofDays(1));
            }
        }
        all = Logs.read(directory).recorded();
        last = now[0].minus(Duration.ofDays(1));
        sound.putAll(files(directory.resolve("queue")));
    }

    private static TreeMap<String, byte[]> files(Path queue) throws IOException {
        TreeMap<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> files = Files.list(queue)) {
            for (Path file : files.toList()) {
                found.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return found;
    }

    private static void restore(Path directory, TreeMap<String, byte[]> contents) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(directory)) {
                    Files.delete(file);
                }
            }
        }
        Path queue = Files.createDirectory(directory.resolve("queue"));
        for (var entry : contents.entrySet()) {
            Files.write(queue.resolve(entry.getKey()), entry.getValue());
        }
    }

    private void goOn(Path directory, Instant now, String name) throws IOException {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now);
        Transcript seen = new Transcript(LogPosition.START);
        String outcome;
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START, new Drive(Fsync.LATER, 0))) {
            log.catchUp(seen);
            assertTold(seen.recorded(), log.recovery(), name);
            outcome = log.recovery().isEmpty() ? "gone on with" : "mended";
            Logs.append(log, seen, "after");
        } catch (DamagedLogException | LogUnavailableException e) {
            outcome = "refused";
        } catch (LogException e) {
            throw new AssertionError(name + ": " + e, e);
        }
        counts.merge("writing: " + outcome, 1, Integer::sum);
        if (!outcome.equals("refused")) {
            assertEquals(seen.recorded(), Logs.read(directory).recorded(), name);
        }
        assertNothingRenamed(directory, name);
    }

    private void repair(Path directory, String name) throws IOException {
        Optional<RecoveryReport> report;
        try {
            report = LogRepair.run(directory, Duration.ofSeconds(10));
        } catch (LogUnavailableException e) {
            counts.merge("repair: refused", 1, Integer::sum);
            return;
        }
        counts.merge(report.isEmpty() ? "repair: nothing to do" : "repair: done", 1, Integer::sum);
        assertTold(Logs.read(directory).recorded(), report, name);
        assertNothingRenamed(directory, name);
    }

    private void assertTold(List<Recorded> left, Optional<RecoveryReport> report, String name) {
        assertEquals(all.subList(0, left.size()), left, name);
        assertTrue(left.size() == all.size() || report.isPresent(), name + ": in silence " + left.size() + " are left");
        report.ifPresent(told -> {
            assertEquals(left.size(), told.kept().sequence(), name);
            assertTrue(
                    name.contains(": files ")
                            || !isAlone(left.size())
                            || told.dropped().stream()
                                    .noneMatch(dropped -> dropped.stored()
                                            .equals(all.get(left.size()).stored())),
                    name + ": the next event was there, and was not kept");
        });
    }

    /** {@return whether an event is the only one of its transaction} */
    private boolean isAlone(int index) {
        return index < all.size()
                && (index + 1 == all.size()
                        || !all.get(index).origin().equals(all.get(index + 1).origin()));
    }

    private static void assertNothingRenamed(Path directory, String name) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith(".discard")), name);
        }
    }

    private void check(Path directory, String change, String kind) {
        List<Recorded> read = new ArrayList<>();
        String outcome;
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            reader.replay(1, read::add);
            assertEquals(all.size(), read.size(), change + ": a shorter history, in silence");
            outcome = "harmless";
        } catch (DamagedLogException e) {
            assertTrue(e.sequence() > read.size() && e.file().startsWith(directory.toString()), change + ": " + e);
            outcome = "reported";
        } catch (LogUnavailableException e) {
            outcome = "unreadable";
        } catch (LogException e) {
            throw new AssertionError(change + ": " + e, e);
        }
        assertEquals(all.subList(0, read.size()), read, change);
        counts.merge(outcome, 1, Integer::sum);
        counts.merge(kind + " " + outcome, 1, Integer::sum);
    }
}
