package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.log.chronicle.doctor.Diagnosis;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogUnavailableException;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A log that has begun is marked, so that one of which nothing is left is not taken for one that never was.
 *
 * <p>With {@code queue} removed and no snapshot or quarantine beside it, the next opening began at #0 in silence, while a
 * process from before still held its scopes.
 */
@Timeout(600)
final class MarkTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path temporary;

    private Path directory;
    private Path mark;
    private Path day;

    @BeforeEach
    void choose() {
        directory = temporary.resolve("registry");
        mark = directory.resolve("manifest.json");
        day = directory.resolve("queue").resolve(Moments.DAY);
    }

    private void write(String... pods) {
        try (ChronicleLog log = Moments.open(directory)) {
            for (String pod : pods) {
                Logs.append(log, pod);
            }
        }
    }

    private String marked() throws IOException {
        Recorded first = Logs.read(directory).recorded().get(0);
        return "{\"schema\":1,\"began\":\"" + first.time() + "\",\"first\":\"" + first.hash() + "\"}\n";
    }

    @ParameterizedTest
    @EnumSource(Durability.class)
    void theFirstCommandMarksTheLog(Durability durability) throws IOException {
        try (ChronicleLog log = Logs.open(directory, durability)) {
            assertFalse(Files.exists(mark));
            Logs.append(log, "a");
            assertEquals(marked(), Files.readString(mark));
            Logs.append(log, "b");
        }
        assertEquals(marked(), Files.readString(mark));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(mark)));
        assertEquals(List.of("lock", "manifest.json", "queue"), names());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** What takes the log away. */
    private interface Loss {
        void of(Path queue, Path elsewhere) throws IOException;
    }

    private static void moveAll(Path queue, Path elsewhere, String end) throws IOException {
        Files.createDirectory(elsewhere);
        try (Stream<Path> files = Files.list(queue)) {
            for (Path file : files.filter(file -> file.toString().endsWith(end)).toList()) {
                Files.move(file, elsewhere.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void aLogThatIsGoneIsNotBegunAnew() throws IOException {
        write("a", "b");
        byte[] whole = Files.readAllBytes(day);
        List<Loss> losses = List.of(
                Files::move,
                (queue, elsewhere) -> moveAll(queue, elsewhere, ""),
                (queue, elsewhere) -> moveAll(queue, elsewhere, ".cq4"),
                (queue, elsewhere) -> Files.write(queue.resolve(Moments.DAY), new byte[whole.length]),
                (queue, elsewhere) -> {
                    Files.write(queue.resolve(Moments.DAY), new byte[whole.length]);
                    Files.delete(queue.resolve("metadata.cq4t"));
                },
                (queue, elsewhere) -> Files.write(queue.resolve(Moments.DAY), new byte[0]));
        for (int i = 0; i < losses.size(); i++) {
            Path registry = temporary.resolve("lost-" + i);
            Moments.copy(directory, registry);
            losses.get(i).of(registry.resolve("queue"), temporary.resolve("elsewhere-" + i));
            TreeMap<String, String> before = Moments.content(registry);
            for (Executable use : List.<Executable>of(
                    () -> Moments.open(registry), () -> Logs.read(registry), () -> Moments.open(registry))) {
                assertGone(assertThrows(DamagedLogException.class, use, "loss " + i), registry);
            }
            assertEquals(before, Moments.content(registry), "nothing was changed");
        }
    }

    private static void assertGone(DamagedLogException gone, Path registry) {
        assertEquals(Kind.DAMAGE, gone.kind(), gone.getMessage());
        assertEquals(1, gone.sequence(), gone.getMessage());
        assertTrue(gone.file().startsWith(registry.resolve("queue").toString()), gone.file());
        boolean named = gone.defect().contains("Chronicle's table names it");
        assertTrue(
                named
                        || gone.defect()
                                .contains(registry.resolve("manifest.json") + " says that the log began at " + NOON),
                gone.getMessage());
    }

    @Test
    void whatIsPutBackIsGoneOnWith() throws IOException {
        write("a");
        Files.move(directory.resolve("queue"), temporary.resolve("queue"));
        String message = assertThrows(DamagedLogException.class, () -> Moments.open(directory))
                .getMessage();
        assertTrue(message.contains("pod-registry restore"), message);
        assertTrue(message.contains("move " + directory.toRealPath() + " away to begin anew"), message);
        Files.move(temporary.resolve("queue"), directory.resolve("queue"));
        write("b");
        assertEquals(List.of("a", "b"), Logs.read(directory).pods());
    }

    /** Nobody was answered yet: a writer died before it had appended anything, or the registry was only opened. */
    @Test
    void aLogWithoutEventsIsNotMarked() throws IOException {
        write();
        Files.writeString(directory.resolve("manifest.json.tmp"), "half");
        assertFalse(Files.exists(mark));
        Moments.delete(directory.resolve("queue"));
        write("a");
        assertEquals(marked(), Files.readString(mark));
        assertEquals(List.of("lock", "manifest.json", "queue"), names());
    }

    @Test
    void aLogOfAnOlderVersionIsMarkedWhenItIsOpenedForWriting() throws IOException {
        write("a", "b");
        Files.delete(mark);
        Logs.read(directory);
        assertFalse(Files.exists(mark));
        write();
        assertEquals(marked(), Files.readString(mark));
    }

    /** Its writer died between the append and the mark, while another had the log open already. */
    @Test
    void whoeverAppendsNextMarksIt() throws IOException {
        try (ChronicleLog early = Moments.open(directory)) {
            write("a");
            Files.delete(mark);
            Logs.append(early, "b");
            assertEquals(marked(), Files.readString(mark));
        }
    }

    /** Another process made it since, and knows better. */
    @Test
    void aMarkThatIsThereMeanwhileStays() throws IOException {
        try (ChronicleLog early = Moments.open(directory)) {
            write("a");
            String newer = "{\"schema\":99,\"what\":1}";
            Files.writeString(mark, newer);
            Logs.append(early, "b");
            assertEquals(newer, Files.readString(mark));
        }
    }

    /** {@return what is warned of meanwhile} */
    private static List<String> warnings(Runnable action) {
        List<String> taken = new ArrayList<>();
        Logger logger = Logger.getLogger("dev.podregistry");
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord warning) {
                taken.add(warning.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
        return taken;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "\u0000\u0000\u0000", "{\"schema\":1,\"began\":\"yesterday\"}"})
    void aMarkThatCannotBeReadIsMadeAnew(String damaged) throws IOException {
        write("a");
        Files.writeString(mark, damaged);
        assertEquals(List.of("a"), Logs.read(directory).pods());
        assertEquals(damaged, Files.readString(mark));
        List<String> warnings = warnings(() -> write("b"));
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("manifest.json cannot be read, and is made anew"), warnings::toString);
        assertEquals(marked(), Files.readString(mark));
        assertEquals(List.of("a", "b"), Logs.read(directory).pods());
    }

    /** It says that there was a log all the same. */
    @Test
    void aMarkThatCannotBeReadIsStillOne() throws IOException {
        write("a");
        Files.writeString(mark, "");
        Moments.delete(directory.resolve("queue"));
        DamagedLogException gone = assertThrows(DamagedLogException.class, () -> Moments.open(directory));
        assertTrue(gone.defect().contains("though it cannot be read"), gone::defect);
    }

    @Test
    void theMarkOfANewerVersionStays() throws IOException {
        write("a");
        String newer = "{\"schema\":99,\"what\":1}";
        Files.writeString(mark, newer);
        write("b");
        assertEquals(newer, Files.readString(mark));
        Moments.delete(directory.resolve("queue"));
        assertThrows(DamagedLogException.class, () -> Moments.open(directory));
    }

    /** The system, but for one file that cannot be synced. */
    private static final class Failing implements Fsync {

        private final List<String> synced = new ArrayList<>();
        private String broken;

        Failing(String broken) {
            this.broken = broken;
        }

        @Override
        public void file(Path path, FileDescriptor open) throws IOException {
            String name = path.getFileName().toString();
            if (name.equals(broken)) {
                throw new IOException("Input/output error");
            }
            synced.add(name);
            SYSTEM.file(path, open);
        }

        @Override
        public void names(Path folder) throws IOException {
            synced.add(folder.getFileName().toString());
            SYSTEM.names(folder);
        }
    }

    @Test
    void theEventsAreOnTheDiskBeforeAMarkIsMadeAnew() throws IOException {
        write("a");
        Files.delete(mark);
        Failing disk = new Failing("");
        Moments.open(directory, disk).close();
        assertTrue(
                disk.synced.indexOf(Moments.DAY) >= 0
                        && disk.synced.indexOf(Moments.DAY) < disk.synced.indexOf("manifest.json.tmp"),
                disk.synced::toString);
    }

    /** Half of one may be left by whoever died. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thereIsRoomForTheMarkBeforeTheFirstEventIs(boolean half) throws IOException {
        Path unfinished = directory.resolve("manifest.json.tmp");
        List<Long> sizes = new ArrayList<>();
        Fsync looking = new Fsync() {
            @Override
            public void file(Path path, FileDescriptor open) throws IOException {
                if (path.getFileName().toString().equals(Moments.DAY) && Files.exists(unfinished)) {
                    sizes.add(Files.size(unfinished));
                }
            }

            @Override
            public void names(Path folder) {}
        };
        try (ChronicleLog log = Moments.open(directory, looking)) {
            if (half) {
                Files.writeString(unfinished, "half");
            }
            Logs.append(log, "a");
        }
        assertEquals(512, sizes.get(sizes.size() - 1));
        assertTrue(Files.size(mark) < 512);
    }

    @Test
    void theFirstEventIsOnTheDiskBeforeTheMarkIs() throws IOException {
        Failing disk = new Failing("");
        try (ChronicleLog log = Moments.open(directory, disk)) {
            Logs.append(log, "b");
            int last = disk.synced.size() - 1;
            assertEquals(
                    List.of(
                            "metadata.cq4t",
                            "queue",
                            "registry",
                            Moments.DAY,
                            "manifest.json.tmp",
                            "registry",
                            "registry"),
                    disk.synced.subList(last - 6, last + 1));
            disk.synced.clear();
            Logs.append(log, "c");
            assertEquals(List.of(), disk.synced, "once in a log's life");
        }
    }

    /** Where the mark cannot be made, no log begins. */
    @Test
    void withoutRoomForTheMarkNothingIsAppended() throws IOException {
        Path inTheWay = directory.resolve("manifest.json.tmp");
        try (ChronicleLog log = Moments.open(directory)) {
            Files.createDirectories(inTheWay.resolve("folder"));
            AppendFailedException refused = assertThrows(AppendFailedException.class, () -> Logs.append(log, "a"));
            assertEquals(Outcome.REFUSED, refused.outcome());
            assertTrue(refused.getMessage().contains(mark.getFileName().toString()), refused.getMessage());
            assertEquals(List.of(), Logs.read(directory).pods());
            Moments.delete(inTheWay);
            Logs.append(log, "b");
        }
        assertEquals(List.of("b"), Logs.read(directory).pods());
        assertTrue(Files.exists(mark));
    }

    /** A log that has begun is used all the same, also when nothing can be made beside it. */
    @Test
    void aLogThatCannotBeMarkedIsGoneOnWith() throws IOException {
        write("a");
        Files.delete(mark);
        Path inTheWay = Files.createDirectories(directory.resolve("manifest.json.tmp/folder"));
        List<String> warnings = warnings(() -> write("x", "y"));
        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.get(0).contains("manifest.json, which tells that the log has begun"), warnings::toString);
        try (ChronicleLog log = Moments.open(directory)) {
            Logs.append(log, "b");
            assertFalse(Files.exists(mark));
            Moments.delete(inTheWay.getParent());
            Logs.append(log, "c");
            assertEquals(marked(), Files.readString(mark));
        }
        assertEquals(List.of("a", "x", "y", "b", "c"), Logs.read(directory).pods());
    }

    @Test
    void anAnswerIsRightThoughTheMarkFailsAfterTheAppend() throws IOException {
        Failing disk = new Failing("manifest.json.tmp");
        try (ChronicleLog log = Moments.open(directory, disk)) {
            Logs.append(log, "a");
            assertFalse(Files.exists(mark));
            disk.broken = "";
            Logs.append(log, "b");
            assertEquals(marked(), Files.readString(mark));
        }
        assertEquals(List.of("a", "b"), Logs.read(directory).pods());
    }

    /** Without the event on the disk there is no mark, and nobody knows what the disk has. */
    @ParameterizedTest
    @EnumSource(Durability.class)
    void aDiskThatFailsIsNoAnswer(Durability durability) throws IOException {
        Failing disk = new Failing("");
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(durability).withClock(() -> NOON);
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START, new Drive(disk, 0))) {
            disk.broken = "metadata.cq4t";
            AppendFailedException failed = assertThrows(AppendFailedException.class, () -> Logs.append(log, "a"));
            assertEquals(Outcome.UNKNOWN, failed.outcome(), failed.getMessage());
            assertFalse(Files.exists(mark));
        }
        write("b");
        assertEquals(List.of("a", "b"), Logs.read(directory).pods());
        assertEquals(marked(), Files.readString(mark));
    }

    @Test
    void aRepairThatGivesUpEveryEventTakesTheMarkAlong() throws IOException {
        write("a");
        Files.write(day, new byte[(int) Files.size(day)]);
        assertTrue(LogRepair.plan(directory).isPresent());
        SnapshotFiles none = SnapshotFiles.in(directory, warning -> {});
        for (Executable repair : List.<Executable>of(
                () -> LogRepair.plan(directory, none),
                () -> LogRepair.run(directory, Duration.ofSeconds(5), Set.of(), none))) {
            String refused = assertThrows(LogUnavailableException.class, repair).getMessage();
            assertTrue(refused.contains("A repair would keep no event, but " + mark.toRealPath()), refused);
        }
        Path quarantine =
                LogRepair.run(directory, Duration.ofSeconds(5)).orElseThrow().quarantine();
        assertFalse(Files.exists(mark));
        assertTrue(Files.exists(quarantine.resolve("manifest.json")));
        write("b");
        assertEquals(List.of("b"), Logs.read(directory).pods());
        assertEquals(marked(), Files.readString(mark));
    }

    @Test
    void aBackupIsMarkedToo() throws IOException {
        write("a", "b");
        Path backup = temporary.resolve("backup");
        LogBackup.run(directory, backup);
        assertEquals(Files.readString(mark), Files.readString(backup.resolve("manifest.json")));
        Moments.delete(backup.resolve("queue"));
        assertThrows(DamagedLogException.class, () -> restore(backup));
    }

    private LogRestore.Done restore(Path backup) {
        return LogRestore.run(backup, directory, Logs.origin(), () -> NOON, Duration.ofSeconds(5));
    }

    @Test
    void aLogThatIsGoneIsRestored() throws IOException {
        write("a", "b");
        Path backup = temporary.resolve("backup");
        LogBackup.run(directory, backup);
        Moments.delete(directory.resolve("queue"));
        LogRestore.Done done = restore(backup);
        assertEquals(3, done.position().sequence());
        assertTrue(Files.exists(done.setAside().resolve("manifest.json")));
        assertEquals(marked(done.epoch()), Files.readString(mark));
        Moments.delete(directory);
        assertEquals(marked(restore(backup).epoch()), Files.readString(mark));
    }

    private String marked(long epoch) throws IOException {
        return marked().replace("\"schema\":1", "\"schema\":2").replace("}", ",\"epoch\":" + epoch + "}");
    }

    @Test
    void theDoctorTellsOfAMarkThatDoesNotFit() throws IOException {
        write("a");
        LogDoctor doctor = LogDoctor.of(directory);
        assertEquals(null, doctor.mark().defect());
        Path other = temporary.resolve("other");
        try (ChronicleLog log = Moments.open(other)) {
            Logs.append(log, "x");
        }
        Files.copy(other.resolve("manifest.json"), mark, StandardCopyOption.REPLACE_EXISTING);
        assertTrue(doctor.mark().foreign());
        Files.writeString(mark, "");
        assertFalse(doctor.mark().foreign());
        assertTrue(
                doctor.mark().defect().contains("cannot be read"), doctor.mark().defect());
        assertEquals(Diagnosis.Log.Condition.SOUND, doctor.log().condition());
        Files.writeString(mark, " ".repeat((64 << 10) + 1));
        assertTrue(
                doctor.mark().defect().contains("it is longer than 65536 bytes"),
                doctor.mark().defect());
        Files.writeString(mark, marked());
        Files.setPosixFilePermissions(mark, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertTrue(doctor.mark().defect().contains("mode 0666"), doctor.mark().defect());
        Moments.delete(directory.resolve("queue"));
        assertEquals(Diagnosis.Log.Condition.GONE, doctor.log().condition());
    }
}
