package dev.podregistry.log.chronicle;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.DamagedLogException;
import dev.podregistry.log.LogException;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import dev.podregistry.log.place.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Copies a log into a directory of its own, while others go on writing it.
 *
 * <p>The copy holds every event that was there when it began, byte for byte in the same transactions, and of what came
 * meanwhile as much as was read. It is a registry's directory itself, for any tool to read.
 */
public final class LogBackup {

    private LogBackup() {}

    /**
     * {@return where the copy ends; it was verified and is on the disk}
     *
     * <p>Nothing is changed in the registry, and no lock is taken. The copy is made beside {@code target} and renamed, so
     * what stands there is whole.
     *
     * @param registryDirectory the directory of the log
     * @param target the directory of the copy: missing or empty, in a folder that exists
     * @throws LogUnavailableException when there is no log, or the copy cannot be made there
     * @throws DamagedLogException when the log is damaged
     */
    public static LogPosition run(Path registryDirectory, Path target) {
        ChronicleRuntime.require();
        RegistryDirectory source = RegistryDirectory.existing(registryDirectory);
        try {
            Sibling.Names names = Sibling.names(target);
            if (names.isWithin(source.root())) {
                throw unsuitable(
                        target + " is inside the registry " + registryDirectory + "; give a folder outside of it");
            }
            if (!Sibling.isFree(names.place())) {
                throw unsuitable(target + " is there and not empty; give a new one");
            }
            if (Files.exists(names.partial())) {
                throw unsuitable(names.partial() + " is of a backup that is under way or was interrupted; if none is"
                        + " under way, remove it");
            }
            return copy(source, names);
        } catch (LogException e) {
            throw e;
        } catch (IOException | RuntimeException | InternalError e) {
            throw new LogUnavailableException(
                    Reason.IO,
                    "cannot back up the registry " + registryDirectory + " to " + target + ": " + Reasons.of(e),
                    e);
        }
    }

    private static LogPosition copy(RegistryDirectory source, Sibling.Names names) throws IOException {
        LogPosition atLeast;
        try (ChronicleLogReader reader = ChronicleLogReader.open(source, Bookmark.of(LogPosition.START))) {
            atLeast = reader.replay(1, event -> {});
        }
        Path partial = Sibling.create(names.partial());
        try {
            RegistryDirectory copy = new RegistryDirectory(partial);
            RawLog.Findings copied = FreshQueue.write(source.queue(), copy, Fsync.SYSTEM);
            if (copied.end().sequence() < atLeast.sequence()) {
                throw copied.exception(null);
            }
            MarkWriter.mark(copy, Fsync.SYSTEM);
            Fsync.SYSTEM.names(partial);
            Sibling.move(partial, names.place());
            Fsync.SYSTEM.names(names.parent());
            return copied.end();
        } catch (IOException | RuntimeException | Error e) {
            FreshQueue.delete(partial);
            throw e;
        }
    }

    private static LogUnavailableException unsuitable(String message) {
        return new LogUnavailableException(Reason.UNSUITABLE, message, null);
    }
}
