package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A registry is opened for writing only where all that is in it is a file itself, its owner's, and closed to others. */
@Timeout(600)
@EnabledOnOs(OS.LINUX)
final class EntranceTest {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path temporary;

    private Path directory;

    @BeforeEach
    void write() throws IOException {
        directory = temporary.toRealPath().resolve("registry");
        Visitor.write(directory, NOON.minus(Duration.ofDays(1)));
        Visitor.write(directory, NOON);
        Files.createDirectory(directory.resolve("quarantine"), folder());
    }

    private static java.nio.file.attribute.FileAttribute<?> folder() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    private void refused(Path named, String... words) throws IOException {
        String before = everything();
        LogUnavailableException open =
                assertThrows(LogUnavailableException.class, () -> Visitor.write(directory, NOON));
        LogUnavailableException repair =
                assertThrows(LogUnavailableException.class, () -> LogRepair.run(directory, Duration.ofSeconds(5)));
        for (LogUnavailableException refused : List.of(open, repair)) {
            assertEquals(Reason.UNSUITABLE, refused.reason(), refused.getMessage());
            assertTrue(refused.getMessage().startsWith(named + " "), refused.getMessage());
            for (String word : words) {
                assertTrue(refused.getMessage().contains(word), refused.getMessage());
            }
        }
        assertEquals(before, everything(), "nothing was changed");
    }

    /** The lock was in this directory, and the events went to the one by whose name it is shown. */
    @Test
    void aDirectoryWhoseNameIsNoTextIsRefused() throws Exception {
        String move = "mkdir odd && mv registry odd/\"$(printf 'r\\377')\"";
        assertEquals(
                0,
                new ProcessBuilder("sh", "-c", move)
                        .directory(temporary.toFile())
                        .start()
                        .waitFor());
        try (Stream<Path> odd = Files.list(temporary.toRealPath().resolve("odd"))) {
            directory = odd.findFirst().orElseThrow();
        }
        refused(directory, "has a name whose bytes are not text in the encoding of this JVM; ");
    }

    private void unreadable(Path named) {
        LogUnavailableException read = assertThrows(LogUnavailableException.class, () -> Logs.read(directory));
        assertTrue(read.getMessage().startsWith(named + " "), read.getMessage());
        assertThrows(LogUnavailableException.class, () -> LogRepair.plan(directory));
        assertTrue(examined(), "the doctor answers");
    }

    private boolean examined() {
        LogDoctor doctor = LogDoctor.of(directory);
        for (Look look : List.<Look>of(doctor::place, doctor::lock, doctor::log, doctor::sync, doctor::sizes)) {
            try {
                look.look();
            } catch (IOException | RuntimeException e) {
                // What it cannot look at is a finding.
            }
        }
        return true;
    }

    private interface Look {
        Object look() throws IOException;
    }

    private String everything() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(temporary)) {
            for (Path file : files.sorted().toList()) {
                all.append(file).append(' ');
                all.append(Files.readAttributes(file, "unix:mode,uid,gid,ino,size,ctime", LinkOption.NOFOLLOW_LINKS));
                all.append('\n');
            }
        }
        return all.toString();
    }

    /** Through {@code lock -> victim's file}, 64 bytes of the victim's were overwritten. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock",
                "manifest.json",
                "queue",
                "queue/metadata.cq4t",
                "queue/20260130F.cq4",
                "queue/20260131F.cq4",
                "quarantine",
                "rebuild"
            })
    void aLinkIsNeverFollowed(String name) throws Exception {
        Path file = directory.resolve(name);
        Path victim = temporary.resolve("victim");
        if (Files.exists(file)) {
            Files.move(file, victim);
        } else {
            Files.createDirectory(victim);
        }
        for (Path target : List.of(victim, temporary.resolve("nowhere"))) {
            Files.createSymbolicLink(file, target);
            refused(file, "is a link", "no link is followed");
            unreadable(file);
            Files.delete(file);
        }
        Files.move(victim, file);
        Visitor.write(directory, NOON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lock",
                "manifest.json",
                "queue",
                "queue/metadata.cq4t",
                "queue/20260130F.cq4",
                "queue/20260131F.cq4",
                "rebuild"
            })
    void whatIsNoFileOrNoDirectoryIsNotWaitedFor(String name) throws Exception {
        Path file = directory.resolve(name);
        boolean folder = !name.contains(".") && !name.equals("lock");
        if (Files.exists(file)) {
            Files.move(file, temporary.resolve("kept"));
        }
        assertEquals(0, AnotherUser.run("mkfifo", "-m", "600", file.toString()));
        refused(file, "is a pipe, a socket or a device");
        unreadable(file);
        Files.delete(file);
        if (folder) {
            Files.createFile(file);
            refused(file, "is a file, not a directory");
        } else {
            Files.createDirectory(file, folder());
            refused(file, "is a directory, not a file");
        }
        unreadable(file);
    }

    /** Nobody could open, read or examine a registry with such a file: "could not be parsed at index 0". */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "junk.cq4",
                ".cq4",
                "20260130F (copy).cq4",
                "20260131f.cq4",
                "20261399F.cq4",
                "99991231F.cq4",
                "19691231F.cq4",
                "2026013F.cq4"
            })
    void whatIsNamedAfterNoDayIsToldOf(String name) throws Exception {
        Path queue = directory.resolve("queue");
        for (Path from : List.of(temporary.resolve("empty"), queue.resolve("20260131F.cq4"))) {
            Path file = queue.resolve(name);
            if (Files.exists(from)) {
                Files.copy(from, file);
            } else {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
            refused(file, "after no day from 1970 to 2199", "move it away");
            unreadable(file);
            assertTrue(LogDoctor.of(directory).place().refusal().startsWith(file + " is named "));
            assertEquals(2, LogDoctor.of(directory).log().days());
            Files.delete(file);
        }
        Visitor.write(directory, NOON);
    }

    /** Chronicle lists the names again when it begins a file. */
    @Test
    void whoeverHasItOpenGoesOnUntilTheNextDay() throws IOException {
        Instant[] now = {NOON};
        Path file = directory.resolve("queue/junk.cq4");
        try (ChronicleLog log =
                ChronicleLog.open(directory, ChronicleLogOptions.DEFAULT.withClock(() -> now[0]), LogPosition.START)) {
            log.catchUp(event -> {});
            Files.createFile(file);
            Logs.append(log, "same-day");
            now[0] = NOON.plus(Duration.ofDays(1));
            LogUnavailableException refused =
                    assertThrows(LogUnavailableException.class, () -> Logs.append(log, "next-day"));
            assertTrue(refused.getMessage().startsWith(file + " is named "), refused::getMessage);
            Files.delete(file);
            Logs.append(log, "next-day");
        }
        List<String> pods = Logs.read(directory).pods();
        assertEquals(List.of("same-day", "next-day"), pods.subList(2, pods.size()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "lock",
                "manifest.json",
                "queue",
                "queue/metadata.cq4t",
                "queue/20260130F.cq4",
                "queue/20260131F.cq4",
                "quarantine"
            })
    void whatOthersCanWriteToIsRefusedUntilTheCommandThatTheMessageNames(String name) throws Exception {
        Path file = name.isEmpty() ? directory : directory.resolve(name);
        String closed = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        for (String open : List.of("0622", "0620", "0602")) {
            String mode = Files.isDirectory(file) ? open.replace("06", "07") : open;
            AnotherUser.run("chmod", mode, file.toString());
            refused(file, "has mode " + mode + ", so that others can write to it", "run: chmod go-w " + file);
            assertEquals(2, Logs.read(directory).pods().size(), "who only reads may do so");
            assertTrue(LogDoctor.of(directory).place().refusal().startsWith(file + " has mode " + mode));
            AnotherUser.run("chmod", "go-w", file.toString());
            assertEquals(closed, PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        }
        Visitor.write(directory, NOON);
    }

    @Test
    void whatOthersMayReadIsNot() throws Exception {
        assertEquals(0, AnotherUser.run("chmod", "-R", "go+rX", directory.toString()));
        Visitor.write(directory, NOON);
        assertEquals(3, Logs.read(directory).pods().size());
    }

    @Test
    void anotherNameOfTheDirectoryIsOne() throws Exception {
        Path alias = Files.createSymbolicLink(temporary.resolve("alias"), directory);
        Visitor.write(alias, NOON);
        assertEquals(3, Logs.read(alias).pods().size());
        Path dangling = Files.createSymbolicLink(temporary.resolve("dangling"), temporary.resolve("new"));
        assertThrows(LogUnavailableException.class, () -> Visitor.write(dangling, NOON));
        assertFalse(Files.exists(temporary.resolve("new")));
    }

    @Test
    void aPathWithBlanksIsOneWordOfTheCommand() throws Exception {
        Path odd = Files.createDirectory(temporary.resolve("o'd d"), folder());
        AnotherUser.run("chmod", "0777", odd.toString());
        LogUnavailableException refused = assertThrows(LogUnavailableException.class, () -> Visitor.write(odd, NOON));
        String command = refused.getMessage().substring(refused.getMessage().indexOf("chmod"));
        assertEquals(0, AnotherUser.run("sh", "-c", command), command);
        Visitor.write(odd, NOON);
    }

    /** It was opened, and then no event could be put on the disk. */
    @Test
    void whatItsOwnerMayNotReadIsNotOpened() throws Exception {
        AnotherUser user = AnotherUser.in(temporary);
        String expected =
                directory + " has mode 0300, so that this process may not read it, and cannot put the names in it"
                        + " on the disk; run: chmod u+r " + directory;
        if (user == null) {
            AnotherUser.run("chmod", "0300", directory.toString());
            assertEquals(
                    expected,
                    assertThrows(LogUnavailableException.class, () -> Visitor.write(directory, NOON))
                            .getMessage());
            AnotherUser.run("chmod", "0700", directory.toString());
            return;
        }
        AnotherUser.run("chown", "-R", AnotherUser.NUMBER + ":" + AnotherUser.NUMBER, directory.toString());
        AnotherUser.run("chmod", "0300", directory.toString());
        try (ChildJvm service = user.start(Visitor.class, directory, 1, NOON)) {
            assertEquals(expected, service.line());
        }
    }

    /** As somebody else than root: a directory of root's, as every machine has. */
    @Test
    void anotherUsersDirectoryIsRefused() throws Exception {
        AnotherUser user = AnotherUser.in(temporary);
        if (user == null) {
            LogUnavailableException refused = assertThrows(
                    LogUnavailableException.class,
                    () -> ChronicleLog.open(Path.of("/usr"), ChronicleLogOptions.DEFAULT, LogPosition.START));
            assertTrue(refused.getMessage().startsWith("/usr belongs to root "), refused.getMessage());
            assertTrue(Files.isSameFile(makeUnreadable(), directory));
            return;
        }
        AnotherUser.run("chmod", "-R", "a+rX", directory.toString());
        try (ChildJvm writer = user.start(Visitor.class, directory, 1, NOON);
                ChildJvm reader = user.start(Visitor.class, directory, 1, "read")) {
            String refused = writer.line();
            assertTrue(
                    refused.startsWith(directory + " belongs to root (user 0), and this process runs as user 54321"));
            assertEquals("2", reader.line(), "who only reads may do so");
        }
        AnotherUser.run("chmod", "-R", "go=", directory.toString());
        try (ChildJvm reader = user.start(Visitor.class, directory, 1, "read");
                ChildJvm writer = user.start(Visitor.class, directory.resolve("x"), 1, NOON)) {
            String closed = reader.line();
            assertTrue(
                    closed.startsWith("cannot read the registry " + directory + ": this user may not look at "),
                    closed);
            assertTrue(writer.line().contains("this user may not look at "));
        }
    }

    /** Such a directory used to hold "no registry". */
    private Path makeUnreadable() throws IOException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("---------"));
        try {
            LogUnavailableException read = assertThrows(LogUnavailableException.class, () -> Logs.read(directory));
            assertEquals(Reason.IO, read.reason());
            assertTrue(read.getMessage().contains("this user may not look at "), read.getMessage());
        } finally {
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        }
        return directory;
    }

    /** The superuser opened a service's registry once, on a new day, and the service could open it no more. */
    @Test
    void whatTheSuperuserMakesIsTheOwners() throws Exception {
        AnotherUser user = AnotherUser.in(temporary);
        String number =
                Integer.toString(user == null ? (int) Files.getAttribute(directory, "unix:uid") : AnotherUser.NUMBER);
        AnotherUser.run("chown", "-R", number + ":" + number, directory.toString());
        tear();
        Files.delete(directory.resolve("lock"));
        Visitor.write(directory, NOON.plus(Duration.ofDays(1)));
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                assertEquals(number, Files.getAttribute(file, "unix:uid").toString(), file::toString);
                assertFalse(file.toString().endsWith(".new"), file::toString);
            }
        }
        assertTrue(Files.exists(directory.resolve("queue/20260201F.cq4")));
        try (Stream<Path> reports = Files.walk(directory.resolve("quarantine"))) {
            assertTrue(reports.anyMatch(file -> file.endsWith("report.json")));
        }
        if (user != null) {
            try (ChildJvm service = user.start(Visitor.class, directory, 20, NOON)) {
                for (int day = 2; !"done".equals(service.line()); day++) {
                    Visitor.write(directory, NOON.plus(Duration.ofDays(day)));
                    assertEquals("written", service.line());
                }
            }
        }
    }

    private void tear() throws IOException {
        Path day = directory.resolve("queue/20260131F.cq4");
        String text = Files.readString(day, java.nio.charset.StandardCharsets.ISO_8859_1);
        try (java.io.RandomAccessFile file = new java.io.RandomAccessFile(day.toFile(), "rw")) {
            file.seek(text.indexOf("{\"schema\":1,\"sequence\":2,") - 14);
            file.write(new byte[40]);
        }
    }

    @Test
    void whatAStrangerOwnsIsRefused() throws Exception {
        if (AnotherUser.in(temporary) == null) {
            // Nobody but the superuser can give files away; all but the owner is looked at above.
            return;
        }
        for (String name : List.of("lock", "queue", "queue/metadata.cq4t", "queue/20260131F.cq4", "quarantine")) {
            Path file = directory.resolve(name);
            AnotherUser.run("chown", "54321", file.toString());
            refused(file, "belongs to user 54321, and the registry to user 0", "chown 0 " + file);
            AnotherUser.run("chown", "0", file.toString());
        }
        Path alias = Files.createSymbolicLink(temporary.resolve("alias"), directory);
        AnotherUser.run("chown", "-h", "54321", alias.toString());
        LogUnavailableException link = assertThrows(LogUnavailableException.class, () -> Visitor.write(alias, NOON));
        assertTrue(link.getMessage().startsWith(alias + " is a link that belongs to user 54321"), link.getMessage());
        Visitor.write(directory, NOON);
    }
}
