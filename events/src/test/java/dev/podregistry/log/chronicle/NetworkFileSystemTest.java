package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkFileSystemTest {

    private static final Path PLACE = Path.of("/somewhere");

    @ParameterizedTest
    @ValueSource(strings = {"nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "CIFS", "ceph"})
    void isRefusedWithTheReason(String type) {
        LogUnavailableException refused =
                assertThrows(LogUnavailableException.class, () -> NetworkFileSystem.refuse(PLACE, path -> type));
        assertEquals(Reason.UNSUITABLE, refused.reason());
        assertTrue(refused.getMessage().startsWith("/somewhere is on a network file system ("), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs", "btrfs", "zfs", "tmpfs", "overlay", "apfs", "fuseblk", "f2fs", "virtiofs"})
    void isNotSeenInALocalDisk(String type) throws Exception {
        NetworkFileSystem.refuse(PLACE, path -> type);
    }

    @Test
    void theDiskOfThisBuildIsLocal(@TempDir Path directory) throws Exception {
        NetworkFileSystem.refuse(directory, NetworkFileSystem.Types.SYSTEM);
    }

    /** That the check is right helps nobody unless opening a log asks for it, before there is anything to lock or map. */
    @Test
    void aLogIsNotOpenedThere(@TempDir Path directory) throws Exception {
        Path registry = directory.resolve("registry");
        Drive remote = new Drive(Fsync.SYSTEM, 0, path -> "nfs4");
        LogUnavailableException refused = assertThrows(
                LogUnavailableException.class,
                () -> ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT, LogPosition.START, remote));
        assertEquals(Reason.UNSUITABLE, refused.reason());
        assertTrue(refused.getMessage().startsWith(registry + " is on a network file system (nfs4), "));
        try (Stream<Path> files = Files.list(registry)) {
            assertEquals(List.of(), files.toList());
        }
    }
}
