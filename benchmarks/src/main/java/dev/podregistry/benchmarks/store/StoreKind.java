package dev.podregistry.benchmarks.store;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.model.Durability;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The registry, and what a user would pick instead. */
public enum StoreKind {
    /** The registry, safe from the death of processes, with paths as the file system has them. */
    REGISTRY("pod-registry"),
    /** The registry, which takes paths by their text alone, as all the others do. */
    REGISTRY_LOGICAL("pod-registry, logical paths"),
    /** The registry, safe from a loss of power. */
    REGISTRY_SYNC("pod-registry, SYNC"),
    /** SQLite, safe from the death of processes. */
    SQLITE_OFF("SQLite, synchronous=OFF"),
    /** SQLite, safe from a loss of power. */
    SQLITE_FULL("SQLite, synchronous=FULL"),
    /** One file, rewritten and synced at every change. */
    REWRITTEN_FILE("a file rewritten and synced");

    private final String title;

    StoreKind(String title) {
        this.title = title;
    }

    /** {@return what the table calls it} */
    public String title() {
        return title;
    }

    /** Makes a store in an empty folder, with these pods live. */
    public void fill(Path folder, Stream<Ask> live) {
        switch (this) {
            case REGISTRY, REGISTRY_LOGICAL, REGISTRY_SYNC -> LiveLog.fill(folder, live);
            case SQLITE_OFF, SQLITE_FULL -> SqliteStore.fill(folder, live);
            case REWRITTEN_FILE -> RewrittenFileStore.fill(folder, live);
        }
    }

    /** {@return the store in a folder} */
    public Store open(Path folder) {
        return switch (this) {
            case REGISTRY -> RegistryStore.open(folder, Durability.PAGE_CACHE, PathPolicy.fileSystem());
            case REGISTRY_LOGICAL -> RegistryStore.open(folder, Durability.PAGE_CACHE, PathPolicy.logical());
            case REGISTRY_SYNC -> RegistryStore.open(folder, Durability.SYNC, PathPolicy.fileSystem());
            case SQLITE_OFF -> SqliteStore.open(folder, SqliteStore.Synchronous.OFF);
            case SQLITE_FULL -> SqliteStore.open(folder, SqliteStore.Synchronous.FULL);
            case REWRITTEN_FILE -> RewrittenFileStore.open(folder);
        };
    }
}
