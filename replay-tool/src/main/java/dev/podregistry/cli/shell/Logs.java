package dev.podregistry.cli.shell;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.LogReader;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Where the reading commands get their logs from. */
@FunctionalInterface
public interface Logs {

    /** The logs on disk. */
    Logs ON_DISK = new LogsOnDisk();

    /**
     * {@return a reader of the log of a registry}
     *
     * @param directory the registry's directory
     * @param after where its folding calls begin
     * @throws dev.podregistry.model.LogException when there is none, or it cannot be read
     */
    LogReader open(Path directory, Bookmark after);

    /**
     * {@return the newest snapshot of a registry that is of an event up to {@code last} and that the log leads to, with a
     * reader that goes on there; or null}
     *
     * @param directory the registry's directory
     * @param warnings takes a line for each snapshot that is passed over
     * @throws dev.podregistry.model.LogException when there is a snapshot, but no log, or it cannot be read
     */
    default @Nullable Resumed resume(Path directory, long last, Consumer<String> warnings) {
        return null;
    }

    /**
     * A log from a snapshot of it on.
     *
     * @param snapshot the snapshot
     * @param log a reader whose folding calls begin after it
     */
    record Resumed(Snapshot snapshot, LogReader log) {}
}
