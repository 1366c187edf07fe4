package dev.podregistry.log.chronicle.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.chronicle.LogRepair;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.queue.QueueWriter;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.openhft.chronicle.bytes.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A log that was changed is refused, with the place; it never becomes another history.
 *
 * <p>{@code -Dlog.stress.changes=N} tries more changes.
 */
@Timeout(600)
final class DamageTest {

    private static final int CHANGES = Integer.getInteger("log.stress.changes", 300);

    @TempDir
    Path directory;

    private RegistryDirectory registry;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    @BeforeEach
    void begin() {
        try (ChronicleLog log = open()) {
            Logs.append(log, "first");
            Logs.append(log, "second", "third");
            Logs.append(log, "fourth");
        }
        registry = RegistryDirectory.existing(directory);
    }

    private ChronicleLog open() {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now);
        return ChronicleLog.open(directory, options, LogPosition.START);
    }

    private Path file() {
        return registry.queue().resolve("20260131F.cq4");
    }

    /** The table names a file only when its name and size are on the disk, so an empty one that it names was emptied. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 70_000})
    void theOnlyFileEmptiedIsDamage(int length) throws IOException {
        byte[] whole = Files.readAllBytes(file());
        Files.write(file(), new byte[length]);
        for (Executable use : List.<Executable>of(this::open, () -> Logs.read(directory))) {
            DamagedLogException damage = assertThrows(DamagedLogException.class, use);
            assertEquals(Kind.DAMAGE, damage.kind(), damage::getMessage);
            assertEquals(file().toString(), damage.file());
            assertEquals(1, damage.sequence());
        }
        RecoveryReport plan = LogRepair.plan(directory).orElseThrow();
        assertEquals(file(), plan.file());
        assertEquals(length, Files.size(file()));
        Files.write(file(), whole);
        assertEquals(4, Logs.read(directory).recorded().size());
    }

    /** A creator that dies leaves a file without its size, which must not come to be named before it is begun anew. */
    @ParameterizedTest
    @ValueSource(ints = {0, 3, 70_000})
    void theFirstFileOfADeadCreatorIsUnborn(int length) throws IOException {
        directory = directory.resolve("young");
        try (ChronicleLog log = open()) {
            assertTrue(log.recovery().isEmpty());
        }
        Path young = directory.resolve("queue/20260131F.cq4");
        for (int time = 0; time < 2; time++) {
            Files.write(young, new byte[length]);
            try (ChronicleLog log = open()) {
                assertTrue(log.recovery().isEmpty());
            }
            assertTrue(Table.read(directory.resolve("queue/metadata.cq4t"))
                    .highest()
                    .isEmpty());
        }
        try (ChronicleLog log = open()) {
            Files.write(young, new byte[length]);
            Logs.append(log, "a");
        }
        assertEquals(List.of("a"), Logs.read(directory).pods());
    }

    /** Appends, past the log, whatever a buggy or malicious writer would. */
    private void forge(Bytes<?> document) throws Exception {
        try (QueueWriter writer = new QueueWriter(registry, () -> now)) {
            writer.append(document);
        }
    }

    private static Document.Link link(LogPosition after, long sequence) {
        String line =
                new EventCodec().encode(new EventLine(sequence, 0, Instant.EPOCH, Logs.origin(), Logs.event("forged")));
        return new Document.Link(line, after.hash(), after.hash().next(line.getBytes(StandardCharsets.US_ASCII)));
    }

    private DamagedLogException damaged(long sequence, String defect) {
        List<Recorded> before = new ArrayList<>();
        DamagedLogException damage;
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            damage = assertThrows(DamagedLogException.class, () -> reader.replay(1, before::add));
            assertEquals(
                    damage.getMessage(),
                    assertThrows(DamagedLogException.class, () -> reader.catchUp(event -> {}))
                            .getMessage());
        }
        assertEquals(sequence, damage.sequence());
        assertTrue(damage.file().endsWith("20260131F.cq4"), damage.file());
        assertTrue(damage.getMessage().contains(defect), damage.getMessage());
        assertTrue(before.size() < sequence);
        assertEquals(Kind.DAMAGE, damage.kind());
        DamagedLogException refused = assertThrows(DamagedLogException.class, this::open);
        assertEquals(damage.getMessage().replaceAll("transaction: [^;]*;", "transaction;"), refused.getMessage());
        return damage;
    }

    @Test
    void aQueueThatWasRemovedIsNotAppendedTo() throws IOException {
        try (ChronicleLog log = open()) {
            Logs.append(log, "fifth");
            Files.move(registry.queue(), directory.resolve("gone"));
            LogUnavailableException refused =
                    assertThrows(LogUnavailableException.class, () -> Logs.append(log, "sixth"));
            assertTrue(
                    refused.getMessage().contains("was removed or moved while the log was open"), refused.getMessage());
            Files.move(directory.resolve("gone"), registry.queue());
        }
        assertEquals(5, Logs.read(directory).events().size());
    }

    @Test
    void aChangedLineIsFound() throws Exception {
        replace("third", "thorn");
        damaged(3, "its hash is not the hash of what is stored");
    }

    /** Opening would have gone on from the one that comes later, and dropped the other without a word. */
    @Test
    void theLastTwoInTheWrongOrderAreFoundAndKept() throws Exception {
        LogPosition end = Logs.read(directory).end();
        Document.Link fifth = link(end, 5);
        Document.Link sixth = link(new LogPosition(5, fifth.hash()), 6);
        forge(Document.write(List.of(sixth)));
        forge(Document.write(List.of(fifth)));
        DamagedLogException told = assertThrows(DamagedLogException.class, () -> Logs.read(directory));
        assertEquals(Kind.REBUILDABLE, told.kind());
        assertEquals(5, told.sequence());
        assertEquals(6, LogRepair.plan(directory).orElseThrow().kept().sequence());
    }

    @Test
    void theLastOneTwiceIsFound() throws Exception {
        Document.Link fifth = link(Logs.read(directory).end(), 5);
        forge(Document.write(List.of(fifth)));
        forge(Document.write(List.of(fifth)));
        damaged(6, "it does not build on the event before it");
    }

    @Test
    void aChangedHashIsFound() throws Exception {
        String hash = Logs.read(directory).recorded().get(2).hash().toString();
        replace(hash, hash.substring(0, 63) + (hash.endsWith("0") ? "1" : "0"));
        damaged(3, "its hash is not the hash of what is stored");
    }

    @Test
    void aChangedPreviousHashIsFound() throws Exception {
        String hash = Logs.read(directory).recorded().get(2).hash().toString();
        overwrite(text().lastIndexOf(hash), (byte) (hash.startsWith("0") ? '1' : '0'));
        damaged(4, "it does not build on the event before it");
    }

    @Test
    void anEventThatBuildsOnAnotherHistoryIsFound() throws Exception {
        LogPosition end = Logs.read(directory).end();
        forge(Document.write(List.of(link(new LogPosition(end.sequence(), Hash.GENESIS.next(new byte[1])), 5))));
        damaged(5, "it does not build on the event before it");
    }

    @Test
    void anEventWithAnotherNumberIsFound() throws Exception {
        LogPosition end = Logs.read(directory).end();
        forge(Document.write(List.of(link(end, 6))));
        damaged(5, "it says that it is number 6");
    }

    @Test
    void aDocumentThatIsNoTransactionIsFound() throws Exception {
        forge(Bytes.from("nonsense of some length"));
        damaged(5, "it is no transaction");
    }

    @Test
    void anEventOfANewerVersionIsNoDamage() throws Exception {
        LogPosition end = Logs.read(directory).end();
        String line = "{\"schema\":99}";
        forge(Document.write(List.of(
                new Document.Link(line, end.hash(), end.hash().next(line.getBytes(StandardCharsets.US_ASCII))))));
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            LogUnavailableException newer =
                    assertThrows(LogUnavailableException.class, () -> reader.replay(1, event -> {}));
            assertEquals(LogUnavailableException.Reason.UNSUITABLE, newer.reason());
            assertTrue(newer.getMessage().contains("at sequence 5: schema 99 was written by a newer version"));
        }
    }

    /**
     * A file whose first header looks unfinished, as if its creator had died, would be renamed by Chronicle when a writer
     * comes: the events in it would be gone, and others would take their numbers. A writer gets all of them back.
     */
    @ParameterizedTest
    @ValueSource(strings = {"20260131F.cq4", "20260201F.cq4"})
    void aFileOfEventsIsNeverTakenForAnUnfinishedOne(String name) throws Exception {
        now = now.plus(Duration.ofDays(1));
        try (ChronicleLog log = open()) {
            Logs.append(log, "fifth");
        }
        Path file = registry.queue().resolve(name);
        byte[] sound = Files.readAllBytes(file);
        List<Recorded> all = Logs.read(directory).recorded();
        byte[][] headers = {{0, 0, 0, 0}, {0, 0, 0, (byte) 0x80}, {sound[0], sound[1], sound[2], (byte) 0xc0}};
        for (byte[] header : headers) {
            overwrite(file, 0, header);
            List<Recorded> read = new ArrayList<>();
            assertThrows(LogException.class, () -> {
                try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
                    reader.replay(1, read::add);
                }
            });
            assertTrue(read.size() <= 4);
            try (ChronicleLog log = open()) {
                assertEquals(List.of(), log.recovery().orElseThrow().dropped());
            }
            assertEquals(all, Logs.read(directory).recorded());
        }
    }

    /** Chronicle renamed the file of a closed day when a writer came to a new one, and its events were gone. */
    @Test
    void whoeverBeginsADayLooksAtTheFilesBefore() throws Exception {
        List<Recorded> all;
        try (ChronicleLog log = open()) {
            now = now.plus(Duration.ofDays(1));
            Logs.append(log, "fifth");
            all = Logs.read(directory).recorded();
            byte[] sound = Files.readAllBytes(file());
            overwrite(file(), 3, (byte) (sound[3] ^ 0x80));
            now = now.plus(Duration.ofDays(1));
            assertEquals(
                    Kind.REBUILDABLE,
                    assertThrows(DamagedLogException.class, () -> Logs.append(log, "sixth"))
                            .kind());
            try (Stream<Path> files = Files.list(registry.queue())) {
                assertTrue(files.noneMatch(path -> path.toString().endsWith(".discard")));
            }
        }
        try (ChronicleLog log = open()) {
            assertTrue(log.recovery().isPresent());
            assertEquals(all, Logs.read(directory).recorded());
            Logs.append(log, "sixth");
        }
        assertEquals(6, Logs.read(directory).events().size());
    }

    /** A process that had read the log to its end wrote its own event over one that it did not see. */
    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x40})
    void whatOthersAppendedIsNotWrittenOver(int bit) throws Exception {
        try (ChronicleLog log = open();
                ChronicleLog other = open()) {
            Logs.append(log, "fifth");
            log.catchUp(event -> {});
            Logs.append(other, "sixth");
            List<Recorded> all = Logs.read(directory).recorded();
            int header = text().indexOf("{\"schema\":1,\"sequence\":6,") - 14;
            overwrite(header + 3, (byte) bit);
            assertEquals(
                    Kind.REBUILDABLE,
                    assertThrows(DamagedLogException.class, () -> Logs.append(log, "seventh"))
                            .kind());
            try (ChronicleLog mended = open()) {
                assertTrue(mended.recovery().isPresent());
            }
            assertEquals(all, Logs.read(directory).recorded());
        }
    }

    /** Chronicle could not read a table that called itself something else, and repair found nothing to do. */
    @Test
    void aTableOfAnotherKindIsMadeAnew() throws Exception {
        List<Recorded> all = Logs.read(directory).recorded();
        overwrite(registry.table(), 0x0f, (byte) 'S');
        assertEquals(
                Kind.REBUILDABLE,
                assertThrows(DamagedLogException.class, () -> Logs.read(directory))
                        .kind());
        assertTrue(LogRepair.run(directory, Duration.ofSeconds(10)).isPresent());
        assertEquals(all, Logs.read(directory).recorded());
    }

    /** Whatever single byte changes: the events are as they were, or the log is refused. */
    @Test
    void noChangedByteMakesAnotherHistory() throws Exception {
        List<Recorded> all = Logs.read(directory).recorded();
        byte[] bytes = Files.readAllBytes(file());
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        int begin = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("record") - 8;
        Random random = new Random(11);
        for (int i = 0; i < CHANGES; i++) {
            int at = random.nextInt(3) == 0 ? random.nextInt(end) : begin + random.nextInt(end - begin);
            byte changed = (byte) (bytes[at] ^ (1 << random.nextInt(8)));
            overwrite(at, changed);
            assertSameOrRefused(all, at);
            overwrite(at, bytes[at]);
        }
        assertEquals(all, Logs.read(directory).recorded());
    }

    private void assertSameOrRefused(List<Recorded> all, int at) {
        List<Recorded> read = new ArrayList<>();
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            reader.replay(1, read::add);
            assertEquals(all, read, "after a change of byte " + at);
        } catch (LogException e) {
            assertEquals(all.subList(0, read.size()), read, "after a change of byte " + at);
        }
    }

    private void overwrite(long at, byte value) throws IOException {
        overwrite(file(), at, value);
    }

    private static void overwrite(Path file, long at, byte... values) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            raw.write(values);
        }
    }

    private void replace(String old, String changed) throws IOException {
        assertEquals(old.length(), changed.length());
        int at = text().indexOf(old);
        for (int i = 0; i < old.length(); i++) {
            overwrite(at + i, (byte) changed.charAt(i));
        }
    }

    private String text() throws IOException {
        return Files.readString(file(), StandardCharsets.ISO_8859_1);
    }
}
