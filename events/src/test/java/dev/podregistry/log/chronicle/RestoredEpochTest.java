package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Epochs;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.chronicle.LogRestore.Course;
import dev.podregistry.log.chronicle.LogRestore.Done;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.file.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A restore begins an epoch that is greater than any that anything in the place tells of, however damaged its log. */
final class RestoredEpochTest {

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

    /** What else tells of an epoch whose own event is the one that was damaged. */
    private enum Witness {
        MANIFEST {
            @Override
            void leaveAlone(Path registry) {}
        },
        SNAPSHOT {
            @Override
            void leaveAlone(Path registry) throws IOException {
                save(registry, 2);
            }
        },
        QUARANTINE {
            @Override
            void leaveAlone(Path registry) throws IOException {
                Path folder = Files.createDirectories(registry.resolve("quarantine/20260201T120000Z"));
                Moments.copy(registry.resolve("queue"), folder.resolve("queue"));
            }
        };

        /** Makes it know the epoch, and the others not. */
        abstract void leaveAlone(Path registry) throws IOException;
    }

    /** Saves a snapshot as one is after a restore. */
    private static void save(Path registry, int sequence) throws IOException {
        Recorded last = Logs.read(registry).recorded().get(sequence - 1);
        Epochs epochs = Epochs.NONE.plus(
                new Epochs.Epoch(2, new RegistryDirectory(registry).mark().epoch()));
        TableSnapshot table = new TableSnapshot(sequence, false, List.of(), List.of(), epochs);
        SnapshotFiles.in(registry, warning -> {}).save(new Snapshot(Bookmark.of(last.position()), table));
    }

    /** The clock stands still: the second restore gave the epoch of the first, and its tokens, once more. */
    @ParameterizedTest
    @EnumSource
    void anEpochIsKnownWhenItsEventIsDamaged(Witness witness) throws IOException {
        Done first = restore();
        append("lost too");
        witness.leaveAlone(registry);
        if (witness != Witness.MANIFEST) {
            Files.delete(registry.resolve("manifest.json"));
        }
        Overwriting.of(registry, "\"epoch\":" + first.epoch(), "\"epoch\":1" + "0".repeat(9));

        Done second = restore(NOON.minusSeconds(60));

        assertEquals(Course.DONE, second.course());
        assertEquals(first.epoch() + 1, second.epoch());
    }

    /** And the one in the place has another, which nothing but a greater epoch can be told from. */
    @Test
    void whatWasRestoredIsNoneWhenItsManifestKnowsOfAGreaterEpoch() throws IOException {
        Done first = restore();
        Path manifest = registry.resolve("manifest.json");
        String said = Files.readString(manifest);
        Files.writeString(manifest, said.replace("" + first.epoch(), "" + (first.epoch() + 5)));

        Done second = restore();

        assertEquals(Course.DONE, second.course());
        assertEquals(first.epoch() + 6, second.epoch());
    }

    /** Its log is as the restore left it, and yet an event came after that. */
    @Test
    void whatWasRestoredIsNoneWhenASnapshotKnowsOfALaterEvent() throws IOException {
        Done first = restore();
        Path queue = registry.resolve("queue");
        Path copy = registry.resolveSibling("copy");
        Moments.copy(queue, copy);
        append("lost");
        save(registry, 3);
        Moments.delete(queue);
        Moments.copy(copy, queue);

        Done second = restore();

        assertEquals(Course.DONE, second.course());
        assertEquals(first.epoch() + 1, second.epoch());
    }

    @Test
    void theManifestTellsTheEpoch() throws IOException {
        Done first = restore();
        Mark mark = new RegistryDirectory(registry).mark();
        assertEquals(first.epoch(), mark.epoch());

        Files.delete(mark.file());
        append("makes it anew");
        assertEquals(first.epoch(), mark.epoch());
    }

    /** One by the log when its manifest is gone, and one by the manifest when a repair gave the event up. */
    @Test
    void aBackupsManifestTellsTheGreatestEpoch() throws IOException {
        Done first = restore();
        Path manifest = registry.resolve("manifest.json");
        String said = Files.readString(manifest);
        Files.delete(manifest);
        assertEquals(first.epoch(), backedUp("by-log"));
        Files.writeString(manifest, said.replace("" + first.epoch(), "" + (first.epoch() + 5)));
        assertEquals(first.epoch() + 5, backedUp("by-manifest"));
    }

    private long backedUp(String name) throws IOException {
        Path copy = registry.resolveSibling(name);
        LogBackup.run(registry, copy);
        return new RegistryDirectory(copy).mark().epoch();
    }

    /** No restore could begin a greater one. */
    @Test
    void aNumberThatIsNoEpochIsNoEpoch() throws IOException {
        Done first = restore();
        append("lost too");
        Overwriting.of(registry, "\"epoch\":" + first.epoch(), "\"epoch\":9" + "9".repeat(9));
        assertEquals(first.epoch() + 1, restore().epoch());
    }
}
