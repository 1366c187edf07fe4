package dev.podregistry.cli;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.LogReader;
import dev.podregistry.log.chronicle.ChronicleLogReader;
import java.nio.file.Path;

/** Where the reading commands get their logs from. */
@FunctionalInterface
interface Logs {

    /** The logs on disk. */
    Logs ON_DISK = directory -> ChronicleLogReader.open(directory, LogPosition.START);

    /**
     * {@return a reader of the log of a registry}
     *
     * @param directory the registry's directory
     * @throws dev.podregistry.log.LogException when there is none, or it cannot be read
     */
    LogReader open(Path directory);
}
