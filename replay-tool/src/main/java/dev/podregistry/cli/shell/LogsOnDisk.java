package dev.podregistry.cli.shell;

import dev.podregistry.event.Bookmark;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import dev.podregistry.log.file.SnapshotFiles;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the logs that registries keep on disk, and their snapshots. */
final class LogsOnDisk implements Logs {

    @Override
    public LogReader open(Path directory, Bookmark after) {
        return ChronicleLogReader.open(directory, after);
    }

    @Override
    public @Nullable Resumed resume(Path directory, long last, Consumer<String> warnings) {
        return SnapshotFiles.in(directory, warnings).newestUpTo(last, snapshot -> {
            LogReader log = ChronicleLogReader.openAtHint(directory, snapshot.bookmark());
            return log == null ? null : new Resumed(snapshot, log);
        });
    }
}
