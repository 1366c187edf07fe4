package dev.podregistry.api;

import dev.podregistry.api.SnapshotWriter.Folded;
import dev.podregistry.log.EventLog;
import dev.podregistry.log.SnapshotStore;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.file.SnapshotFiles;
import dev.podregistry.log.place.Reasons;
import dev.podregistry.log.place.Trust;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
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
            PodRegistry registry = open.join(options);
            if (registry != null) {
                return registry;
            }
        }
    }

    static void warn(String warning) {
        System.getLogger("dev.podregistry").log(System.Logger.Level.WARNING, warning);
    }

    /** What all who open one directory must agree on. */
    private record Shared(ChronicleLogOptions log, long snapshotEvery) {}

    /** The path that all names of a directory lead to; what is missing of it is about to be created. */
    private static Path realPath(Path directory) {
        Path absolute = directory.toAbsolutePath();
        try {
            String strangers = Trust.strangersLink(absolute);
            if (strangers != null) {
                throw new LogUnavailableException(Reason.UNSUITABLE, strangers, null);
            }
            return absolute.toRealPath();
        } catch (NoSuchFileException e) {
            Path normal = absolute.normalize();
            Path parent = normal.getParent();
            return parent == null ? normal : realPath(parent).resolve(normal.getFileName());
        } catch (IOException e) {
            throw new LogUnavailableException(
                    Reason.IO, "cannot open the registry " + directory + ": " + Reasons.of(e), e);
        }
    }

    /** One directory, from its first user to its last; then it is gone for good and a later user makes a new one. */
    private static final class OpenDirectory {

        private final ReentrantLock lock = new ReentrantLock();
        private final Path directory;
        private int users;
        private boolean gone;
        private @Nullable RegistryCore core;
        private @Nullable Shared options;
        private Optional<Recovery> recovery = Optional.empty();

        OpenDirectory(Path directory) {
            this.directory = directory;
        }

        /** {@return the registry with one more user, or null when the last user has left} */
        @Nullable
        PodRegistry join(RegistryOptions chosen) {
            Shared wanted = new Shared(chosen.log(), chosen.snapshotEvery());
            lock.lock();
            try {
                if (gone) {
                    return null;
                }
                if (users > 0 && !wanted.equals(options)) {
                    throw new IllegalStateException("the registry " + directory + " is open in this JVM with " + options
                            + ", not " + wanted + "; all who open it must agree");
                }
                RegistryCore shared = core;
                if (users == 0 || shared == null) {
                    shared = open(wanted, chosen.mustExist());
                    core = shared;
                    options = wanted;
                }
                users++;
                return new PodRegistry(shared, chosen, recovery, this::leave);
            } finally {
                forgetIfUnused();
                lock.unlock();
            }
        }

        private RegistryCore open(Shared wanted, boolean mustExist) {
            SnapshotStore store = SnapshotFiles.in(directory, OpenDirectories::warn);
            AtomicReference<Start> start = new AtomicReference<>();
            ChronicleLog log = ChronicleLog.open(directory, wanted.log().withMustExist(mustExist), () -> {
                start.set(Start.of(directory, store));
                return start.get().bookmark();
            });
            recovery = log.recovery().map(Recovery::of);
            recovery.ifPresent(done -> warn("recovered " + directory + ": " + done.summary()));
            return core(log, start.get().folded(), store, wanted);
        }

        private static RegistryCore core(EventLog log, Folded start, SnapshotStore store, Shared wanted) {
            SnapshotWriter writer = wanted.snapshotEvery() == 0
                    ? null
                    : new SnapshotWriter(log, store, wanted.snapshotEvery(), start.sequence(), OpenDirectories::warn);
            return RegistryCore.over(log, start, writer);
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
