package dev.podregistry.log.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.Forced;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.Token;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved is found again, whole or not at all. */
final class SnapshotFilesTest {

    @TempDir
    Path registry;

    private final List<String> warnings = new ArrayList<>();

    private SnapshotFiles store() {
        return SnapshotFiles.in(registry, warnings::add);
    }

    private static Snapshot snapshot(long sequence) {
        Allocation row = new Allocation(
                new PodName("pod"),
                new ProcessIdentity.BarePid(7),
                PodSocket.NONE,
                new Scope(List.of(ScopeRule.write("/repo")), List.of()),
                null,
                null,
                sequence,
                new Token(sequence));
        LogPosition position = new LogPosition(sequence, Hash.GENESIS.next(new byte[] {(byte) sequence}));
        return new Snapshot(new Bookmark(position, 42), new TableSnapshot(sequence, false, List.of(row), List.of()));
    }

    private void save(long... sequences) throws IOException {
        for (long sequence : sequences) {
            store().save(snapshot(sequence));
        }
    }

    private Snapshot newest() {
        return store().newest(bookmark -> true);
    }

    private Path folder() {
        return registry.resolve("snapshots");
    }

    private Path file(long sequence) {
        return folder().resolve("snapshot-%020d.json".formatted(sequence));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static List<String> names(long... sequences) {
        return Arrays.stream(sequences)
                .mapToObj("snapshot-%020d.json"::formatted)
                .toList();
    }

    private String onlyWarning() {
        assertEquals(1, warnings.size(), warnings::toString);
        return warnings.remove(0);
    }

    @Test
    void theNewestIsFound() throws IOException {
        assertNull(newest());
        assertFalse(Files.exists(folder()), "looking creates nothing");
        save(9, 10);
        assertEquals(snapshot(10), newest());
        assertEquals(10, store().newestUpTo(Long.MAX_VALUE));
        assertEquals(9, store().newestUpTo(9));
        assertEquals(0, store().newestUpTo(8));
        assertEquals(List.of(), warnings);
    }

    @Test
    void itIsItsOwnersOnly() throws IOException {
        save(1);
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file(1))));
    }

    /** Else a loss of power could leave a name that leads to an empty file, or none at all. */
    @Test
    void itIsOnTheDiskBeforeItHasItsName() throws IOException {
        Path scratch = Files.createDirectory(registry.resolve("scratch"));
        save(1);
        List<Path> forced = Forced.during(scratch, () -> save(2));
        assertEquals(2, forced.size(), forced::toString);
        String written = forced.get(0).getFileName().toString();
        assertTrue(written.startsWith(file(2).getFileName() + ".") && written.endsWith(".tmp"), written);
        assertEquals(folder(), forced.get(1));
    }

    @Test
    void theFirstOneIsFoundAfterALossOfPowerToo() throws IOException {
        Path scratch = Files.createDirectory(registry.resolve("scratch"));
        List<Path> forced = Forced.during(scratch, () -> save(1));
        assertEquals(registry, forced.get(0).normalize());
        assertEquals(folder(), forced.get(2));
    }

    /** It would take the room that the next events need, and a log that cannot be written is worse than a slow opening. */
    @Test
    void theLogHasTheFirstClaimOnTheDisk() throws IOException {
        SnapshotFiles store = new SnapshotFiles(folder(), warnings::add, folder -> 64 << 20);
        IOException refused = assertThrows(IOException.class, () -> store.save(snapshot(1)));
        assertTrue(refused.getMessage().contains("free bytes, fewer than"), refused.getMessage());
        assertNull(store.newest(bookmark -> true));
        new SnapshotFiles(folder(), warnings::add, folder -> 65 << 20).save(snapshot(1));
        assertEquals(snapshot(1), store.newest(bookmark -> true));
    }

    /** A file that somebody made 20 GB long was read to its end, and opening took minutes. */
    @Test
    void whatWasMadeLongerIsNotReadToItsEnd() throws IOException {
        save(1, 2);
        try (RandomAccessFile file = new RandomAccessFile(file(2).toFile(), "rw")) {
            file.setLength(20L << 30);
        }
        assertEquals(snapshot(1), newest());
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("it goes on with zeros"), warnings.get(0));
    }

    @Test
    void theNewestThreeAreKept() throws IOException {
        save(1, 2, 3, 4, 5);
        assertEquals(names(3, 4, 5), names());
    }

    /**
     * A log was lost and begun anew, its snapshots stayed. Counting by sequence alone, each good snapshot was removed as
     * soon as it was written, and each opening replayed everything.
     */
    @Test
    void thoseAheadOfTheLogDriveNobodyOut() throws IOException {
        save(1000, 2000, 3000);
        save(1, 2, 3, 4);
        assertEquals(names(2, 3, 4, 1000, 2000, 3000), names());
        assertEquals(snapshot(4), store().newest(bookmark -> bookmark.position().sequence() < 1000));
        assertEquals(3, warnings.size());
    }

    /** Several processes may have written ahead of this one, each seeing no more than what it left itself. */
    @Test
    void ofThoseAheadTheNewestThreeAreKeptToo() throws IOException {
        save(1000);
        for (long ahead = 1001; ahead < 1010; ahead++) {
            Files.copy(file(1000), file(ahead));
        }
        save(1);
        assertEquals(names(1, 1007, 1008, 1009), names());
    }

    @Test
    void oneThatIsNotInTheLogIsPassedOver() throws IOException {
        save(1, 2, 3);
        assertEquals(
                snapshot(2),
                store().newest(bookmark -> bookmark.equals(snapshot(2).bookmark())));
        String warning = onlyWarning();
        assertTrue(warning.contains(file(3).toString()), warning);
        assertTrue(warning.contains("the log does not hold event 3 with its hash"), warning);
        assertNull(store().newest(bookmark -> false));
        assertEquals(names(1, 2, 3), names(), "a bad one stays");
    }

    @Test
    void anyChangedByteIsNoticed() throws IOException {
        save(1, 2);
        byte[] good = Files.readAllBytes(file(2));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= (byte) (1 << (i % 8));
            passedOver(bad, "SHA-256");
        }
    }

    @Test
    void anyOtherLengthIsNoticed() throws IOException {
        save(1, 2);
        byte[] good = Files.readAllBytes(file(2));
        for (int i = 0; i < good.length; i++) {
            passedOver(Arrays.copyOf(good, i), "SHA-256");
        }
        passedOver(Arrays.copyOf(good, good.length + 1), "SHA-256");
        passedOver(Arrays.copyOf(good, 1 << 20), "SHA-256");
        passedOver(new byte[0], "SHA-256");
        passedOver("garbage".repeat(100).getBytes(StandardCharsets.US_ASCII), "SHA-256");
    }

    private void passedOver(byte[] content, String reason) throws IOException {
        Files.write(file(2), content);
        assertEquals(snapshot(1), newest());
        String warning = onlyWarning();
        assertTrue(warning.contains(file(2).toString()) && warning.contains(reason), warning);
    }

    /** Whoever changes a file can also make its digest right; what it says must hold even so. */
    @Test
    void whatIsProvenMustStillMakeSense() throws Exception {
        save(1, 2);
        String rest = Files.readString(file(2)).split("\n", 2)[1];
        passedOver(proven(rest.replace("\"schema\":1", "\"schema\":3")), "schema 3 was written by a newer version");
        passedOver(proven(rest.replace("\"sequence\":2", "\"sequence\":3")), "it is of sequence 3");
        passedOver(proven(rest.replace("\"sequence\":2", "\"sequence\":1")), "pod is out of order");
        passedOver(proven(rest + rest), "it goes on after line 2");
        passedOver(proven(""), "line 1 is missing");
        passedOver(Files.readAllBytes(file(1)), "it is of sequence 1");
        Files.write(file(2), proven(rest));
        assertEquals(snapshot(2), newest(), "the test's own digest is right");
    }

    private static byte[] proven(String rest) throws Exception {
        byte[] bytes = rest.getBytes(StandardCharsets.US_ASCII);
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        return ("{\"sha256\":\"" + digest + "\"}\n" + rest).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void whatCannotBeReadIsPassedOver() throws IOException {
        save(1);
        Files.createDirectory(file(2));
        assertEquals(snapshot(1), newest());
        assertTrue(onlyWarning().contains(file(2).toString()));
    }

    @Test
    void otherFilesAreNobodysBusiness() throws IOException {
        save(1, 2, 3);
        List<String> others = List.of("notes.txt", "snapshot-1.json", "snapshot-99999999999999999999.json", "x.tmp");
        for (String other : others) {
            Files.writeString(folder().resolve(other), other);
            Files.setLastModifiedTime(folder().resolve(other), FileTime.from(Instant.EPOCH));
        }
        save(4);
        assertEquals(snapshot(4), newest());
        assertTrue(names().containsAll(others), () -> "gone");
        assertEquals(List.of(), warnings);
    }

    /** A writer died between writing and renaming. */
    @Test
    void anUnfinishedOneIsNotReadAndGoesInTime() throws IOException {
        save(1);
        Path dead = Files.copy(file(1), folder().resolve(file(9).getFileName() + ".uuid.tmp"));
        Path writing = Files.copy(file(1), folder().resolve(file(8).getFileName() + ".uuid.tmp"));
        Files.setLastModifiedTime(dead, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        assertEquals(snapshot(1), newest());
        save(2);
        assertFalse(Files.exists(dead));
        assertTrue(Files.exists(writing), "its writer may be alive");
        assertEquals(List.of(), warnings);
    }

    @Test
    void whatCannotBeSavedIsAnErrorAndLeavesNothing() throws IOException {
        Files.writeString(folder(), "in the way");
        assertThrows(IOException.class, () -> save(1));
        assertNull(newest());
        assertEquals("in the way", Files.readString(folder()));
        Files.delete(folder());
        save(1);
        Files.createDirectories(file(2).resolve("in the way"));
        assertThrows(IOException.class, () -> save(2));
        assertEquals(names(1, 2), names());
    }

    @Test
    void manyMaySaveAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Snapshot>> savers = IntStream.rangeClosed(1, 8)
                    .<Callable<Snapshot>>mapToObj(i -> () -> {
                        for (int round = 1; round <= 10; round++) {
                            store().save(snapshot(round));
                        }
                        return newest();
                    })
                    .toList();
            for (Future<Snapshot> saver : threads.invokeAll(savers)) {
                assertTrue(saver.get().table().sequence() >= 8);
            }
        } finally {
            threads.shutdown();
        }
        assertEquals(names(8, 9, 10), names());
        assertEquals(List.of(), warnings);
    }

    private void passedOver(Path named, String reason) throws IOException {
        assertNull(store().newest(bookmark -> true));
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains(named + " " + reason), warnings::toString);
        warnings.clear();
    }

    /** Whoever can write a snapshot can grant anything, as the registry begins with what is in it. */
    @Test
    void whatOthersCanWriteToIsPassedOver() throws IOException {
        save(7);
        Path folder = registry.toRealPath().resolve("snapshots");
        for (Path open : List.of(folder.resolve("snapshot-00000000000000000007.json"), folder)) {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx-w--w-"));
            SnapshotFiles files = SnapshotFiles.in(registry.toRealPath(), warnings::add);
            assertNull(files.newest(bookmark -> true));
            assertEquals(1, warnings.size(), warnings::toString);
            assertTrue(warnings.get(0).contains("run: chmod go-w " + open), warnings::toString);
            warnings.clear();
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwx------"));
        }
        assertEquals(7, store().newest(bookmark -> true).table().sequence());
    }

    @Test
    void noLinkIsFollowed() throws IOException {
        save(7);
        Path folder = registry.resolve("snapshots");
        Path file = folder.resolve("snapshot-00000000000000000007.json");
        Path kept = registry.resolve("kept");
        Files.move(file, kept);
        Files.createSymbolicLink(file, kept);
        passedOver(file, "is a link");
        Files.delete(file);
        Files.move(kept, file);
        Files.move(folder, kept);
        Files.createSymbolicLink(folder, kept);
        passedOver(folder, "is a link");
        assertThrows(IOException.class, () -> store().save(snapshot(8)));
        try (Stream<Path> files = Files.list(kept)) {
            assertEquals(1, files.count());
        }
    }

    /** A pipe would be waited at for ever. */
    @Test
    void nothingButAFileIsRead() throws Exception {
        save(7);
        Path file = registry.resolve("snapshots/snapshot-00000000000000000008.json");
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        assertEquals(7, store().newest(bookmark -> true).table().sequence());
        assertTrue(warnings.get(0).contains(file + " is a pipe"), warnings::toString);
        assertThrows(IllegalArgumentException.class, () -> store().read(8));
    }
}
