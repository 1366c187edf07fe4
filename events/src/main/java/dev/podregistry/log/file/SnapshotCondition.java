package dev.podregistry.log.file;

import dev.podregistry.event.Bookmark;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a snapshot is.
 *
 * @param file the file
 * @param sequence the sequence that its name says it is of
 * @param bytes its size
 * @param bookmark the point of the log that it is of, if it is what was written; null if not. Whether the log holds that
 *     point is another question
 * @param defect why it is not what was written, or null
 */
public record SnapshotCondition(
        Path file,
        long sequence,
        long bytes,
        @Nullable Bookmark bookmark,
        @Nullable String defect) {}
