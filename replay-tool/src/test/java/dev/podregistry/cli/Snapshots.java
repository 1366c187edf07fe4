package dev.podregistry.cli;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.table.AllocationTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The snapshots that could have been taken of a log, each kept as a registry keeps it when a test wants it. */
final class Snapshots {

    private final Path registry;
    private final Map<Long, Snapshot> all = new HashMap<>();
    private AllocationTable table = AllocationTable.EMPTY;

    private Snapshots(Path registry) {
        this.registry = registry;
    }

    /** {@return those of every event but the first transaction's} */
    static Snapshots of(Path registry) {
        Snapshots snapshots = new Snapshots(registry);
        try (ChronicleLogReader reader = ChronicleLogReader.open(registry, LogPosition.START)) {
            reader.catchUp(event -> snapshots.take(event, reader.hint()));
        }
        return snapshots;
    }

    /** The hint of the transaction before leads to the event just as well. */
    private void take(Recorded event, long hint) {
        table = table.evolve(event);
        if (hint != Bookmark.NO_HINT) {
            all.put(event.sequence(), new Snapshot(new Bookmark(event.position(), hint), table.snapshot()));
        }
    }

    /** Makes the snapshots of these sequences the only ones of the registry. */
    void keepOnly(Long... sequences) throws IOException {
        Path folder = registry.resolve("snapshots");
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        SnapshotFiles store = SnapshotFiles.in(registry, warning -> {
            throw new AssertionError(warning);
        });
        for (long sequence : List.of(sequences)) {
            store.save(all.get(sequence));
        }
    }
}
