package dev.podregistry.log.chronicle.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.RecoveryReport;
import dev.podregistry.log.chronicle.AppendingProcess;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.chronicle.Holding;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Disk;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Lock;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Lock.Held;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log.Condition;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Log.Last;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Place;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Processes;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Quarantine;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Size;
import dev.podregistry.log.chronicle.queue.QueueWriter;
import dev.podregistry.log.chronicle.raw.Document;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Facts about directories in every state, each made for real.
 *
 * <p>{@code -Dlog.stress.changes=N} compares with what opening does after more changes.
 */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
final class LogDoctorTest {

    private static final int CHANGES = Integer.getInteger("log.stress.changes", 80);
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("registry");
    }

    private LogDoctor doctor() {
        return LogDoctor.of(directory());
    }

    private Path day() {
        return directory().resolve("queue/20260131F.cq4");
    }

    private ChronicleLog open(Durability durability) {
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(durability).withClock(() -> NOON);
        return ChronicleLog.open(directory(), options, LogPosition.START);
    }

    private void write(Durability durability, int count) {
        try (ChronicleLog log = open(durability)) {
            for (int i = 1; i <= count; i++) {
                Logs.append(log, "pod-" + i);
            }
        }
    }

    private long line(int sequence) throws IOException {
        return Files.readString(day(), StandardCharsets.ISO_8859_1)
                .indexOf("{\"schema\":1,\"sequence\":" + sequence + ",");
    }

    private static void overwrite(Path file, long at, byte... bytes) throws IOException {
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(at);
            raw.write(bytes);
        }
    }

    private void condition(Condition expected, long last, String defect) throws IOException {
        Log log = doctor().log();
        assertEquals(expected, log.condition(), log.toString());
        assertEquals(new Last(last, NOON), log.last());
        assertTrue(String.valueOf(log.defect()).contains(defect), log.toString());
    }

    @Test
    void aSoundLogIsToldWithItsEnd() throws Exception {
        write(Durability.SYNC, 3);
        assertEquals(new Log(Condition.SOUND, 1, new Last(3, NOON), null), doctor().log());
        assertEquals(List.of(), doctor().quarantines());
    }

    @Test
    void anEmptyLogIsSoundAndHasNoEnd() throws Exception {
        write(Durability.SYNC, 0);
        assertEquals(Condition.SOUND, doctor().log().condition());
        assertNull(doctor().log().last());
    }

    @Test
    void nothingIsMissing() throws Exception {
        assertEquals(Condition.MISSING, doctor().log().condition());
        assertEquals(Place.Kind.MISSING, doctor().place().kind());
        assertEquals(List.of(), doctor().sizes());
        assertEquals(List.of(), doctor().quarantines());
        assertEquals(Held.FREE, doctor().lock().held());
        assertEquals(List.of(temporary.toRealPath()), doctor().sync().files());
        Files.writeString(directory(), "text");
        assertEquals(Place.Kind.OTHER, doctor().place().kind());
        assertEquals(Condition.MISSING, doctor().log().condition());
        assertThrows(
                IOException.class,
                () -> LogDoctor.of(directory().resolve("below")).place());
    }

    @Test
    void aTornEndIsToldWithThePlace() throws Exception {
        write(Durability.PAGE_CACHE, 5);
        overwrite(day(), line(4) - 14, new byte[40]);
        condition(Condition.TORN, 3, "event 4 in 20260131F.cq4 at byte ");
    }

    @Test
    void whatWasSyncedAndIsLostIsDamage() throws Exception {
        write(Durability.SYNC, 5);
        overwrite(day(), line(4) - 14, new byte[40]);
        condition(Condition.DAMAGED, 3, "event 4 in 20260131F.cq4 at byte ");
    }

    @Test
    void aTableThatIsLostIsATornEnd() throws Exception {
        write(Durability.SYNC, 2);
        Files.delete(directory().resolve("queue/metadata.cq4t"));
        condition(Condition.TORN, 2, "Chronicle's own pointers");
    }

    @Test
    void aNewerVersionIsNoDamage() throws Exception {
        write(Durability.PAGE_CACHE, 2);
        overwrite(day(), line(2) + "{\"schema\":".length(), (byte) '2');
        RegistryDirectory.existing(directory());
        Log log = doctor().log();
        assertEquals(Condition.DAMAGED, log.condition(), "its hash does not fit either");
        Files.delete(day());
        Files.delete(directory().resolve("queue/metadata.cq4t"));
        String line = "{\"schema\":99,\"sequence\":1,\"synced\":0,\"new\":true}";
        Hash hash = Hash.GENESIS.next(line.getBytes(StandardCharsets.US_ASCII));
        try (QueueWriter writer =
                new QueueWriter(RegistryDirectory.create(directory(), Drive.SYSTEM, Set.of()), () -> NOON)) {
            writer.open();
            writer.append(Document.write(List.of(new Document.Link(line, Hash.GENESIS, hash))));
        }
        log = doctor().log();
        assertEquals(Condition.NEWER, log.condition(), log.toString());
        assertTrue(String.valueOf(log.defect()).contains("newer version"), log.toString());
    }

    @Test
    void anInterruptedRecoveryIsTold() throws Exception {
        write(Durability.PAGE_CACHE, 3);
        Files.createDirectories(directory().resolve("rebuild/queue"));
        assertEquals(Condition.RECOVERING, doctor().log().condition());
        Files.move(directory().resolve("queue"), temporary.resolve("away"));
        assertEquals(Condition.RECOVERING, doctor().log().condition());
        Files.createDirectory(directory().resolve("queue"));
        assertEquals(Condition.RECOVERING, doctor().log().condition());
    }

    @Test
    void whatWasSetAsideIsToldWithItsReport() throws Exception {
        write(Durability.PAGE_CACHE, 5);
        overwrite(day(), line(3) - 14, new byte[40]);
        RecoveryReport made;
        try (ChronicleLog log = open(Durability.SYNC)) {
            made = log.recovery().orElseThrow();
        }
        Quarantine told = doctor().quarantines().get(0);
        assertEquals(new Quarantine.Report(made.time(), 2, made.defect(), 2), told.report());
        assertEquals(made.quarantine(), told.folder());
        Path report = told.folder().resolve("report.json");
        String text = Files.readString(report);
        Files.writeString(report, text.replace(":\"event", ":\"\\u202e \\\"event"));
        assertEquals(
                "\u202e \"" + made.defect(),
                doctor().quarantines().get(0).report().defect());
        for (String other : List.of("", "{}", text.substring(9), text.replace("2026-", "2o26-"), text + "x")) {
            Files.writeString(report, other);
            assertNull(doctor().quarantines().get(0).report(), other);
        }
    }

    @Test
    void sizesCountWhatIsThere() throws Exception {
        write(Durability.SYNC, 3);
        Files.write(Files.createDirectory(directory().resolve("snapshots")).resolve("one"), new byte[5000]);
        Files.write(directory().resolve("snapshots/two"), "not zeros".getBytes(StandardCharsets.US_ASCII));
        List<Size> sizes = doctor().sizes();
        assertEquals(new Size("snapshots", 2, 5009, 4096L), sizes.get(1));
        Size queue = sizes.get(0);
        assertEquals(2, queue.files());
        assertTrue(queue.data() < 100_000 && queue.apparent() > 400_000, queue.toString());
    }

    @Test
    void whoeverHasTheLockIsNamedAndWhetherStopped() throws Exception {
        write(Durability.PAGE_CACHE, 1);
        Lock free = doctor().lock();
        assertEquals(Held.FREE, free.held());
        assertEquals(ProcessHandle.current().pid(), free.pid());
        try (ChildJvm child = ChildJvm.start(Holding.UntilTold.class, directory())) {
            assertEquals("held", child.line());
            Lock held = doctor().lock();
            assertEquals(new Lock(Held.HELD, child.pid(), held.since(), false, false), held);
            assertTrue(Duration.between(held.since(), Instant.now()).toSeconds() < 60, held.toString());
            child.signal("STOP");
            while (!doctor().lock().stopped()) {
                Thread.sleep(5);
            }
            assertEquals(new Lock(Held.HELD, child.pid(), held.since(), true, false), doctor().lock());
            child.kill();
            child.exit();
            assertEquals(new Lock(Held.FREE, child.pid(), held.since(), false, false), doctor().lock());
        }
    }

    @Test
    void aHolderThatHasNotSignedIsNamedByTheKernel() throws Exception {
        write(Durability.PAGE_CACHE, 1);
        try (ChildJvm child = ChildJvm.start(Holding.Unsigned.class, directory().resolve("lock"))) {
            assertEquals("held", child.line());
            assertEquals(new Lock(Held.HELD, child.pid(), null, false, false), doctor().lock());
        }
    }

    /** Closing any descriptor of the lock file gives the lock up, so looking at it from within must not open it. */
    @Test
    void lookingFromWithinTheHolderLosesNoLock() throws Exception {
        try (ChronicleLog log = open(Durability.PAGE_CACHE)) {
            log.transact(Logs.origin(), event -> {}, () -> {
                Lock held = lockNow();
                assertEquals(Held.HELD, held.held());
                assertEquals(ProcessHandle.current().pid(), held.pid());
                try (ChildJvm child = ChildJvm.start(Holding.Trying.class, directory())) {
                    assertEquals("busy " + ProcessHandle.current().pid(), child.line());
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
                return new Proposal<>(List.of(Logs.event("a")), true);
            });
        }
    }

    private Lock lockNow() {
        try {
            return doctor().lock();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void permissionsThatLetOthersInAreNamed() throws Exception {
        write(Durability.SYNC, 1);
        Place place = doctor().place();
        assertEquals("rwx------", place.permissions());
        assertTrue(place.writable() && place.open().isEmpty() && place.foreign().isEmpty(), place.toString());
        Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxr-x---"));
        Files.setPosixFilePermissions(day(), PosixFilePermissions.fromString("rw-rw----"));
        Files.setPosixFilePermissions(directory().resolve("queue"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Place open = doctor().place();
        assertEquals("rwxr-x---", open.permissions());
        Path root = directory().toRealPath();
        assertEquals(Set.of(root.resolve("queue"), root.resolve("queue/20260131F.cq4")), Set.copyOf(open.open()));
    }

    private Path proc(String... mounts) throws IOException {
        Path proc = temporary.resolve("proc");
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/mountinfo"), String.join("\n", mounts) + "\n");
        return proc;
    }

    private String mount(int id, Path point, String rest) {
        return id + " 27 0:" + id + " / " + point.toString().replace(" ", "\\040") + " " + rest;
    }

    @Test
    void theDiskIsThatOfTheInnermostAndLastMount() throws Exception {
        Path place = Files.createDirectories(temporary.toRealPath().resolve("a b/registry"));
        Path proc = proc(
                mount(1, Path.of("/"), "rw - ext4 /dev/a rw"),
                mount(2, place.getParent(), "rw shared:1 master:2 - xfs /dev/b rw"),
                mount(3, place.getParent(), "rw - nfs4 host:/b rw,vers=4"),
                mount(4, place.resolveSibling("reg"), "rw - tmpfs none rw"));
        Disk disk = LogDoctor.of(place, proc).disk();
        assertEquals("nfs4", disk.type());
        assertEquals(place.getParent(), disk.mountPoint());
        assertTrue(disk.network() && !disk.inMemory() && !disk.readOnly(), disk.toString());
        assertTrue(disk.free() > disk.needed(), disk.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "rw - ext4 /dev/a rw, false, false, false",
        "ro - ext4 /dev/a rw, true, false, false",
        "rw - ext4 /dev/a ro, true, false, false",
        "rw - tmpfs none rw, false, true, false",
        "rw - fuse.sshfs host: rw, false, false, true",
        "rw - CIFS //host/a rw, false, false, true",
    })
    void aDiskIsKnownByItsMount(String rest, boolean readOnly, boolean inMemory, boolean network) throws Exception {
        Disk disk =
                LogDoctor.of(directory(), proc(mount(1, Path.of("/"), rest))).disk();
        assertEquals(readOnly, disk.readOnly());
        assertEquals(inMemory, disk.inMemory());
        assertEquals(network, disk.network());
    }

    @Test
    void theDiskOfThisBuildIsTold() throws Exception {
        Disk disk = doctor().disk();
        assertEquals(Files.getFileStore(temporary).type(), disk.type());
        assertTrue(temporary.toRealPath().startsWith(disk.mountPoint()), disk.toString());
        assertFalse(disk.network());
    }

    @Test
    void withoutProcTheRestIsToldAllTheSame() throws Exception {
        write(Durability.PAGE_CACHE, 1);
        LogDoctor blind = LogDoctor.of(directory(), temporary.resolve("no-proc"));
        assertEquals(Files.getFileStore(temporary).type(), blind.disk().type());
        assertNull(blind.disk().mountPoint());
        assertEquals(Held.UNKNOWN, blind.lock().held());
        assertEquals(ProcessHandle.current().pid(), blind.lock().pid());
        assertEquals(new Processes("Portable", null, null, false, null), blind.processes());
        LogDoctor confused = LogDoctor.of(directory(), proc("nonsense"));
        assertNull(confused.disk().mountPoint());
        assertEquals(Held.UNKNOWN, confused.lock().held());
        assertNull(confused.processes().hidepid());
    }

    @ParameterizedTest
    @CsvSource({"rw, 0", "'rw,hidepid=2,gid=7', 2", "'rw,hidepid=invisible', invisible"})
    void whomProcHidesIsTold(String options, String hidepid) throws Exception {
        Path proc = temporary.resolve("proc");
        proc(mount(1, Path.of("/"), "rw - ext4 /dev/a rw"), mount(2, proc, "rw - proc proc " + options));
        assertEquals(hidepid, LogDoctor.of(directory(), proc).processes().hidepid());
    }

    @Test
    void aLogThatIsBeingWrittenIsNeverTakenForATornOne() throws Exception {
        try (ChildJvm child =
                ChildJvm.start(AppendingProcess.class, directory(), "writer", 10_000_000, Durability.PAGE_CACHE)) {
            assertEquals("ready", child.line());
            Thread reading = new Thread(child::rest);
            reading.setDaemon(true);
            reading.start();
            Set<Condition> seen = EnumSet.noneOf(Condition.class);
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (System.nanoTime() < end) {
                seen.add(doctor().log().condition());
            }
            assertEquals(Set.of(Condition.SOUND), seen);
        }
    }

    /** What the doctor says without the lock is what happens to whoever opens the log next. */
    @Test
    void whateverChangedTheDiagnosisIsWhatOpeningDoes() throws Exception {
        write(Durability.PAGE_CACHE, 2);
        write(Durability.SYNC, 4);
        byte[] sound = Files.readAllBytes(day());
        int first = (int) line(1) - 20;
        int end = (int) line(6) + 600;
        Random random = new Random(7);
        Set<Condition> seen = EnumSet.noneOf(Condition.class);
        for (int i = 0; i < CHANGES; i++) {
            int at = random.nextInt(4) == 0 ? random.nextInt(end) : first + random.nextInt(end - first);
            Files.write(day(), changed(sound, at, random));
            Log log = doctor().log();
            boolean readable = isReadable();
            assertEquals(opened(readable), mended(log.condition()), "change " + i + " at " + at + ": " + log);
            seen.add(log.condition());
        }
        assertTrue(seen.containsAll(Set.of(Condition.SOUND, Condition.TORN, Condition.DAMAGED)), seen.toString());
    }

    /** Some changes of the table only a writer notices, who makes it anew; readers must not, when the log is called sound. */
    @Test
    void whateverChangedInTheTableASoundLogCanBeRead() throws Exception {
        write(Durability.SYNC, 4);
        Path table = directory().resolve("queue/metadata.cq4t");
        byte[] sound = Files.readAllBytes(table);
        Random random = new Random(7);
        for (int i = 0; i < CHANGES / 4; i++) {
            int at = random.nextInt(600);
            Files.write(table, changed(sound, at, random));
            Log log = doctor().log();
            assertEquals(4, log.last().sequence(), "change " + i + " at " + at + ": " + log);
            assertTrue(
                    log.condition() == Condition.TORN || (log.condition() == Condition.SOUND && isReadable()),
                    "change " + i + " at " + at + ": " + log);
        }
    }

    /** {@return the same, as opening for writing makes no difference between what it mends} */
    private static Condition mended(Condition condition) {
        return condition == Condition.REBUILDABLE ? Condition.TORN : condition;
    }

    private static byte[] changed(byte[] sound, int at, Random random) {
        byte[] changed = sound.clone();
        boolean zeros = random.nextBoolean();
        for (int k = at; k < at + (zeros ? 1 + random.nextInt(900) : 1); k++) {
            changed[k] = zeros ? 0 : (byte) (changed[k] ^ 1 << random.nextInt(8));
        }
        return changed;
    }

    private boolean isReadable() {
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory(), LogPosition.START)) {
            reader.replay(1, (Recorded event) -> {});
            return true;
        } catch (LogException e) {
            return false;
        }
    }

    private Condition opened(boolean readable) {
        try (ChronicleLog log = open(Durability.SYNC)) {
            return readable && log.recovery().isEmpty() ? Condition.SOUND : Condition.TORN;
        } catch (DamagedLogException e) {
            assertEquals(Kind.DAMAGE, e.kind());
            return Condition.DAMAGED;
        } catch (LogUnavailableException e) {
            return Condition.NEWER;
        }
    }
}
