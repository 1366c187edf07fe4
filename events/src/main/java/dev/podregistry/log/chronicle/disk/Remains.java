package dev.podregistry.log.chronicle.disk;

import dev.podregistry.model.DamagedLogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells by what lies beside a queue whether there was one before. */
public final class Remains {

    private Remains() {}

    /**
     * Refuses a registry whose log is gone: taken for one that never was, it would give away what pods hold.
     *
     * @param directory has no log
     */
    public static void requireNone(RegistryDirectory directory) throws IOException {
        String evidence = evidence(directory);
        if (evidence != null) {
            throw DamagedLogException.gone(
                    directory.queue().toString(), evidence, directory.root().toString());
        }
    }

    /** {@return what says that there was a log, or null when nothing does} */
    public static @Nullable String evidence(RegistryDirectory directory) throws IOException {
        if (directory.mark().isThere()) {
            return directory.mark().evidence();
        }
        Path left = of(directory);
        return left == null ? null : left + " tells";
    }

    private static @Nullable Path of(RegistryDirectory directory) throws IOException {
        for (Path folder : files(directory.quarantine())) {
            for (Path queue : List.of(folder, folder.resolve("queue"))) {
                if (Files.isDirectory(queue) && !RegistryDirectory.days(queue).isEmpty()) {
                    return queue;
                }
            }
        }
        for (Path snapshot : files(directory.root().resolve("snapshots"))) {
            if (isSnapshot(snapshot.getFileName().toString().toLowerCase(Locale.ROOT))) {
                return snapshot;
            }
        }
        return Files.exists(directory.rebuild()) ? directory.rebuild() : null;
    }

    private static boolean isSnapshot(String name) {
        return name.startsWith("snapshot-") && name.endsWith(".json");
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
