package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.audit.PemKeys;
import dev.podregistry.audit.SavedCheckpoint;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.chronicle.Tampering;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever was done to the files of a log, {@code verify} tells it, and where; a cut off end with a checkpoint only. */
class ProofTest {

    @TempDir
    private Path temporary;

    private Path registry;

    @BeforeEach
    void tellAStory() {
        registry = registry("registry");
    }

    private Path registry(String name) {
        Path directory = temporary.resolve(name);
        Instant[] clock = {Story.NOON};
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
            Story.tellShop(new Story(log), clock);
        }
        return directory;
    }

    private Printed run(String line) {
        String[] words = line.replace("FILE", temporary.resolve("checkpoint").toString())
                .replace("TMP", temporary.toString())
                .split(" ");
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, registry.toString())
                .run(words);
    }

    private String checkpoint() throws IOException {
        return Files.readString(temporary.resolve("checkpoint"));
    }

    private void checkpoint(String text) throws IOException {
        Files.writeString(temporary.resolve("checkpoint"), text, StandardCharsets.ISO_8859_1);
    }

    private static void assertOk(Printed printed) {
        assertEquals(0, printed.code(), printed.out() + printed.err());
    }

    private static void assertRefused(int code, String message, Printed printed) {
        assertEquals(code, printed.code(), printed.out() + printed.err());
        assertTrue(printed.err().contains(message), printed.err());
        assertEquals(1, printed.err().lines().count(), printed.err());
        assertEquals("", printed.out());
    }

    @Test
    void aFlippedByteIsNamed() throws IOException {
        flip(day(), "docs-writer");
        assertDamage(7, "its hash is not the hash of what is stored");
    }

    @ParameterizedTest
    @CsvSource({
        "dropped,        1 2 3 4 6 7 8 9 10,    5,  says that it is number 6",
        "first dropped,  2 3 4 5 6 7 8 9 10,    1,  says that it is number 2",
        "duplicated,     1 2 3 4 5 5 6 7 8 9 10, 6, says that it is number 5",
        "last doubled,   1 2 3 4 5 6 7 8 9 10 10, 11, says that it is number 10",
        "reordered,      1 2 3 4 6 5 7 8 9 10,  5,  says that it is number 6",
        "last reordered, 1 2 3 4 5 6 7 8 10 9,  9,  says that it is number 10",
    })
    void anEventOutOfItsPlaceIsNamed(String what, String order, int sequence, String defect) throws Exception {
        Tampering.rewrite(
                registry,
                Stream.of(order.split(" ")).mapToInt(Integer::parseInt).toArray());
        assertDamage(sequence, defect);
    }

    private void assertDamage(int sequence, String defect) {
        Printed verify = run("verify");
        assertEquals(65, verify.code(), verify.out() + verify.err());
        assertTrue(verify.out().contains("chain    FAILED  " + (sequence - 1) + " event"), verify.out());
        assertTrue(verify.out().contains("           #" + sequence + " "), verify.out());
        assertTrue(verify.out().contains(defect), verify.out());
        assertTrue(verify.err().contains(" at sequence " + sequence), verify.err());
    }

    @Test
    void aCutTailIsSeenWithACheckpointOnly() throws Exception {
        assertOk(run("verify --save FILE"));
        Tampering.rewrite(registry, 1, 2, 3, 4, 5, 6, 7);
        assertOk(run("verify"));
        Printed against = run("verify --against FILE");
        assertEquals(65, against.code(), against.out() + against.err());
        assertTrue(against.out().contains("kept     FAILED  the log was cut off at #7, the checkpoint is of #10"));
        assertTrue(run("verify --against FILE -o json").out().contains("\"outcome\": \"cut-off\""));
    }

    @Test
    void aHistoryThatWasRewrittenWithSoundHashesIsSeenWithACheckpoint() throws Exception {
        assertOk(run("verify --save FILE"));
        Tampering.reforge(registry, line -> line.replace("/srv/shop/services/legal", "/srv/shop/services/extra"));
        assertOk(run("verify"));
        Printed against = run("verify --against FILE");
        assertEquals(65, against.code(), against.out() + against.err());
        assertTrue(against.out().contains("kept     FAILED  the log differs at #10, or before it"), against.out());
        assertTrue(against.out().contains("the log is damaged"), against.out());
    }

    @Test
    void aLogThatCannotBeReadUpToTheCheckpointSaysSo() throws Exception {
        assertOk(run("verify --save FILE"));
        flip(day(), "docs-writer");
        Printed against = run("verify --against FILE");
        assertEquals(65, against.code());
        assertTrue(against.out().contains("kept     FAILED  the log can be read up to #6 only"), against.out());
    }

    @Test
    void aLogThatHasGrownContinues() throws Exception {
        Path grown = registry;
        registry = copy(registry);
        Tampering.rewrite(registry, 1, 2, 3, 4);
        Printed saved = run("verify --save FILE");
        assertOk(saved);
        assertTrue(saved.err().contains("checkpoint: the log up to #4"), saved.err());
        registry = grown;
        Printed against = run("verify --against FILE --save TMP/next");
        assertOk(against);
        assertTrue(against.out().contains("kept     ok      the log continues the checkpoint of #4"), against.out());
        assertTrue(Files.readString(temporary.resolve("next")).contains("\nsequence 10\n"));
        JsonNode json =
                new JsonMapper().readTree(run("verify --against FILE -o json").out());
        assertEquals("continues", json.at("/checkpoint/outcome").asText());
        assertEquals(4, json.at("/checkpoint/sequence").asInt());
    }

    private Path copy(Path directory) throws IOException {
        Path copy = temporary.resolve("copy");
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(directory.relativize(file)));
            }
        }
        return copy;
    }

    @Test
    void aCheckpointIsFourLines() throws IOException {
        assertOk(run("verify --save FILE"));
        assertTrue(
                checkpoint()
                        .matches("schema pod-registry/checkpoint/1\nsequence 10\nhash [0-9a-f]{64}\n"
                                + "time 2026-01-31T12:06:30Z\n"),
                checkpoint());
        assertTrue(run("verify")
                .out()
                .contains(
                        "to keep:  #10 " + checkpoint().lines().toList().get(2).substring(5)));
    }

    @Test
    void anEmptyLogHasACheckpointThatEveryLogContinues() throws Exception {
        Path full = registry;
        registry = temporary.resolve("empty");
        ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT, LogPosition.START)
                .close();
        assertOk(run("verify --save FILE"));
        assertTrue(checkpoint().endsWith("\ntime -\n"), checkpoint());
        assertOk(run("verify --against FILE"));
        registry = full;
        assertOk(run("verify --against FILE"));
    }

    @Test
    void nothingIsOverwrittenUnlessToldSo() throws IOException {
        checkpoint("mine");
        assertRefused(74, "checkpoint: it exists; give another, or --force", run("verify --save FILE"));
        assertEquals("mine", checkpoint());
        assertOk(run("verify --save FILE --force"));
        assertTrue(checkpoint().startsWith("schema "));
        assertRefused(74, "it is no regular file", run("verify --force --save TMP"));
        assertRefused(74, "there is no such directory", run("verify --save TMP/none/x"));
        assertRefused(74, "inside of the registry", run("verify --save " + registry.resolve("queue/x")));
        assertEquals(List.of("checkpoint", "registry"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void nothingIsSavedOfADamagedLog() throws Exception {
        assertOk(run("verify --save FILE"));
        String before = checkpoint();
        Tampering.rewrite(registry, 1, 2, 3);
        Printed cut = run("verify --against FILE --save TMP/next");
        assertEquals(65, cut.code());
        assertTrue(cut.err().contains("no checkpoint was saved"), cut.err());
        flip(day(), "coder-checkout");
        assertEquals(65, run("verify --save FILE --force").code());
        assertEquals(before, checkpoint());
        assertEquals(List.of("checkpoint", "registry"), names());
    }

    @Test
    void optionsThatNeedAnotherSaySo() {
        assertRefused(2, "give --save FILE", run("verify --sign FILE"));
        assertRefused(2, "give --save FILE", run("verify --force"));
        assertRefused(2, "give --against FILE", run("verify --key FILE"));
    }

    @Test
    void whatIsNoCheckpointIsRefused() throws IOException {
        assertRefused(66, "there is no file", run("verify --against FILE"));
        assertRefused(66, "is a directory", run("verify --against TMP"));
        assertOk(run("verify --save FILE"));
        String good = checkpoint();
        for (String bad : List.of(
                "",
                "x",
                good + "\n",
                good + "x\n",
                good.replace("\n", "\r\n"),
                good.replace("sequence 10", "sequence 010"),
                good.replace("sequence 10", "sequence 0"),
                good.replace("time 2026", "time -"),
                good.replace("T12:06:30Z", "T12:06:30.000Z"),
                good.replace("T12:06:30Z", "T14:06:30+02:00"),
                good.substring(0, good.length() - 1),
                "x".repeat(1 << 20))) {
            checkpoint(bad);
            assertRefused(65, "give a checkpoint as verify --save writes it", run("verify --against FILE"));
        }
        checkpoint(good.replace("checkpoint/1", "checkpoint/2"));
        assertRefused(65, "its schema pod-registry/checkpoint/2 is not known", run("verify --against FILE"));
        checkpoint(good.replace("T12:06:30Z", "T12:06:31Z"));
        assertEquals(65, run("verify --against FILE").code(), "another time than that of the event");
    }

    private void writeKeys() throws IOException {
        Files.writeString(temporary.resolve("private"), Keys.PRIVATE);
        Files.writeString(temporary.resolve("public"), Keys.PUBLIC);
        Files.writeString(temporary.resolve("other"), Keys.OTHER_PUBLIC);
    }

    @Test
    void aSignedCheckpointIsBelievedWithItsKey() throws Exception {
        writeKeys();
        Printed saved = run("verify --save FILE --sign TMP/private");
        assertOk(saved);
        assertTrue(saved.err().contains("checkpoint, signed: the log up to #10"), saved.err());
        Printed against = run("verify --against FILE --key TMP/public");
        assertOk(against);
        assertEquals("", against.err());
        Printed unchecked = run("verify --against FILE");
        assertOk(unchecked);
        assertTrue(unchecked.err().contains("was not checked; give --key"), unchecked.err());
        assertRefused(65, "is not signed with the private key of", run("verify --against FILE --key TMP/other"));
        assertOk(run("verify --save FILE --force"));
        assertRefused(65, "checkpoint is not signed; do not rely on it", run("verify --against FILE --key TMP/public"));
    }

    /** Whatever byte of a signed checkpoint is another one, it is not believed. */
    @Test
    void noByteOfASignedCheckpointCanBeChanged() throws Exception {
        writeKeys();
        assertOk(run("verify --save FILE --sign TMP/private"));
        String good = checkpoint();
        PublicKey key = PemKeys.publicKey(Keys.PUBLIC);
        assertTrue(SavedCheckpoint.of(good).isSignedBy(key));
        for (int at = 0; at < good.length(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                char changed = (char) (good.charAt(at) ^ (1 << bit));
                String bad = good.substring(0, at) + changed + good.substring(at + 1);
                assertFalse(isBelieved(bad, key), bad);
            }
            assertFalse(isBelieved(good.substring(0, at) + good.substring(at + 1), key));
            assertFalse(isBelieved(good.substring(0, at) + "\n" + good.substring(at), key));
        }
        checkpoint(good.substring(0, good.length() - 10) + "AAAAAA==\n");
        int code = run("verify --against FILE --key TMP/public").code();
        assertEquals(65, code);
        checkpoint(good.replace("ed25519 ", "ed25519  "));
        assertRefused(65, "its signature is garbled", run("verify --against FILE --key TMP/public"));
    }

    private static boolean isBelieved(String file, PublicKey key) {
        try {
            return SavedCheckpoint.of(file).isSignedBy(key);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void whatIsNoKeyIsRefused() throws Exception {
        writeKeys();
        assertOk(run("verify --save FILE --sign TMP/private"));
        assertRefused(66, "there is no file", run("verify --save TMP/x --sign TMP/none"));
        assertRefused(65, "holds a PUBLIC KEY, not a PRIVATE KEY", run("verify --save TMP/x --sign TMP/public"));
        assertRefused(65, "holds a PRIVATE KEY, not a PUBLIC KEY", run("verify --against FILE --key TMP/private"));
        Path bad = temporary.resolve("bad");
        Files.writeString(bad, Keys.X25519_PRIVATE);
        assertRefused(65, "but not of Ed25519", run("verify --save TMP/x --sign TMP/bad"));
        Files.writeString(bad, Keys.PUBLIC.replace("MCow", "MCo"));
        assertRefused(65, "Ed25519", run("verify --against FILE --key TMP/bad"));
        Files.writeString(bad, "nonsense");
        assertRefused(65, "it is no key in PEM", run("verify --against FILE --key TMP/bad"));
        assertRefused(65, "it is no key in PEM", run("verify --save TMP/x --sign TMP/bad"));
        assertFalse(Files.exists(temporary.resolve("x")));
    }

    @Test
    void aSnapshotThatTheEventsLeadToIsSound() throws Exception {
        snapshot(UnaryOperator.identity());
        Printed verify = run("verify");
        assertOk(verify);
        assertTrue(verify.out().contains("snapshot ok      each is the table that the events lead to"), verify.out());
        assertEquals(10, json().at("/checks/4/upTo").asInt());
    }

    @Test
    void aSnapshotWithAnotherTableIsNamed() throws Exception {
        snapshot(good -> new Snapshot(
                good.bookmark(),
                new TableSnapshot(
                        10,
                        false,
                        good.table().allocations().subList(0, 1),
                        good.table().recentCommands())));
        assertBadSnapshot(10, "its table is not the one that the events lead to: pod tester is another");
    }

    @Test
    void aSnapshotOfAnotherLogIsNamed() throws Exception {
        snapshot(good -> new Snapshot(Bookmark.of(new LogPosition(10, Hash.GENESIS.next(new byte[1]))), good.table()));
        assertBadSnapshot(10, "it is of a log with another event there");
    }

    @Test
    void aSnapshotBehindTheEndIsNamed() throws Exception {
        snapshot(UnaryOperator.identity());
        Tampering.rewrite(registry, 1, 2, 3, 4, 5, 6, 7);
        Printed verify = run("verify");
        assertEquals(65, verify.code(), verify.out() + verify.err());
        assertTrue(verify.out().contains("at sequence 8: it is missing, though the snapshot of #10 in "), verify.out());
        assertTrue(verify.out().contains("the log can be read up to #7 only"), verify.out());
        assertTrue(verify.out().contains("the log is damaged"), verify.out());
    }

    @Test
    void aDamagedSnapshotIsNamedAndRemovingItHelps() throws Exception {
        snapshot(UnaryOperator.identity());
        Path file = registry.resolve("snapshots/snapshot-00000000000000000010.json");
        flip(file, "tester");
        assertBadSnapshot(10, "its SHA-256 is not the one in its first line");
        Files.delete(file);
        assertOk(run("verify"));
        Files.writeString(registry.resolve("snapshots/snapshot-00000000000000000003.json"), "");
        assertBadSnapshot(3, "its SHA-256 is not the one in its first line");
    }

    private void assertBadSnapshot(int sequence, String defect) throws IOException {
        Printed verify = run("verify");
        assertEquals(65, verify.code(), verify.out() + verify.err());
        assertTrue(verify.out().contains("chain    ok"), verify.out());
        assertTrue(verify.out().contains("snapshot FAILED"), verify.out());
        assertTrue(
                verify.out().contains("           #" + sequence + " has a snapshot that cannot be used"), verify.out());
        assertTrue(verify.out().contains(defect), verify.out());
        assertEquals("bad-snapshot", json().path("verdict").asText());
    }

    private JsonNode json() throws IOException {
        return new JsonMapper().readTree(run("verify -o json").out());
    }

    private void snapshot(UnaryOperator<Snapshot> change) throws IOException {
        AllocationTable[] table = {AllocationTable.EMPTY};
        LogPosition end;
        try (ChronicleLogReader reader = ChronicleLogReader.open(registry, LogPosition.START)) {
            end = reader.replay(1, event -> table[0] = table[0].evolve(event));
        }
        Snapshot good = new Snapshot(Bookmark.of(end), table[0].snapshot());
        SnapshotFiles.in(registry, warning -> {}).save(change.apply(good));
    }

    private Path day() throws IOException {
        try (Stream<Path> files = Files.list(registry.resolve("queue"))) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void flip(Path file, String text) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(text);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }
}
