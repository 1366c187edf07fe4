package dev.podregistry.log.chronicle.recovery;

import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.queue.QueueWriter;
import dev.podregistry.log.place.NewFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;

/**
 * Tells whether a queue that Chronicle did not open is itself to blame.
 *
 * <p>A copy of its bytes is tried, and an empty queue, both next to it and with no rights but the caller's: when the copy
 * fails and the empty one does not, it is the bytes: the table and the newest file, which a writer opens. When both open, or neither, it is something around the queue, which
 * may be otherwise at the next try: rights, a quota, descriptors, memory.
 */
final class Trial {

    private Trial() {}

    /** {@return whether the bytes are to blame; the queue is left as it is} */
    static boolean blames(RegistryDirectory directory) throws IOException {
        Path place = directory.rebuild();
        NewFiles.createFolder(place);
        RegistryDirectory copy = new RegistryDirectory(place.resolve("copy"));
        RegistryDirectory empty = new RegistryDirectory(place.resolve("empty"));
        List<Path> days = directory.days();
        Path newest = days.isEmpty() ? directory.table() : days.get(days.size() - 1);
        try {
            copy.createQueue();
            empty.createQueue();
            copy(directory.table(), copy.queue());
            if (!days.isEmpty()) {
                copy(newest, copy.queue());
            }
            return !opens(copy) && opens(empty);
        } finally {
            delete(copy, newest.getFileName());
            delete(empty, newest.getFileName());
            Files.delete(place);
        }
    }

    private static void copy(Path file, Path folder) throws IOException {
        Path copy = folder.resolve(file.getFileName());
        NewFiles.createFile(copy);
        try (InputStream bytes = Files.newInputStream(file)) {
            Files.copy(bytes, copy, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static boolean opens(RegistryDirectory queue) {
        try (QueueWriter writer = new QueueWriter(queue, () -> Instant.EPOCH)) {
            writer.open();
            return true;
        } catch (Exception | InternalError | AssertionError e) {
            return false;
        }
    }

    /** By name, for lists of files take descriptors, and there may be none. */
    private static void delete(RegistryDirectory tried, Path day) throws IOException {
        Files.deleteIfExists(tried.table());
        Files.deleteIfExists(tried.queue().resolve(day));
        Files.deleteIfExists(tried.queue());
        Files.deleteIfExists(tried.root());
    }
}
