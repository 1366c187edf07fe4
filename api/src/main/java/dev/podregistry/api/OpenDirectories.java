package dev.podregistry.api;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The directories that are open in this JVM, each with one core, however often and by whatever name it was opened. */
final class OpenDirectories {

    private static final Map<Path, OpenDirectory> OPEN = new ConcurrentHashMap<>();

    private OpenDirectories() {}

    static PodRegistry open(Path directory, RegistryOptions options) {
        Path key = realPath(directory);
        while (true) {
            OpenDirectory open = OPEN.computeIfAbsent(key, OpenDirectory::new);
            RegistryCore core = open.join(options.log());
            if (core != null) {
                return new PodRegistry(core, options, open::leave);
            }
        }
    }

    /** The path that all names of a directory lead to; what is missing of it is about to be created. */
    private static Path realPath(Path directory) {
        Path absolute = directory.toAbsolutePath();
        try {
            return absolute.toRealPath();
        } catch (NoSuchFileException e) {
            Path normal = absolute.normalize();
            Path parent = normal.getParent();
            return parent == null ? normal : realPath(parent).resolve(normal.getFileName());
        } catch (IOException e) {
            throw new LogUnavailableException(Reason.IO, "cannot open the registry " + directory + ": " + e, e);
        }
    }

    /** One directory, from its first user to its last; then it is gone for good and a later user makes a new one. */
    private static final class OpenDirectory {

        private final ReentrantLock lock = new ReentrantLock();
        private final Path directory;
        private int users;
        private boolean gone;
        private @Nullable RegistryCore core;
        private @Nullable ChronicleLogOptions options;

        OpenDirectory(Path directory) {
            this.directory = directory;
        }

        /** {@return the core with one more user, or null when the last user has left} */
        @Nullable
        RegistryCore join(ChronicleLogOptions wanted) {
            lock.lock();
            try {
                if (gone) {
                    return null;
                }
                if (users > 0 && !wanted.equals(options)) {
                    throw new IllegalStateException("the registry " + directory + " is open in this JVM with " + options
                            + ", not " + wanted + "; all who open it must agree");
                }
                if (users == 0) {
                    core = RegistryCore.over(ChronicleLog.open(directory, wanted, LogPosition.START));
                    options = wanted;
                }
                users++;
                return core;
            } finally {
                forgetIfUnused();
                lock.unlock();
            }
        }

        void leave() {
            lock.lock();
            try {
                users--;
                if (users == 0 && core != null) {
                    core.close();
                }
            } finally {
                forgetIfUnused();
                lock.unlock();
            }
        }

        private void forgetIfUnused() {
            if (users == 0) {
                gone = true;
                OPEN.remove(directory, this);
            }
        }
    }
}
