package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.Recorded;
import dev.podregistry.model.Durability;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every event says what its writer knew to be on the disk, never more. */
@Timeout(600)
final class SyncedTest {

    @TempDir
    Path directory;

    private List<Long> synced() {
        return Logs.read(directory).recorded().stream().map(Recorded::synced).toList();
    }

    @Test
    void whatThisHandleHasSynced() {
        try (ChronicleLog log = Logs.open(directory, Durability.SYNC)) {
            Logs.append(log, "a");
            Logs.append(log, "b", "c");
            Logs.append(log, "d");
        }
        assertEquals(List.of(0L, 1L, 1L, 3L), synced());
    }

    @Test
    void whatOthersSaidTheyHadSynced() {
        try (ChronicleLog careful = Logs.open(directory, Durability.SYNC);
                ChronicleLog careless = Logs.open(directory)) {
            Logs.append(careless, "a");
            Logs.append(careful, "b");
            Logs.append(careless, "c");
            Logs.append(careful, "d");
            Logs.append(careless, "e");
            Logs.append(careless, "f");
        }
        // The careless one has put the first event on the disk all the same, as it has marked the log.
        assertEquals(List.of(0L, 0L, 1L, 2L, 2L, 2L), synced());
    }
}
