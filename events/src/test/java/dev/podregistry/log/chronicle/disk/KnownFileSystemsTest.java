package dev.podregistry.log.chronicle.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.LogRepair;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On which file systems a registry may be. */
final class KnownFileSystemsTest {

    private static final Path PLACE = Path.of("/somewhere");

    @TempDir
    Path temporary;

    private static LogUnavailableException refused(String type) {
        return assertThrows(
                LogUnavailableException.class,
                () -> KnownFileSystems.require(PLACE, PLACE, path -> type, Set.of("fuse.another")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "CIFS", "ceph"})
    void aNetworkFileSystemIsRefusedWithTheReason(String type) {
        assertEquals(Reason.UNSUITABLE, refused(type).reason());
        String message = refused(type).getMessage();
        assertTrue(message.startsWith("/somewhere is on a network file system ("), message);
    }

    /** Through two views of one directory, both made with bindfs, both processes held one path and an event vanished. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "fuse.bindfs",
                "fuse",
                "fuseblk",
                "FUSE.vmhgfs-fuse",
                "fuse.grpcfuse",
                "fakeowner",
                "virtiofs",
                "vboxsf",
                "vmhgfs",
                "prl_fs",
                "exfat",
                "vfat",
                "ecryptfs",
                "something new"
            })
    void anotherIsRefusedUntilItIsAccepted(String type) {
        String message = refused(type).getMessage();
        assertTrue(message.contains("it is not known that all who open a file there share its locks"), message);
        String lower = type.toLowerCase(java.util.Locale.ROOT);
        assertTrue(message.contains("RegistryOptions.acceptFileSystem(\"" + lower + "\")"), message);
        KnownFileSystems.require(PLACE, PLACE, path -> type, Set.of("fuse.another", lower));
    }

    /** To accept {@code fuse} was to accept the file systems of all programs that the system does not tell apart. */
    @ParameterizedTest
    @CsvSource({
        "fuse, /srv/below, fuse:/srv/below",
        "fuseblk, /dev/sdb1, fuseblk:/dev/sdb1",
        "fuse.bindfs, /srv/below, fuse.bindfs",
        "ext4, /dev/sda1, ext4"
    })
    void aTypeOfManyProgramsIsTakenWithItsSource(String type, String source, String name) {
        assertEquals(name, KnownFileSystems.fullName(type, source));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "f2fs", "NTFS", "bcachefs"})
    void aLocalDiskIsTaken(String type) {
        KnownFileSystems.require(PLACE, PLACE, path -> type, Set.of());
    }

    @Test
    void theDiskOfThisBuildIsTaken() {
        KnownFileSystems.require(temporary, temporary, KnownFileSystems.Types.SYSTEM, Set.of());
    }

    private ChronicleLog open(ChronicleLogOptions options, KnownFileSystems.Types types) {
        return Logs.open(directory(), options, LogPosition.START, new Drive(Fsync.SYSTEM, 0, types));
    }

    private Path directory() {
        return temporary.resolve("to/registry");
    }

    /** That the check is right helps nobody unless opening a log asks for it, before there is anything to lock or map. */
    @Test
    void aRefusalLeavesNothingBehind() {
        for (String type : new String[] {"nfs4", "fuse.bindfs"}) {
            LogUnavailableException refused =
                    assertThrows(LogUnavailableException.class, () -> open(ChronicleLogOptions.DEFAULT, path -> type));
            assertEquals(Reason.UNSUITABLE, refused.reason());
            assertTrue(refused.getMessage().startsWith(directory() + " is on a "), refused.getMessage());
            assertFalse(Files.exists(directory().getParent()));
        }
    }

    @Test
    void whatIsAcceptedIsOpenedAndMended() {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT.acceptFileSystem("Fuse.Bindfs");
        try (ChronicleLog log = open(options, path -> "fuse.bindfs")) {
            Logs.append(log, "a");
        }
        assertEquals("a", Logs.read(directory()).pods().get(0));
        LogRepair.run(directory(), Duration.ofSeconds(5), options.acceptedFileSystems());
    }

    /** In a chroot the JDK says "Mount point not found", and the directory was left behind, empty. */
    @Test
    void whereTheTypeIsNotToldItIsOpened() {
        try (ChronicleLog log = open(ChronicleLogOptions.DEFAULT, path -> {
            throw new IOException("Mount point not found");
        })) {
            Logs.append(log, "a");
        }
        assertEquals("a", Logs.read(directory()).pods().get(0));
    }
}
