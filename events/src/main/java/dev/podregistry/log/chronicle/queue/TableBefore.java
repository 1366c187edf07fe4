package dev.podregistry.log.chronicle.queue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Chronicle's table as it was before a writer was opened: Chronicle writes to it, or creates it, before it comes to anything that
 * may fail.
 *
 * @param table the file
 * @param bytes what was in it, or null when there was none
 */
record TableBefore(Path table, byte @Nullable [] bytes) {

    static TableBefore of(Path table) throws IOException {
        return new TableBefore(table, Files.exists(table) ? Files.readAllBytes(table) : null);
    }

    /** Makes it what it was, under the registry's lock, when the writer is closed. */
    void restore() throws IOException {
        byte[] before = bytes;
        if (before == null) {
            Files.deleteIfExists(table);
        } else if (!Arrays.equals(before, Files.readAllBytes(table))) {
            try (RandomAccessFile file = new RandomAccessFile(table.toFile(), "rw")) {
                file.write(before);
                file.setLength(before.length);
            }
        }
    }
}
