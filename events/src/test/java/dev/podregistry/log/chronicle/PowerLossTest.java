package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.raw.Inspection;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.log.json.Manifest;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The power fails at any moment of a log's life, and of a recovery's, and leaves any part of what was not synced.
 *
 * <p>Whatever was acknowledged as synced must be there, nothing may be there that never was, and the next writer goes on.
 * {@code -Dpowerloss.images=N} tries more images, {@code -Dpowerloss.seed=N} other ones, {@code -Dattack.folder=/dev/shm} in
 * memory.
 */
@Tag("attack")
final class PowerLossTest {

    private static final int IMAGES = Integer.getInteger("powerloss.images", 200);
    private static final long SEED = Long.getLong("powerloss.seed", 7);
    private static final int IMAGES_OF_A_HISTORY = 25;
    private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

    private static final Fsync NEVER = new Fsync() {
        @Override
        public void file(Path path, FileDescriptor open) {}

        @Override
        public void names(Path folder) {}
    };

    @TempDir(factory = AttackFolder.class)
    Path work;

    private final TreeMap<String, Integer> counts = new TreeMap<>();
    private int built;

    @Test
    void nothingAcknowledgedIsLost() throws Exception {
        for (long seed = SEED; built < IMAGES; seed++) {
            new History(new Random(seed), "seed " + seed).run();
        }
        System.out.println(built + " crash images: " + counts);
        assertTrue(counts.getOrDefault("set aside", 0) > IMAGES / 20, "too few images need a recovery: " + counts);
        assertTrue(counts.getOrDefault("of a recovery", 0) > IMAGES / 50, counts.toString());
        assertTrue(counts.getOrDefault("not marked", 0) > IMAGES / 50, counts.toString());
        assertTrue(counts.getOrDefault("opened from a snapshot", 0) > IMAGES / 50, counts.toString());
        assertTrue(counts.getOrDefault("snapshots passed over", 0) > IMAGES / 50, counts.toString());
    }

    /** One log's life, and what is left of it when it ends early. */
    private final class History {

        private final Random random;
        private final String name;
        private final Path directory;
        private final Path image;
        private final List<Path> images = new ArrayList<>();
        private final List<Long> acknowledged = new ArrayList<>();
        private final double chance;
        private Instant now = BEGIN;
        private long synced;
        private SimulatedDisk disk;

        History(Random random, String name) {
            this.random = random;
            this.name = name;
            this.chance = 0.12 + random.nextDouble() * 0.3;
            directory = work.resolve("live");
            image = work.resolve("image");
        }

        void run() throws IOException {
            Files.createDirectory(directory);
            disk = new SimulatedDisk(directory, this::maybeLose);
            List<Recorded> all = live();
            disk.close();
            for (int i = 0; i < images.size(); i++) {
                check(i, all);
                delete(images.get(i));
            }
            delete(directory);
        }

        private void check(int i, List<Recorded> all) {
            String image = name + " image " + i;
            try {
                new Image(images.get(i), all, acknowledged.get(i), random, image).check(true);
            } catch (IOException | LogException e) {
                throw new AssertionError(image + ": " + e, e);
            }
        }

        private List<Recorded> live() throws IOException {
            int lives = 1 + random.nextInt(3);
            for (int life = 0; life < lives; life++) {
                boolean both = random.nextBoolean();
                try (ChronicleLog careful = open(Durability.SYNC);
                        ChronicleLog careless = both ? open(Durability.PAGE_CACHE) : null) {
                    for (int i = 2 + random.nextInt(12); i > 0; i--) {
                        boolean safe = careless == null || random.nextInt(3) == 0;
                        append(safe ? careful : careless);
                        synced = safe ? end.sequence() : synced;
                        if (random.nextInt(8) == 0) {
                            save(safe ? careful : careless);
                        }
                    }
                }
            }
            return Logs.read(directory).recorded();
        }

        private LogPosition end = LogPosition.START;

        /** As a registry does; the disk knows nothing of its syncs, so all of it may be lost, or any part. */
        private void save(ChronicleLog log) throws IOException {
            log.sync(end.sequence());
            synced = end.sequence();
            SnapshotFiles.in(directory, warning -> {}).save(snapshot(new Bookmark(end, log.hint())));
            maybeLose();
        }

        private ChronicleLog open(Durability durability) {
            ChronicleLogOptions options = ChronicleLogOptions.DEFAULT
                    .with(durability)
                    .withClock(() -> {
                        maybeLose();
                        return now;
                    });
            return ChronicleLog.open(directory, options, LogPosition.START, new Drive(disk, 0));
        }

        private void append(ChronicleLog log) {
            if (random.nextInt(6) == 0) {
                now = now.plus(Duration.ofHours(random.nextInt(60)));
            }
            int count = random.nextInt(500) == 0 ? 1200 : 1 + random.nextInt(random.nextInt(4) == 0 ? 40 : 3);
            String[] pods = IntStream.range(0, count).mapToObj(i -> "pod-" + i).toArray(String[]::new);
            Logs.append(log, event -> end = event.position(), pods);
            maybeLose();
        }

        private void maybeLose() {
            disk.look();
            if (images.size() < IMAGES_OF_A_HISTORY && random.nextDouble() < chance) {
                try {
                    Path lost = image.resolveSibling("image-" + images.size());
                    Files.createDirectory(lost);
                    disk.lose(lost, random);
                    images.add(lost);
                    acknowledged.add(synced);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** What a loss of power left. */
    private final class Image {

        private final Path directory;
        private final List<Recorded> all;
        private final long acknowledged;
        private final Random random;
        private final String name;

        Image(Path directory, List<Recorded> all, long acknowledged, Random random, String name) {
            this.directory = directory;
            this.all = all;
            this.acknowledged = acknowledged;
            this.random = random;
            this.name = name;
        }

        void check(boolean first) throws IOException {
            checkMark();
            if (first) {
                powerFailsDuringRecovery();
            }
            built++;
            count(first ? "of a log" : "of a recovery");
            read();
            Transcript found = new Transcript(LogPosition.START);
            boolean recovered;
            try (ChronicleLog log = open(NEVER)) {
                recovered = log.recovery().isPresent();
                log.catchUp(found);
                assertHistory(found.recorded());
                checkSnapshots(found.recorded());
                Logs.append(log, found, "after", "all");
            }
            count(recovered ? "set aside" : "gone on with");
            try (ChronicleLog log = open(NEVER)) {
                assertTrue(log.recovery().isEmpty(), name + ": a recovered log is sound");
                Transcript again = new Transcript(LogPosition.START);
                Logs.append(log, again, "once more");
                found = again;
            }
            assertEquals(found.recorded(), Logs.read(directory).recorded(), name);
        }

        private ChronicleLog open(Fsync fsync) {
            try {
                return ChronicleLog.open(
                        directory,
                        ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> BEGIN),
                        LogPosition.START,
                        new Drive(fsync, 0));
            } catch (RuntimeException e) {
                throw new AssertionError(name + ": " + e, e);
            }
        }

        /** A reader may report that the tail is torn; what it delivers before that is history. */
        private void read() {
            List<Recorded> read = new ArrayList<>();
            try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
                reader.replay(1, read::add);
            } catch (DamagedLogException e) {
                assertNotEquals(Kind.DAMAGE, e.kind(), name + ": " + e.getMessage());
                assertEquals(all.subList(0, read.size()), read, name);
                return;
            } catch (LogUnavailableException e) {
                assertTrue((e.reason() == Reason.MISSING && acknowledged == 0) || isBeingRecovered(), name + ": " + e);
                return;
            }
            assertHistory(read);
        }

        /** What is marked has its first event, and what was acknowledged is marked. */
        private void checkMark() throws IOException {
            boolean marked = Files.exists(directory.resolve(Mark.NAME));
            assertTrue(marked || acknowledged == 0, name + ": acknowledged, but not marked");
            count(marked ? "marked" : "not marked");
            if (marked) {
                Manifest says = new Mark(directory).read().manifest();
                assertEquals(new Manifest(all.get(0).time(), all.get(0).hash(), 0), says, name);
            }
        }

        /** A snapshot is passed over, or it is of this history and the rest follows on it. */
        private void checkSnapshots(List<Recorded> found) {
            List<String> passedOver = new ArrayList<>();
            Snapshot snapshot = SnapshotFiles.in(directory, passedOver::add)
                    .newest(bookmark -> ChronicleLogReader.leadsTo(directory, bookmark));
            counts.merge("snapshots passed over", passedOver.size(), Integer::sum);
            if (snapshot == null) {
                return;
            }
            count("opened from a snapshot");
            int sequence = (int) snapshot.table().sequence();
            assertEquals(found.get(sequence - 1).position(), snapshot.bookmark().position(), name);
            List<Recorded> rest = new ArrayList<>();
            try (ChronicleLogReader reader = ChronicleLogReader.open(directory, snapshot.bookmark())) {
                reader.catchUp(rest::add);
            }
            assertEquals(found.subList(sequence, found.size()), rest, name);
        }

        private boolean isBeingRecovered() {
            return Files.exists(directory.resolve("rebuild"))
                    || !Files.exists(directory.resolve("queue/metadata.cq4t"));
        }

        private void assertHistory(List<Recorded> found) {
            assertTrue(found.size() >= acknowledged, name + ": " + found.size() + " of " + acknowledged + " are left");
            assertEquals(all.subList(0, found.size()), found, name);
        }

        private void powerFailsDuringRecovery() throws IOException {
            if (random.nextInt(3) == 0 || !needsRecovery()) {
                return;
            }
            Path copy = work.resolve("recovering");
            copy(directory, copy);
            List<Path> images = new ArrayList<>();
            SimulatedDisk[] disk = new SimulatedDisk[1];
            disk[0] = new SimulatedDisk(copy, () -> {
                if (images.size() < 6 && random.nextInt(5) == 0) {
                    Path lost = work.resolve("second-" + images.size());
                    images.add(lost);
                    try {
                        Files.createDirectory(lost);
                        disk[0].look();
                        disk[0].lose(lost, random);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            });
            new Image(copy, all, acknowledged, random, name + " being recovered")
                    .open(disk[0])
                    .close();
            disk[0].close();
            for (int i = 0; i < images.size(); i++) {
                new Image(images.get(i), all, acknowledged, random, name + " recovery " + i).check(false);
                delete(images.get(i));
            }
            delete(copy);
        }

        private boolean needsRecovery() throws IOException {
            Path queue = directory.resolve("queue");
            if (!Files.exists(queue)) {
                return false;
            }
            boolean sound = Inspection.isSound(queue);
            assertEquals(
                    sound, Inspection.isSound(queue, Inspection.Extent.EVENTS), "a loss of power reaches no further");
            return !sound;
        }
    }

    private static Snapshot snapshot(Bookmark bookmark) {
        return new Snapshot(bookmark, new TableSnapshot(bookmark.position().sequence(), false, List.of(), List.of()));
    }

    private void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
