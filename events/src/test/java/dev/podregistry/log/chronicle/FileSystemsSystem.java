package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.Entrance;
import dev.podregistry.log.chronicle.disk.ProcView;
import dev.podregistry.log.chronicle.doctor.Diagnosis;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.model.LogUnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Registries on file systems and in places that take root to make: bindfs, a chroot. */
@Timeout(600)
final class FileSystemsSystem {

    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

    @TempDir
    Path temporary;

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertTrue(process.waitFor(600, TimeUnit.SECONDS));
        assertEquals(0, process.exitValue(), () -> String.join(" ", command) + ": " + said);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private void refusedUntilAccepted(Path registry, String type) {
        LogUnavailableException refused =
                assertThrows(LogUnavailableException.class, () -> Visitor.write(registry, NOON));
        assertTrue(refused.getMessage().contains("acceptFileSystem(\"" + type + "\")"), refused.getMessage());
        ChronicleLogOptions other =
                ChronicleLogOptions.DEFAULT.acceptFileSystem("fuse").acceptFileSystem("fuse.another");
        assertThrows(LogUnavailableException.class, () -> ChronicleLog.open(registry, other, LogPosition.START));
        assertFalse(Files.exists(registry));
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.acceptFileSystem(type);
        for (String pod : List.of("a", "b")) {
            try (ChronicleLog log = ChronicleLog.open(registry, options, LogPosition.START)) {
                Logs.append(log, pod);
            }
        }
        assertEquals(List.of("a", "b"), Logs.read(registry).pods());
        Diagnosis.Disk disk = disk(registry);
        assertFalse(disk.known());
        assertEquals(type, lower(disk.type()));
    }

    private static Diagnosis.Disk disk(Path registry) {
        try {
            return LogDoctor.of(registry).disk();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Through two such views of one directory, two processes held one path and an event vanished. */
    @Test
    void aViewThatAUsersProcessMakesIsRefusedUntilItIsAccepted() throws Exception {
        Path below = Files.createDirectory(temporary.resolve("below"));
        Path view = Files.createDirectory(temporary.resolve("view"));
        run("bindfs", below.toString(), view.toString());
        try {
            // By the version of libfuse the system tells the program or not.
            String type = Files.getFileStore(view).type();
            refusedUntilAccepted(view.resolve("registry"), type.equals("fuse") ? lower("fuse:" + below) : type);
        } finally {
            run("umount", "-l", view.toString());
        }
    }

    /** To accept {@code fuse} was to accept the file systems of all programs that the system does not tell apart. */
    @Test
    void aViewWhoseProgramIsToldIsAcceptedByItsFullName() throws Exception {
        Path below = Files.createDirectory(temporary.resolve("told"));
        Path view = Files.createDirectory(temporary.resolve("tellingView"));
        run("bindfs", "-o", "subtype=bindfs", below.toString(), view.toString());
        try {
            refusedUntilAccepted(view.resolve("registry"), "fuse.bindfs");
        } finally {
            run("umount", "-l", view.toString());
        }
    }

    /** Whoever opened the registry where that is not mounted wrote another log, and the lock kept neither out. */
    @Test
    void nothingMayBeMountedInsideARegistry() throws Exception {
        Path registry = temporary.resolve("registry");
        Visitor.write(registry, NOON);
        Path lock = Files.createFile(temporary.resolve("lock"));
        List<List<String>> mounts = List.of(
                List.of("bindfs", registry + "/queue", registry + "/queue"),
                List.of("mount", "--bind", lock.toString(), registry + "/lock"),
                List.of("mount", "-t", "tmpfs", "none", registry + "/quarantine"),
                List.of("mount", "--bind", registry + "/snapshots", registry + "/snapshots"));
        Files.createDirectories(registry.resolve("quarantine"));
        Files.createDirectories(registry.resolve("snapshots"));
        for (List<String> mount : mounts) {
            String place = mount.get(mount.size() - 1);
            run(mount.toArray(String[]::new));
            try {
                LogUnavailableException refused =
                        assertThrows(LogUnavailableException.class, () -> Visitor.write(registry, NOON), place);
                assertEquals(
                        place
                                + " is mounted there, and whoever opens the registry where it is not finds other files, and"
                                + " writes another log; nothing may be mounted inside a registry: umount " + place,
                        refused.getMessage());
                assertEquals(
                        refused.getMessage(), LogDoctor.of(registry).place().refusal());
                assertThrows(
                        LogUnavailableException.class, () -> LogRepair.run(registry, Duration.ofSeconds(60)), place);
            } finally {
                run("umount", "-l", place);
            }
        }
        Visitor.write(registry, NOON);
        assertEquals(2, Logs.read(registry).pods().size());
    }

    /** There the device of each file has to do. */
    @Test
    void withoutAListOfMountsAnotherDeviceInsideARegistryIsFound() throws Exception {
        Path registry = temporary.resolve("registry");
        Visitor.write(registry, NOON);
        ProcView nothing = new ProcView(temporary.resolve("none"));
        assertEquals(null, Entrance.mounted(registry, nothing));
        run("mount", "-t", "tmpfs", "none", registry + "/queue");
        try {
            assertEquals(registry + "/queue", Entrance.mounted(registry, nothing));
        } finally {
            run("umount", "-l", registry + "/queue");
        }
    }

    /** The JDK finds no mount there: "Mount point not found", and an empty directory was left behind. */
    @Test
    void aRegistryIsOpenedInAChroot() throws Exception {
        Path jail = Files.createDirectory(temporary.resolve("jail"));
        StringBuilder mounts = new StringBuilder("set -e; mount --make-rprivate /; ");
        List<String> needed = new ArrayList<>(List.of("/usr", "/lib", "/lib64", "/bin", "/etc", "/dev", "/proc"));
        needed.add(System.getProperty("java.home"));
        needed.addAll(List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1)));
        for (String place : needed) {
            Path path = Path.of(place).toAbsolutePath();
            if (Files.exists(path)) {
                Path inside = jail.resolve(path.toString().substring(1));
                if (Files.isDirectory(path)) {
                    mounts.append("mkdir -p ").append(inside).append("; ");
                } else {
                    mounts.append("mkdir -p ")
                            .append(inside.getParent())
                            .append("; touch ")
                            .append(inside)
                            .append("; ");
                }
                mounts.append("mount --rbind ")
                        .append(path)
                        .append(' ')
                        .append(inside)
                        .append("; ");
            }
        }
        Files.createDirectories(jail.resolve("tmp"));
        Files.createDirectories(jail.resolve("srv"));
        List<String> child = ChildJvm.command(ChildJvm.flags(), Visitor.class, "/srv/registry", 2, NOON)
                .command();
        List<String> command = new ArrayList<>(List.of("unshare", "-m", "sh", "-c"));
        command.add(mounts + "exec chroot " + jail + " \"$@\"");
        command.add("sh");
        command.addAll(child);
        try (ChildJvm visitor = ChildJvm.start(new ProcessBuilder(command)
                .redirectError(temporary.resolve("errors").toFile()))) {
            String line = visitor.line();
            List<String> rest = visitor.rest();
            String errors = Files.readString(temporary.resolve("errors"));
            assertEquals("written", line, errors);
            assertEquals(List.of("written", "done"), rest, errors);
            assertTrue(errors.contains("the system does not tell what file system /srv/registry is on"), errors);
        }
        assertEquals(2, Logs.read(jail.resolve("srv/registry")).pods().size());
    }
}
