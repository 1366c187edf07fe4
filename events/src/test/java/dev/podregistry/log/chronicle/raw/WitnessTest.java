package dev.podregistry.log.chronicle.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.Moves;
import dev.podregistry.log.file.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What snapshots and the mark tell of a log that ends before them, and where they go when that is given up. */
final class WitnessTest {

    private static final Moves MOVES = new Moves(Fsync.SYSTEM);
    private static final Hash HASH = Hash.ofHex("ab".repeat(32));

    @TempDir
    private Path registry;

    private SnapshotFiles snapshots;
    private Path mark;
    private Path quarantine;

    @BeforeEach
    void choose() throws IOException {
        snapshots = SnapshotFiles.in(registry, warning -> {});
        mark = new Mark(registry).file();
        quarantine = Files.createDirectory(registry.resolve("quarantine"));
    }

    private void save(long... sequences) throws IOException {
        for (long sequence : sequences) {
            Bookmark at = Bookmark.of(new LogPosition(sequence, HASH));
            snapshots.save(new Snapshot(at, new TableSnapshot(sequence, false, List.of(), List.of())));
        }
    }

    private Witness witness() {
        return Witness.of(registry.resolve("queue"));
    }

    @Test
    void onlyLaterEventsAreTold() throws IOException {
        save(2, 3);
        assertEquals(3, witness().beyond(0));
        assertEquals(3, witness().beyond(2));
        assertEquals(0, witness().beyond(3));
        assertEquals(0, witness().beyond(4));
    }

    @Test
    void theMarkTellsOfTheFirstEventOnly() throws IOException {
        assertEquals(0, witness().beyond(0));
        Files.createFile(mark);
        assertEquals(1, witness().beyond(0));
        assertEquals(0, witness().beyond(1));
    }

    @Test
    void whatIsNotWholeTellsNothingAndHidesNothing() throws IOException {
        save(2, 3, 4);
        Files.writeString(snapshots.file(4), "torn");
        Files.move(snapshots.file(3), snapshots.file(5));
        Witness witness = witness();
        assertEquals(2, witness.beyond(0));
        assertEquals(0, witness.beyond(2));

        Files.delete(snapshots.file(2));
        assertEquals(0, witness.beyond(0), "others may have removed it meanwhile");
    }

    /** Nobody can tell who has written what is in it. */
    @Test
    void aFolderThatBecomesAnybodysTellsNothing() throws IOException {
        save(2);
        Witness witness = witness();
        Files.setPosixFilePermissions(registry.resolve("snapshots"), PosixFilePermissions.fromString("rwxrwxrwx"));
        assertEquals(0, witness.beyond(0));
    }

    /** What is there only later may be of an event that was appended later. */
    @Test
    void itIsLookedUpBeforeTheLogIsRead() throws IOException {
        Witness early = witness();
        save(2);
        Files.createFile(mark);
        assertEquals(0, early.beyond(0));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private List<Long> moved(String folder) throws IOException {
        Path to = Files.createDirectories(registry.resolve(folder + "-seen"));
        Files.move(quarantine.resolve(folder), to.resolve("snapshots"));
        return SnapshotFiles.in(to, warning -> {}).sequences();
    }

    @Test
    void onlyWhatIsGivenUpIsMoved() throws IOException {
        save(2, 3, 4);
        Files.createFile(mark);

        witness().follow(quarantine, 2, sequence -> sequence > 2, MOVES);

        assertEquals(List.of(2L), snapshots.sequences());
        assertTrue(Files.exists(mark));
        assertEquals(List.of("snapshots"), names(quarantine));
        assertEquals(List.of(3L, 4L), moved("snapshots"));
    }

    @Test
    void withTheLastEventTheMarkIsMoved() throws IOException {
        Files.writeString(mark, "mine");

        witness().follow(quarantine, 0, sequence -> true, MOVES);

        assertFalse(Files.exists(mark));
        assertEquals(List.of("manifest.json"), names(quarantine));
        witness().follow(quarantine, 0, sequence -> true, MOVES);
    }

    @Test
    void whatIsInTheQuarantineStays() throws IOException {
        save(2);
        Files.writeString(mark, "mine");
        Files.writeString(quarantine.resolve("manifest.json"), "theirs");
        Files.createDirectory(quarantine.resolve("snapshots"));

        witness().follow(quarantine, 0, sequence -> true, MOVES);

        assertEquals("theirs", Files.readString(quarantine.resolve("manifest.json")));
        assertEquals("mine", Files.readString(quarantine.resolve("manifest.json-1")));
        assertEquals(List.of(), names(quarantine.resolve("snapshots")));
        assertEquals(List.of(2L), moved("snapshots-1"));
    }

    @Test
    void whereNothingWasSetAsideNothingIsMoved() throws IOException {
        save(2);
        Files.createFile(mark);
        witness().follow(null, 0, sequence -> true, MOVES);
        assertEquals(List.of(2L), snapshots.sequences());
        assertTrue(Files.exists(mark));
    }

    @Test
    void theEvidenceIsTheSnapshotOrTheMark() throws IOException {
        save(2);
        Files.createFile(mark);
        assertTrue(witness().evidence(1).startsWith(mark.toString()), witness().evidence(1));
        assertTrue(witness().evidence(2).startsWith("the snapshot of #2 in " + registry.resolve("snapshots")));
        save(1);
        assertTrue(
                witness().evidence(1).startsWith("the snapshot of #1"),
                witness().evidence(1));
    }
}
