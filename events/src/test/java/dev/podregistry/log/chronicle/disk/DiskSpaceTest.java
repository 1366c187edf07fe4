package dev.podregistry.log.chronicle.disk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /** Names, and pages that a file system writes to a new place, cannot be secured; that is what the reserve is for. */
    @Test
    void aLogLeavesTheReserveToOthers(@TempDir Path directory) throws Exception {
        assertEquals(1 << 20, Drive.SYSTEM.reserve());
        Drive full = new Drive(Fsync.SYSTEM, Long.MAX_VALUE >> 1);
        Path fresh = directory.resolve("fresh");
        LogUnavailableException unavailable = assertThrows(
                LogUnavailableException.class,
                () -> Logs.open(fresh, ChronicleLogOptions.DEFAULT, LogPosition.START, full));
        assertTrue(unavailable.getMessage().contains(" bytes left, and "), unavailable.getMessage());
        assertFalse(Files.exists(fresh.resolve("queue")));

        Path registry = directory.resolve("registry");
        try (ChronicleLog log = Logs.open(registry)) {
            Logs.append(log, "a");
        }
        try (ChronicleLog log = Logs.open(registry, ChronicleLogOptions.DEFAULT, LogPosition.START, full)) {
            Transcript seen = new Transcript(LogPosition.START);
            AppendFailedException refused =
                    assertThrows(AppendFailedException.class, () -> Logs.register(log, seen, "b"));
            assertEquals(Outcome.REFUSED, refused.outcome());
            assertTrue(refused.getMessage().matches("nothing was appended: the disk of .* bytes left, and .*"));
            assertEquals(List.of("a"), seen.pods());
            Logs.append(log, seen, "released");
        }
        assertEquals(List.of("a", "released"), Logs.read(registry).pods());
    }

    @Test
    void theDiskOfThisBuildHasSpace(@TempDir Path directory) throws Exception {
        DiskSpace.of(directory, DiskSpace.RESERVE).require(1);
    }
}
