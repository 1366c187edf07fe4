package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DiskSpaceTest {

    @Test
    void aDiskThatIsNearlyFullIsNotWrittenTo() throws Exception {
        DiskSpace space = new DiskSpace(Path.of("/registry"), DiskSpace.RESERVE, () -> DiskSpace.RESERVE + 100);
        space.require(100);
        IOException refused = assertThrows(IOException.class, () -> space.require(101));
        assertEquals("the disk of /registry has 1048676 bytes left, and 1048677 are needed", refused.getMessage());
    }

    @Test
    void theDiskOfThisBuildHasSpace(@TempDir Path directory) throws Exception {
        DiskSpace.of(directory, DiskSpace.RESERVE).require(1);
    }
}
