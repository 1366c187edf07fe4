package dev.podregistry.benchmarks.store;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.log.chronicle.Durability;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The registry, and what a user would pick instead. */
public enum StoreKind {
    /** The registry, safe from the death of processes, with paths as the file system has them. */
    REGISTRY(
            "pod-registry",
            LiveLog::fill,
            folder -> RegistryStore.open(folder, Durability.PAGE_CACHE, PathPolicy.fileSystem())),
    /** The registry, which takes paths by their text alone, as all the others do. */
    REGISTRY_LOGICAL(
            "pod-registry, logical paths",
            LiveLog::fill,
            folder -> RegistryStore.open(folder, Durability.PAGE_CACHE, PathPolicy.logical())),
    /** The registry, safe from a loss of power. */
    REGISTRY_SYNC(
            "pod-registry, SYNC",
            LiveLog::fill,
            folder -> RegistryStore.open(folder, Durability.SYNC, PathPolicy.fileSystem())),
    /** SQLite, safe from the death of processes. */
    SQLITE_OFF(
            "SQLite, synchronous=OFF",
            SqliteStore::fill,
            folder -> SqliteStore.open(folder, SqliteStore.Synchronous.OFF)),
    /** SQLite, safe from a loss of power. */
    SQLITE_FULL(
            "SQLite, synchronous=FULL",
            SqliteStore::fill,
            folder -> SqliteStore.open(folder, SqliteStore.Synchronous.FULL)),
    /** One file, rewritten and synced at every change. */
    REWRITTEN_FILE("a file rewritten and synced", RewrittenFileStore::fill, RewrittenFileStore::open);

    private final String title;
    private final BiConsumer<Path, Stream<Ask>> filling;
    private final Function<Path, Store> opening;

    StoreKind(String title, BiConsumer<Path, Stream<Ask>> filling, Function<Path, Store> opening) {
        this.title = title;
        this.filling = filling;
        this.opening = opening;
    }

    /** {@return what the table calls it} */
    public String title() {
        return title;
    }

    /** Makes a store in an empty folder, with these pods live. */
    public void fill(Path folder, Stream<Ask> live) {
        filling.accept(folder, live);
    }

    /** {@return the store in a folder} */
    public Store open(Path folder) {
        return opening.apply(folder);
    }
}
