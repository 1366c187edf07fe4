package dev.podregistry.benchmarks.store;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.log.chronicle.Durability;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The registry, and what a user would pick instead. */
public enum StoreKind {
    /** The registry, safe from the death of processes, with paths as the file system has them. */
    REGISTRY("pod-registry") {
        @Override
        public void fill(Path folder, Stream<Ask> live) {
            LiveLog.fill(folder, live);
        }

        @Override
        public Store open(Path folder) {
            return RegistryStore.open(folder, Durability.PAGE_CACHE, PathPolicy.fileSystem());
        }
    },
    /** The registry, which takes paths by their text alone, as all the others do. */
    REGISTRY_LOGICAL("pod-registry, logical paths") {
        @Override
        public void fill(Path folder, Stream<Ask> live) {
            LiveLog.fill(folder, live);
        }

        @Override
        public Store open(Path folder) {
            return RegistryStore.open(folder, Durability.PAGE_CACHE, PathPolicy.logical());
        }
    },
    /** The registry, safe from a loss of power. */
    REGISTRY_SYNC("pod-registry, SYNC") {
        @Override
        public void fill(Path folder, Stream<Ask> live) {
            LiveLog.fill(folder, live);
        }

        @Override
        public Store open(Path folder) {
            return RegistryStore.open(folder, Durability.SYNC, PathPolicy.fileSystem());
        }
    },
    /** SQLite, safe from the death of processes. */
    SQLITE_OFF("SQLite, synchronous=OFF") {
        @Override
        public void fill(Path folder, Stream<Ask> live) {
            SqliteStore.fill(folder, live);
        }

        @Override
        public Store open(Path folder) {
            return SqliteStore.open(folder, SqliteStore.Synchronous.OFF);
        }
    },
    /** SQLite, safe from a loss of power. */
    SQLITE_FULL("SQLite, synchronous=FULL") {
        @Override
        public void fill(Path folder, Stream<Ask> live) {
            SqliteStore.fill(folder, live);
        }

        @Override
        public Store open(Path folder) {
            return SqliteStore.open(folder, SqliteStore.Synchronous.FULL);
        }
    },
    /** One file, rewritten and synced at every change. */
    REWRITTEN_FILE("a file rewritten and synced") {
        @Override
        public void fill(Path folder, Stream<Ask> live) {
            RewrittenFileStore.fill(folder, live);
        }

        @Override
        public Store open(Path folder) {
            return RewrittenFileStore.open(folder);
        }
    };

    private final String title;

    StoreKind(String title) {
        this.title = title;
    }

    /** {@return what the table calls it} */
    public String title() {
        return title;
    }

    /** Makes a store in an empty folder, with these pods live. */
    public abstract void fill(Path folder, Stream<Ask> live);

    /** {@return the store in a folder} */
    public abstract Store open(Path folder);
}
