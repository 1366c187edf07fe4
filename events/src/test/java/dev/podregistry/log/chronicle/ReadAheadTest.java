package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.Recorded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whoever has much to read before it can decide does not keep others from appending meanwhile. */
@Timeout(600)
final class ReadAheadTest {

    private static final int BACKLOG = 1_500;

    @TempDir
    Path parent;

    @Test
    void othersAppendWhileTheBacklogIsRead() {
        Path directory = parent.resolve("registry");
        List<Recorded> seen = new ArrayList<>();
        try (ChronicleLog idle = Logs.open(directory);
                ChronicleLog busy = Logs.open(directory)) {
            for (int i = 0; i < BACKLOG; i++) {
                Logs.append(busy, "pod-" + i);
            }
            Logs.append(
                    idle,
                    event -> {
                        if (seen.isEmpty()) {
                            CompletableFuture.runAsync(() -> Logs.append(busy, "meanwhile"))
                                    .join();
                        }
                        seen.add(event);
                    },
                    "last");
        }
        assertEquals(Logs.read(directory).recorded(), seen);
        assertEquals(BACKLOG + 2, seen.size());
    }
}
