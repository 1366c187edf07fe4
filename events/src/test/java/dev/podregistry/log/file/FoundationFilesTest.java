package dev.podregistry.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Foundation;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.model.Actor;
import dev.podregistry.model.DamagedLogException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a history goes on from is what was written, or nothing goes on from it. */
final class FoundationFilesTest {

    private static final LogPosition AT = new LogPosition(5, Hash.ofHex("ab".repeat(32)));
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    private Path registry;

    private Path queue;
    private Path head;
    private Path kept;

    @BeforeEach
    void write() throws IOException {
        queue = Files.createDirectory(registry.resolve("queue"));
        head = queue.resolve("foundation.json");
        kept = queue.resolve("snapshot-00000000000000000005.json");
        write(snapshot(AT));
    }

    private void write(Path snapshot) throws IOException {
        FoundationFiles.in(queue).write(snapshot, AT, NOON, NOON.plusSeconds(1), new Actor("ops"), "#1 is lost");
    }

    private Path snapshot(LogPosition at) throws IOException {
        return snapshot(Bookmark.of(at));
    }

    private Path snapshot(Bookmark bookmark) throws IOException {
        LogPosition at = bookmark.position();
        SnapshotFiles snapshots = SnapshotFiles.in(registry, warning -> {});
        snapshots.save(new Snapshot(bookmark, new TableSnapshot(at.sequence(), false, List.of(), List.of())));
        return snapshots.file(at.sequence());
    }

    private Foundation read() throws IOException {
        return FoundationFiles.in(queue).read();
    }

    private LogPosition first() throws IOException {
        return FoundationFiles.in(queue).first();
    }

    @Test
    void itIsReadAsItWasWritten() throws IOException {
        assertEquals(AT, first());
        Foundation foundation = read();
        assertEquals(AT, foundation.position());
        assertEquals(NOON, foundation.time());
        assertEquals(NOON.plusSeconds(1), foundation.accepted());
        assertEquals("#1 is lost", foundation.lost());
        assertEquals(List.of(head, kept), FoundationFiles.in(queue).files());
    }

    @Test
    void withoutOneAHistoryBeginsAtItsStart() throws IOException {
        Files.delete(head);
        assertEquals(LogPosition.START, first());
        assertNull(read());
        Path copy = Files.createDirectory(registry.resolve("copy"));
        FoundationFiles.in(queue).copyTo(copy);
        assertEquals(List.of(), FoundationFiles.in(copy).files());
    }

    private void assertHeadIsDamaged(String defect) {
        for (DamagedLogException damage : List.of(
                assertThrows(DamagedLogException.class, this::first),
                assertThrows(DamagedLogException.class, this::read),
                assertThrows(
                        DamagedLogException.class,
                        () -> FoundationFiles.in(queue).copyTo(registry)))) {
            assertTold(head, defect, damage);
        }
    }

    private static void assertTold(Path file, String defect, DamagedLogException damage) {
        assertEquals(file.toString(), damage.file());
        assertTrue(damage.defect().contains(defect), damage::defect);
        assertTrue(damage.defect().contains("put it back from a backup"), damage::defect);
    }

    private void assertSnapshotIsDamaged(String defect) throws IOException {
        assertEquals(AT, first());
        assertTold(kept, defect, assertThrows(DamagedLogException.class, this::read));
        assertTold(
                kept,
                defect,
                assertThrows(
                        DamagedLogException.class,
                        () -> FoundationFiles.in(queue).copyTo(registry)));
        assertFalse(Files.exists(registry.resolve(head.getFileName())), "not copied");
    }

    @Test
    void aHeadThatIsNotWhatWasWrittenIsTold() throws IOException {
        String text = Files.readString(head);
        for (String other : List.of(
                text.replace("\"sequence\":5", "\"sequence\":6"), "", text.substring(0, text.length() - 1), "{}")) {
            Files.writeString(head, other);
            assertHeadIsDamaged("its SHA-256 is not the one in its first line");
        }
    }

    @Test
    void whatTheHeadSaysMustMakeSense() throws IOException {
        String line = Files.readAllLines(head).get(1);
        putInProvenHead(line.replace("\"schema\":1", "\"schema\":9"));
        assertHeadIsDamaged("schema 9");
        putInProvenHead(line.replaceAll("\"snapshot\":\"[0-9a-f]", "\"snapshot\":\"G"));
        assertHeadIsDamaged("is no SHA-256");
    }

    private void putInProvenHead(String line) throws IOException {
        String proof = SnapshotFile.sha256((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(head, "{\"sha256\":\"" + proof + "\"}\n" + line + "\n");
    }

    @Test
    void aHeadThatIsLongerThanAnyIsNotRead() throws IOException {
        Files.writeString(head, "x".repeat((1 << 20) + 1));
        assertHeadIsDamaged("it is longer than any");
    }

    @Test
    void aLinkAndWhatOthersCanWriteAreNone() throws IOException {
        Path away = Files.move(head, registry.resolve("away"));
        Files.createSymbolicLink(head, away);
        assertHeadIsDamaged("link");
        Files.delete(away);
        assertHeadIsDamaged("link");
        Files.delete(head);
        Files.createFile(head);
        Files.setPosixFilePermissions(head, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertHeadIsDamaged("mode 0666");
    }

    @Test
    void aSnapshotThatIsNotTheOneIsTold() throws IOException {
        byte[] whole = Files.readAllBytes(kept);
        Files.delete(kept);
        assertSnapshotIsDamaged("it is missing");
        Files.write(kept, new byte[0]);
        assertSnapshotIsDamaged("its SHA-256 is not the one in its first line");
        LogPosition other = new LogPosition(5, Hash.ofHex("cd".repeat(32)));
        for (Bookmark bookmark : List.of(Bookmark.of(other), new Bookmark(AT, 7))) {
            Files.write(kept, Files.readAllBytes(snapshot(bookmark)));
            assertSnapshotIsDamaged("it is not the one that foundation.json tells of");
        }
        Files.write(kept, whole);
        assertNotNull(read());
    }

    /** The bytes are the ones that the head tells of, but they are of another position. */
    @Test
    void nothingIsWrittenOnASnapshotOfAnotherPosition() throws IOException {
        Path other = snapshot(new LogPosition(6, AT.hash()));
        Files.delete(head);
        Files.delete(kept);
        assertTold(kept, "it is not the one", assertThrows(DamagedLogException.class, () -> write(other)));
    }

    @Test
    void itsFilesAreCopiedByteForByte() throws IOException {
        Path copy = Files.createDirectory(registry.resolve("copy"));
        FoundationFiles.in(queue).copyTo(copy);
        for (Path file : List.of(head, kept)) {
            assertEquals(-1, Files.mismatch(file, copy.resolve(file.getFileName())));
        }
        assertTrue(FoundationFiles.isOne(head) && FoundationFiles.isOne(kept));
        assertFalse(FoundationFiles.isOne(queue.resolve("20260131F.cq4")));
    }
}
