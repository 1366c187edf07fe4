package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells by what lies beside a queue whether there was one before. */
final class Remains {

    private Remains() {}

    /** {@return what can only be there after a log was, or null when nothing such is} */
    static @Nullable Path of(RegistryDirectory directory) throws IOException {
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
