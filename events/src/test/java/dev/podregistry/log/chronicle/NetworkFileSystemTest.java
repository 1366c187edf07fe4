package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.nio.file.Path;
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
        NetworkFileSystem.refuse(directory);
    }
}
