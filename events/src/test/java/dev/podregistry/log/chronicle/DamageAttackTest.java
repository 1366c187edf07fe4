package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.DamagedLogException;
import dev.podregistry.log.LogException;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.Transcript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
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
 * other ones.
 */
@Tag("attack")
final class DamageAttackTest {

    private static final int CHANGES = Integer.getInteger("damage.changes", 150);
    private static final long SEED = Long.getLong("damage.seed", 11);
    private static final List<String> WAYS =
            List.of("flip", "flip", "digit", "digit", "zeros", "cut", "pages", "documents", "files");
    private static final int PAGE = FileWindow.PAGE;

    @TempDir
    Path work;

    private final Random random = new Random(SEED);
    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private final TreeMap<String, byte[]> sound = new TreeMap<>();
    private List<Recorded> all;
    private Instant last;

    @Test
    void noChangeMakesAnotherHistory() throws Exception {
        Path directory = work.resolve("registry");
        write(directory);
        Path queue = directory.resolve("queue");
        for (int i = 0; i < CHANGES; i++) {
            String change = change(queue);
            TreeMap<String, byte[]> changed = files(queue);
            String name = "change " + i + ": " + change;
            check(directory, name, change.split(" ", 2)[0]);
            for (int day = 0; day < 2; day++) {
                restore(directory, changed);
                goOn(directory, last.plus(Duration.ofDays(day)), name + ", opened on day " + day);
            }
            restore(directory, changed);
            repair(directory, name + ", repaired");
            restore(directory, sound);
        }
        assertEquals(all, Logs.read(directory).recorded());
        System.out.println(CHANGES + " changes: " + counts);
        assertTrue(counts.get("reported") > CHANGES / 4, counts.toString());
    }

    private void write(Path directory) throws IOException {
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

    /** {@return what was done to the files, its kind first} */
    private String change(Path queue) throws IOException {
        String way = WAYS.get(random.nextInt(WAYS.size()));
        List<String> names = new ArrayList<>(sound.keySet());
        String name = names.get(random.nextInt(names.size() - (random.nextInt(6) == 0 ? 0 : 1)));
        byte[] bytes = sound.get(name).clone();
        int used = used(bytes);
        switch (way) {
            case "flip" -> {
                int at = place(used);
                bytes[at] ^= (byte) (1 << random.nextInt(8));
                return save(queue, name, bytes, "flip at " + at);
            }
            case "digit" -> {
                int at = place(used);
                while (at > 0 && !Character.isDigit(bytes[at])) {
                    at--;
                }
                bytes[at] = (byte) ('0' + (bytes[at] - '0' + 1 + random.nextInt(8)) % 10);
                return save(queue, name, bytes, "digit at " + at);
            }
            case "zeros" -> {
                int at = place(used);
                int to = Math.min(used, at + 1 + random.nextInt(random.nextBoolean() ? 16 : 3 * PAGE));
                Arrays.fill(bytes, at, to, (byte) 0);
                return save(queue, name, bytes, "zeros from " + at + " to " + to);
            }
            case "cut" -> {
                int at = random.nextInt(used);
                return save(queue, name, Arrays.copyOf(bytes, at), "cut at " + at);
            }
            case "pages" -> {
                int from = random.nextInt(used / PAGE + 1) * PAGE;
                int to = random.nextInt(used / PAGE + 1) * PAGE;
                return exchange(queue, name, bytes, from, to, PAGE, PAGE, "pages");
            }
            case "documents" -> {
                return documents(queue, name, bytes);
            }
            default -> {
                return files(queue, names, name);
            }
        }
    }

    private int place(int used) {
        return random.nextInt(3) == 0 || used < 0x10110
                ? random.nextInt(used)
                : 0x10110 + random.nextInt(used - 0x10110);
    }

    private static int used(byte[] bytes) {
        int end = bytes.length;
        while (end > 1 && bytes[end - 1] == 0) {
            end--;
        }
        return end;
    }

    private String exchange(Path queue, String name, byte[] bytes, int a, int b, int lengthA, int lengthB, String what)
            throws IOException {
        byte[] first = Arrays.copyOfRange(bytes, a, a + lengthA);
        byte[] second = Arrays.copyOfRange(bytes, b, b + lengthB);
        System.arraycopy(first, 0, bytes, b, lengthA);
        boolean swap = random.nextBoolean();
        if (swap) {
            System.arraycopy(second, 0, bytes, a, lengthB);
        }
        return save(queue, name, bytes, what + (swap ? " swapped " : " doubled ") + a + " and " + b);
    }

    /** Moves whole transactions, headers and all. */
    private String documents(Path queue, String name, byte[] bytes) throws IOException {
        List<RawDay.Doc> documents = new ArrayList<>();
        try (RawDay day = RawDay.open(queue.resolve(name))) {
            long offset = 0;
            for (RawDay.Doc doc = day.document(0); doc != null; doc = day.document(offset)) {
                if (doc.data()) {
                    documents.add(doc);
                }
                offset = doc.next();
            }
        }
        if (documents.size() < 2 || !name.endsWith(".cq4")) {
            bytes[random.nextInt(64)]++;
            return save(queue, name, bytes, "flip in the table");
        }
        int i = random.nextInt(documents.size() - 1);
        RawDay.Doc one = documents.get(i);
        RawDay.Doc other = documents.get(i + 1 + random.nextInt(documents.size() - i - 1));
        byte[] a = Arrays.copyOfRange(bytes, (int) one.offset(), (int) one.next());
        byte[] b = Arrays.copyOfRange(bytes, (int) other.offset(), (int) other.next());
        int last = (int) documents.get(documents.size() - 1).next();
        byte[] between = Arrays.copyOfRange(bytes, (int) one.next(), (int) other.offset());
        byte[] rest = Arrays.copyOfRange(bytes, (int) other.next(), last + 8);
        return switch (random.nextInt(3)) {
            case 0 -> assemble(queue, name, bytes, one, "documents swapped", b, between, a, rest);
            case 1 -> assemble(queue, name, bytes, one, "documents doubled", a, a, between, b, rest);
            default -> assemble(queue, name, bytes, one, "drop of a document", between, b, rest);
        };
    }

    private String assemble(Path queue, String name, byte[] bytes, RawDay.Doc from, String what, byte[]... parts)
            throws IOException {
        int at = (int) from.offset();
        Arrays.fill(bytes, at, used(bytes), (byte) 0);
        for (byte[] part : parts) {
            System.arraycopy(part, 0, bytes, at, part.length);
            at += part.length;
        }
        return save(queue, name, bytes, what + " at " + from.offset());
    }

    private String files(Path queue, List<String> names, String name) throws IOException {
        String other = names.get(random.nextInt(names.size()));
        switch (random.nextInt(3)) {
            case 0 -> Files.delete(queue.resolve(name));
            case 1 -> Files.write(queue.resolve(name), sound.get(other));
            default -> {
                Files.write(queue.resolve(name), sound.get(other));
                Files.write(queue.resolve(other), sound.get(name));
            }
        }
        return (Files.exists(queue.resolve(name)) ? "files " : "drop of ") + name + " and " + other;
    }

    private static String save(Path queue, String name, byte[] bytes, String change) throws IOException {
        Files.write(queue.resolve(name), bytes);
        return change + " in " + name;
    }
}
