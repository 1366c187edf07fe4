package dev.podregistry.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.child.ChildJvm;
import dev.podregistry.cli.DiskTest;
import dev.podregistry.cli.PastedCommandBash;
import dev.podregistry.cli.Prompt;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.Running;
import dev.podregistry.cli.Story;
import dev.podregistry.cli.doctor.Finding.Verdict;
import dev.podregistry.cli.option.RegistryOption;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Printable;
import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Event;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Origin;
import dev.podregistry.event.Snapshot;
import dev.podregistry.event.TableSnapshot;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.doctor.Diagnosis.Disk;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.log.place.ShellWord;
import dev.podregistry.model.Actor;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that {@code doctor} warns of or finds failing, made for real. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
final class DoctorTest {

    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path temporary;

    private Path registry;

    @BeforeEach
    void tellAStory() throws IOException {
        registry = temporary.toRealPath().resolve("registry");
        tell(Durability.SYNC, Story.NOON);
    }

    private void tell(Durability durability, Instant from) {
        Instant[] clock = {from};
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(durability).withClock(() -> clock[0]);
        try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
            Story.tellShop(new Story(log), clock);
        }
    }

    private Printed doctor(String... more) {
        List<String> line = new ArrayList<>(List.of("doctor", "--dir", registry.toString()));
        line.addAll(List.of(more));
        return Prompt.onDisk().run(line.toArray(String[]::new));
    }

    /** {@return whether this build is done where no registry should be} */
    static boolean isInPublic(Path place) {
        return Stream.of("/tmp", "/var/tmp", "/dev/shm").anyMatch(place::startsWith);
    }

    private static Finding finding(Checkup checkup, String subject) {
        return checkup.findings().stream()
                .filter(finding -> finding.subject().equals(subject))
                .findFirst()
                .orElseThrow();
    }

    private void says(int code, String subject, String verdict, String... texts) {
        Printed printed = doctor();
        assertEquals(code, printed.code(), printed.out() + printed.err());
        assertEquals("", printed.err());
        String start = Printable.padded(subject, 11) + verdict + " ";
        String found = printed.out()
                .lines()
                .filter(line -> line.startsWith(start))
                .reduce("", (before, line) -> before + line + "\n");
        for (String text : texts) {
            assertTrue(found.contains(text) || last(printed).contains(text), printed.out());
        }
        assertFalse(found.isEmpty(), printed.out());
    }

    private static String last(Printed printed) {
        return printed.out().lines().reduce("", (before, line) -> line);
    }

    private Path day() {
        return registry.resolve("queue/20260131F.cq4");
    }

    private void overwrite(String text, int from, byte... bytes) throws IOException {
        int at = Files.readString(day(), StandardCharsets.ISO_8859_1).indexOf(text);
        assertTrue(at > 0, text);
        try (RandomAccessFile raw = new RandomAccessFile(day().toFile(), "rw")) {
            raw.seek(at + from);
            raw.write(bytes);
        }
    }

    @Test
    void aSoundRegistryIsOkInEveryLine() {
        Printed printed = doctor();
        assertEquals(0, printed.code(), printed.out());
        List<String> lines = printed.out().lines().toList();
        if (!isInPublic(registry)) {
            assertEquals("all ok; next: nothing has to be done", last(printed));
            assertTrue(lines.subList(0, lines.size() - 1).stream().allMatch(line -> line.startsWith("ok   ", 11)));
        }
        assertTrue(lines.size() <= 24, "one screen");
        assertTrue(printed.out().contains("last event #10 of 2026-01-31T12:06:30Z"), printed.out());
        assertTrue(printed.out().contains("chronicle-queue 20"), printed.out());
        Printed coloured = Prompt.onDisk().inColour().run("doctor", "-d", registry.toString());
        assertTrue(coloured.out().contains("\u001b[32mok"), coloured.out());
    }

    @Test
    void everythingIsToldToProgramsToo() throws IOException {
        Files.setPosixFilePermissions(registry, PosixFilePermissions.fromString("rwxr-xr-x"));
        JsonNode document = JSON.readTree(doctor("-o", "json").out());
        assertEquals("pod-registry/doctor/1", document.path("schema").asText());
        assertEquals("warn", document.path("verdict").asText());
        assertEquals(0, document.path("exitCode").asInt(-1));
        assertEquals(registry.toString(), document.path("directory").asText());
        assertTrue(document.path("next").asText().contains("chmod"), document.toString());
        List<String> subjects = new ArrayList<>();
        for (JsonNode finding : document.path("findings")) {
            subjects.add(finding.path("subject").asText());
            assertEquals("pod-registry/finding/1", finding.path("schema").asText());
            assertTrue(List.of("ok", "warn").contains(finding.path("verdict").asText()), finding.toString());
            assertTrue(finding.has("text") && finding.has("advice"), finding.toString());
            assertTrue(finding.path("facts").isObject(), finding.toString());
        }
        assertEquals(
                "java versions processes directory disk durability lock log clock snapshots quarantine sizes pods",
                String.join(" ", subjects));
        JsonNode log = document.path("findings").get(subjects.indexOf("log")).path("facts");
        assertEquals(10, log.path("sequence").asLong());
        assertEquals("SOUND", log.path("condition").asText());
        assertTrue(log.path("defect").isNull());
        JsonNode place =
                document.path("findings").get(subjects.indexOf("directory")).path("facts");
        assertEquals("rwxr-xr-x", place.path("permissions").asText());

        List<String> lines = doctor("-o", "ndjson").out().lines().toList();
        assertEquals(subjects.size() + 1, lines.size());
        JsonNode sum = JSON.readTree(lines.get(lines.size() - 1));
        assertEquals("pod-registry/doctor/1", sum.path("schema").asText());
        assertEquals(document.path("next"), sum.path("next"));
        assertFalse(sum.has("findings"));
    }

    @Test
    void nothingChangesWhateverTheStateIs() throws IOException {
        overwrite("docs-writer", 0, (byte) 'D');
        Files.createDirectory(registry.resolve("snapshots"));
        Files.writeString(registry.resolve("snapshots/snapshot-00000000000000000003.json"), "rubbish");
        Map<String, String> before = DiskTest.everything(temporary);
        assertEquals(65, doctor().code());
        assertEquals(65, doctor("-o", "json").code());
        assertEquals(before, DiskTest.everything(temporary));
    }

    @Test
    void aMissingRegistryIsToldAndThePlaceLookedAt() throws IOException {
        Path file = Files.writeString(temporary.resolve("file"), "x");
        Map<String, String> before = DiskTest.everything(temporary);
        registry = temporary.resolve("nowhere/at/all");
        says(66, "log", "FAIL", "there is no registry in " + registry, "next: log: check --dir");
        says(66, "directory", "warn", "is not there");
        says(66, "disk", "ok  ", " free");
        registry = file;
        says(66, "directory", "FAIL", "is not a directory");
        registry = Files.createDirectory(temporary.resolve("empty"));
        before.put(registry.toString(), DiskTest.everything(registry).get(registry.toString()));
        before.put(temporary.toString(), DiskTest.everything(temporary).get(temporary.toString()));
        says(66, "log", "FAIL", "there is no registry");
        assertEquals(before, DiskTest.everything(temporary));
    }

    @Test
    void whatCannotBeLookedAtIsAFinding() {
        registry = day().resolve("below/a/file");
        says(1, "directory", "FAIL", "cannot be looked at: ");
    }

    @Test
    void permissionsThatLetOthersReadAreAWarning() throws IOException {
        Files.setPosixFilePermissions(registry, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setPosixFilePermissions(day(), PosixFilePermissions.fromString("rw-r--r--"));
        says(
                0,
                "directory",
                "warn",
                ", 0750; not 0700; queue/20260131F.cq4 is not 0600",
                "others can read the events there, but not write: chmod -R u=rwX,go= " + registry);
    }

    /** It was said of them that whoever can write can grant anything, though nobody could. */
    @ParameterizedTest
    @CsvSource({
        "rwxr-xr-x, 'others can read the names there, but can neither read the events nor write'",
        "rwx--x--x, 'others can look in, but can neither read the events nor write'",
        "r-x------, 'its owner needs other rights, and nobody else has any'"
    })
    void whatOthersCanDoIsSaidAsItIs(String permissions, String said) throws IOException {
        Files.setPosixFilePermissions(registry, PosixFilePermissions.fromString(permissions));
        says(0, "directory", "warn", "not 0700", said + ": chmod -R u=rwX,go= " + registry);
    }

    @Test
    void aDirectoryThatAloneKeepsOthersOutIsNamed() throws IOException {
        Files.setPosixFilePermissions(day(), PosixFilePermissions.fromString("rw-r--r--"));
        says(
                0,
                "directory",
                "warn",
                "is not 0600",
                "nothing but the directory itself keeps others from reading it: chmod -R u=rwX,go= " + registry);
    }

    @Test
    void whatIsRefusedForWritingIsAFailure() throws IOException {
        Files.setPosixFilePermissions(day(), PosixFilePermissions.fromString("rw-rw-rw-"));
        says(
                1,
                "directory",
                "FAIL",
                "opening it for writing is refused: " + day() + " has mode 0666, so that others can write to it",
                "chmod -R u=rwX,go= " + registry);
        Files.move(day(), temporary.resolve("away"));
        Files.createSymbolicLink(day(), temporary.resolve("away"));
        assertTrue(doctor().out().contains("FAIL opening it for writing is refused: " + day() + " is a link"));
    }

    /** The disk was said to refuse it, chmod was advised, which mends nothing, and the log was given the name of a class. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsNoFileInItsPlaceIsCalledThatAlone(boolean link) throws IOException {
        Path away = temporary.resolve("away");
        Files.move(day(), away);
        if (link) {
            Files.createSymbolicLink(day(), away);
        } else {
            Files.createDirectory(day());
        }
        says(1, "directory", "FAIL", day() + " is a ", "find out who put it there, and take it away");
        says(1, "log", "FAIL", "cannot be looked at: " + day() + " is a ");
        String out = doctor().out();
        for (String wrong : List.of("chmod", "dmesg", "Exception")) {
            assertFalse(out.contains(wrong), out);
        }
    }

    @Test
    void aRegistryInTheTreeThatPodsWorkOnIsAWarning() {
        try (PodRegistry pods = PodRegistry.open(registry, RegistryOptions.defaults())) {
            pods.register(RegisterRequest.pod("beside").write(temporary + "/elsewhere"))
                    .orElseThrow();
        }
        assertFalse(doctor().out().contains("in the tree"), doctor().out());
        try (PodRegistry pods = PodRegistry.open(registry, RegistryOptions.defaults())) {
            pods.register(RegisterRequest.pod("inside").write(registry + "/queue"))
                    .orElseThrow();
        }
        says(0, "directory", "warn", "in the tree that the pods work on: inside may write " + registry + "/queue");
        assertFalse(doctor().out().contains("and so may"), doctor().out());
    }

    @Test
    void aPlaceWhereAnybodyMakesFilesIsAWarning() throws IOException {
        Path open = Files.createTempDirectory(Path.of("/tmp"), "pod-registry-test");
        try {
            registry = open.resolve("registry");
            Files.createDirectory(
                    registry, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            says(66, "directory", "warn", "in a directory where anybody makes files");
            assertTrue(doctor().out().contains("-> move it to a place of its own, such as /var/lib/pods"));
        } finally {
            Files.delete(registry);
            Files.delete(open);
        }
    }

    @Test
    void damageIsAFailure() throws IOException {
        overwrite("docs-writer", 0, (byte) 'D');
        says(
                65,
                "log",
                "FAIL",
                "last event #6 ",
                "behind it damage: event 7 in 20260131F.cq4",
                "next: log: stop writing");
    }

    @Test
    void aTornEndAndWhatBecomesOfItAreWarnings() throws IOException {
        registry = temporary.resolve("unsynced");
        tell(Durability.PAGE_CACHE, Story.NOON);
        overwrite("{\"schema\":1,\"sequence\":8,", -14, new byte[40]);
        says(
                0,
                "log",
                "warn",
                "last event #7 ",
                "not as its writers left it: event 8",
                "next: log: copy the directory, then let a pod open it");
        ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT, LogPosition.START)
                .close();
        says(0, "log", "ok  ", "last event #7 ");
        says(0, "quarantine", "warn", "event 8 is lost", "with 2 readable events", "read its dropped.ndjson");
    }

    @Test
    void anInterruptedRecoveryIsAWarning() throws IOException {
        Files.createDirectory(
                registry.resolve("rebuild"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        says(0, "log", "warn", "a recovery was interrupted", "repair --apply");
        assertEquals(
                0,
                Prompt.onDisk()
                        .run("repair", "--apply", "-d", registry.toString())
                        .code());
        says(0, "log", "ok  ", "last event #10 ");
    }

    @Test
    void snapshotsAreToldWithWhatIsWrongWithThem() throws IOException {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE);
        SnapshotFiles files = SnapshotFiles.in(registry, warning -> {});
        try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
            LogPosition end = log.catchUp(event -> {});
            files.save(snapshot(new Bookmark(end, log.hint())));
            says(0, "snapshots", "ok  ", "#10, ", "valid, and the log leads to it");
            files.save(snapshot(new Bookmark(new LogPosition(9, Hash.GENESIS.next(new byte[1])), log.hint())));
        }
        Files.writeString(registry.resolve("snapshots/snapshot-00000000000000000008.json"), "{}");
        Files.setPosixFilePermissions(
                registry.resolve("snapshots/snapshot-00000000000000000008.json"),
                PosixFilePermissions.fromString("rw-------"));
        says(
                0,
                "snapshots",
                "warn",
                "#9, ",
                "valid, but the log does not lead to it",
                "#8, 2 bytes, not valid: its SHA-256",
                "2 warnings; next: snapshots: it is of another log");
        says(0, "snapshots", "ok  ", "#10, ");
        SnapshotFiles.in(registry, warning -> {})
                .save(snapshot(new Bookmark(new LogPosition(11, Hash.GENESIS.next(new byte[1])), 0)));
        says(65, "log", "FAIL", "event 11 in ", "the snapshot of #11 in ", "move it away");
        says(65, "snapshots", "warn", "#11, ", "valid, but the log ends before it");
    }

    private static Snapshot snapshot(Bookmark bookmark) {
        return new Snapshot(bookmark, new TableSnapshot(bookmark.position().sequence(), false, List.of(), List.of()));
    }

    @Test
    void aClockBehindTheLogIsAWarning() {
        Instant later = Instant.now().plus(Duration.ofHours(30));
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> later);
        try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
            append(log, () -> {});
        }
        says(0, "clock", "warn", "stamped 1 d 5 h later", "set whichever clock is wrong");
        String local = doctor("--local").out();
        assertTrue(local.matches("(?s).*it says [-0-9]+T[:0-9]+\\+05:30, and the last event.*"), local);
    }

    private static void append(ChronicleLog log, Runnable first) {
        log.transact(new Origin(new Actor("test"), CommandId.random()), event -> {}, () -> {
            first.run();
            return new Proposal<>(List.of(new Event.Released(new PodName("pod"))), "");
        });
    }

    /** A process that has the lock until it is killed. */
    static final class LockHolding {

        private LockHolding() {}

        public static void main(String[] arguments) {
            try (ChronicleLog log =
                    ChronicleLog.open(Path.of(arguments[0]), ChronicleLogOptions.DEFAULT, LogPosition.START)) {
                append(log, () -> {
                    System.out.println("held");
                    try {
                        Thread.sleep(Long.MAX_VALUE);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
            }
        }
    }

    private Running holder() throws Exception {
        Running holder = Running.start(
                temporary,
                Map.of(),
                ChildJvm.command(ChildJvm.flags(), LockHolding.class, registry).command());
        while (!holder.out().startsWith("held")) {
            assertTrue(holder.process().isAlive());
            Thread.sleep(10);
        }
        return holder;
    }

    @Test
    void aHolderOfTheLockIsNamedAndOneThatIsStoppedIsAFailure() throws Exception {
        try (Running holder = holder()) {
            String pid = Long.toString(holder.process().pid());
            says(0, "lock", "ok  ", "held by pid " + pid + " for ");
            Checkup late = Checkup.of(
                    registry, LogDoctor.of(registry), () -> Instant.now().plusSeconds(65));
            Finding warning = finding(late, "lock");
            assertEquals(Verdict.WARN, warning.verdict());
            assertTrue(warning.text().contains(" for 1 min "), warning.text());
            signal("STOP", pid);
            while (doctor().code() == 0) {
                Thread.sleep(10);
            }
            says(1, "lock", "FAIL", "that process is stopped", "next: lock: kill -CONT " + pid);
            signal("CONT", pid);
        }
        says(0, "lock", "ok  ", "free");
    }

    private static void signal(String name, String pid) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, pid).start().waitFor());
    }

    private Checkup mounted(String rest) throws IOException {
        Path proc = Files.createDirectories(temporary.resolve("proc"));
        Files.createDirectories(proc.resolve("self"));
        Files.writeString(proc.resolve("self/mountinfo"), "1 0 0:1 / / " + rest + "\n");
        return Checkup.of(registry, LogDoctor.of(registry, proc), InstantSource.system());
    }

    @Test
    void disksThatCannotCarryARegistryAreFailures() throws IOException {
        Checkup network = mounted("rw - nfs4 host:/export rw");
        assertEquals(Verdict.FAIL, finding(network, "disk").verdict());
        assertTrue(finding(network, "disk").text().contains("a network file system"));
        assertEquals(ExitCode.NEGATIVE, network.exitCode());
        assertEquals("disk: put the registry on a local disk", network.next());
        assertEquals(
                Verdict.FAIL, finding(mounted("ro - ext4 /dev/a ro"), "disk").verdict());
        Checkup unknown = mounted("rw - fuse.bindfs /a rw");
        assertEquals(Verdict.WARN, finding(unknown, "disk").verdict());
        assertTrue(finding(unknown, "disk").text().contains("fuse.bindfs at /, "));
        assertTrue(finding(unknown, "disk").text().contains("--accept-file-system"));
        Checkup memory = mounted("rw - tmpfs none rw");
        assertEquals(Verdict.WARN, finding(memory, "disk").verdict());
        assertTrue(finding(memory, "disk").text().contains("in memory"));
        assertEquals(Verdict.WARN, finding(memory, "lock").verdict());
        assertTrue(finding(memory, "lock").text().startsWith("the system does not tell who has it"));
        assertEquals(Verdict.WARN, finding(memory, "processes").verdict());
        assertEquals(ExitCode.OK, memory.exitCode());
    }

    /** On a disk that cannot carry it, either. */
    @Test
    void ofSeveralFailuresTheGravestCounts() throws IOException {
        overwrite("docs-writer", 0, (byte) 'D');
        Checkup damaged = mounted("rw - nfs4 host:/export rw");
        assertEquals(ExitCode.DAMAGED, damaged.exitCode());
        assertTrue(damaged.next().startsWith("log: "), damaged.next());
        registry = temporary.resolve("nowhere");
        Checkup missing = mounted("rw - nfs4 host:/export rw");
        assertEquals(Verdict.FAIL, finding(missing, "disk").verdict());
        assertEquals(ExitCode.NO_LOG, missing.exitCode());
        assertTrue(missing.next().startsWith("log: check --dir"), missing.next());
    }

    /** With pids of another namespace nobody is ever said to be dead, so that dead pods stay. */
    @Test
    void aProcOfAnotherPidNamespaceIsAWarning() throws IOException {
        mounted("rw - ext4 /dev/a rw");
        Path proc = temporary.resolve("proc");
        Files.createDirectories(proc.resolve("sys/kernel/random"));
        Files.writeString(proc.resolve("sys/kernel/random/boot_id"), "11111111-1111-1111-1111-111111111111\n");
        Files.createDirectories(proc.resolve("self/ns"));
        Files.createSymbolicLink(proc.resolve("self/ns/pid"), Path.of("pid:[7]"));
        Files.writeString(proc.resolve("self/stat"), "1 (java) S\n");
        String mounts = Files.readString(proc.resolve("self/mountinfo"));
        Files.writeString(proc.resolve("self/mountinfo"), mounts + "2 1 0:2 / " + proc + " rw - proc proc rw\n");
        Files.writeString(proc.resolve("self/status"), "NSpid:\t5\n");
        LogDoctor doctor = LogDoctor.of(registry, proc);
        assertEquals(
                Verdict.OK,
                finding(Checkup.of(registry, doctor, InstantSource.system()), "processes")
                        .verdict());
        Files.writeString(proc.resolve("self/status"), "NSpid:\t77\t5\n");
        Finding outer = finding(Checkup.of(registry, doctor, InstantSource.system()), "processes");
        assertEquals(Verdict.WARN, outer.verdict());
        assertTrue(outer.text().contains("no process is said to have died"), outer.text());
    }

    @Test
    void tooLittleRoomIsAFailureAndTooLittleForSnapshotsAWarning() {
        long needed = 1 << 20;
        Map<Long, Verdict> expected = Map.of(
                needed - 1,
                Verdict.FAIL,
                needed,
                Verdict.WARN,
                needed + SnapshotFiles.LEFT_TO_THE_LOG - 1,
                Verdict.WARN,
                needed + SnapshotFiles.LEFT_TO_THE_LOG,
                Verdict.OK);
        expected.forEach((free, verdict) -> assertEquals(
                verdict,
                PlaceExam.judge(new Disk("ext4", Path.of("/"), false, false, true, false, free, needed))
                        .verdict()));
    }

    /** Another one with the same directories below it looks as good, and shows other files. */
    @Test
    void anOverlayIsNotedAsAViewThatAllHaveToShare() {
        for (String type : List.of("overlay", "ext4")) {
            Finding finding =
                    PlaceExam.judge(new Disk(type, Path.of("/"), false, false, true, false, Long.MAX_VALUE, 0));
            assertEquals(Verdict.OK, finding.verdict());
            assertEquals(type.equals("overlay"), finding.text().contains("by this mount"), finding.text());
        }
    }

    @Test
    void theKindOfIdentityIsTheOneThatIsRecorded() {
        Path other = temporary.resolve("other");
        String recorded;
        try (PodRegistry pods = PodRegistry.open(other, RegistryOptions.defaults())) {
            pods.register(RegisterRequest.pod("pod").write("/srv/a")).orElseThrow();
            recorded = pods.view().allocations().get(0).process().getClass().getSimpleName();
        }
        assertEquals(recorded, LogDoctor.of(other).processes().kind());
    }

    @Test
    void hostileNamesAreShownAsEscapes() throws IOException {
        Path hostile = temporary.resolve("reg\u202Eistry\u001b[31m");
        Files.move(registry, hostile);
        registry = hostile;
        Files.createFile(registry.resolve("queue/\u0007bell"));
        for (String format : List.of("table", "json", "ndjson")) {
            String out = doctor("-o", format).out();
            assertTrue(out.chars().noneMatch(c -> c == 0x202E || c == 0x1b || c == 7), out);
        }
        assertTrue(doctor().out().contains("reg\\u{202E}istry\\u{001B}[31m"));
    }

    @Test
    void manyOfAKindAreToldInShort() throws IOException {
        for (int i = 1; i <= 9; i++) {
            Files.createDirectories(registry.resolve("quarantine/2026013" + i + "T000000.000000Z-1"));
        }
        Printed printed = doctor();
        assertEquals(
                4,
                printed.out()
                        .lines()
                        .filter(line -> line.startsWith("quarantine "))
                        .count());
        assertTrue(printed.out().contains("quarantine: 5 more; -o json tells all of them"), printed.out());
        assertEquals(9, count(doctor("-o", "ndjson").out(), "\"subject\":\"quarantine\""));
    }

    private static long count(String text, String part) {
        return text.lines().filter(line -> line.contains(part)).count();
    }

    @Test
    void timesAreLocalWhereThatIsAskedFor() {
        Prompt prompt = Prompt.onDisk().with(RegistryOption.VARIABLE, registry.toString());
        String local = prompt.run("doctor", "--local").out();
        assertTrue(local.matches("(?s).*of [-0-9]+T[:0-9]+\\+05:30.*it says [-0-9]+T[:0-9]+\\+05:30.*"), local);
        assertTrue(local.matches("(?s).*the last to have it was pid \\d+, from [-0-9]+T[:0-9]+\\+05:30.*"), local);
        assertFalse(local.matches("(?s).*T[:.0-9]+Z.*"), local);
        assertFalse(prompt.run("doctor").out().contains("+05:30"));
    }

    /** What is advised is pasted into a shell, which takes spaces, dollars and quotes for its own. */
    @ParameterizedTest
    @ValueSource(strings = {"my pods", "it's", "$(touch gone)", "a;b", "-x", "*", "~", "b\\s"})
    void theNameOfTheDirectoryIsOneWordToTheShellThatItIsPastedInto(String name) throws Exception {
        Path odd = Files.createDirectory(temporary.resolve(name));
        Files.setPosixFilePermissions(odd, PosixFilePermissions.fromString("rwxr-xr-x"));
        Printed printed = Prompt.onDisk().run("doctor", "--dir", odd.toString());
        String advice = printed.out()
                .lines()
                .filter(line -> line.contains("-> ") && line.contains("chmod -R"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(printed.out()));
        String command = advice.substring(advice.indexOf("chmod -R"));
        String args = command.replaceFirst("chmod -R u=rwX,go= ", "printf '%s|' ");
        assertEquals(new Printed(0, odd + "|", ""), Running.run(temporary, Map.of(), List.of("sh", "-c", args)));
    }

    /** Run as printed; what only bash takes is run by {@code PastedCommandBash}. */
    @ParameterizedTest
    @ValueSource(strings = {"q d'x $(id)", "b\\s '\\n"})
    void theCommandOfARefusalClosesTheDirectoryAsItIsPrinted(String name) throws Exception {
        Path odd = Files.createDirectories(temporary.toRealPath().resolve(name)).resolve("reg");
        Files.move(registry, odd);
        PastedCommandBash.assertCloses("sh", temporary, odd);
    }

    /** The library writes the word and the tool prints it: where they disagreed, it was escaped once more. */
    @Test
    void nothingOfAWordForTheShellIsEscapedAgain() {
        for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
            String word = ShellWord.of("/a" + Character.toString(c));
            assertEquals(word, Printable.line(word));
        }
    }

    @Test
    void whatCannotBeSeenIsEscapedForTheShell() {
        assertEquals("'/srv/né b'", ShellWord.of("/srv/né b"));
        assertEquals(
                "$'/srv/it\\'s\\342\\200\\256\\343\\205\\244\\363\\240\\204\\200'",
                ShellWord.of("/srv/it's\u202e\u3164\udb40\udd00"));
    }
}
