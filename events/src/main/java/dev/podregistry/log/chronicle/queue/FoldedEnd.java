package dev.podregistry.log.chronicle.queue;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Where the log ends, as far as it was read.
 *
 * @param file the file of the last transaction, null before the first
 * @param offset behind that transaction, 0 before the first
 */
record FoldedEnd(@Nullable OpenFile file, long offset) {

    /** {@return the path of that file, null before the first transaction} */
    @Nullable
    Path path() {
        return file == null ? null : file.path();
    }
}
