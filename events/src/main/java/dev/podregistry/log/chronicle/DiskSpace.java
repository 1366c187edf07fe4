package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keeps away from a full disk.
 *
 * <p>Mapped memory takes its disk space when it is written. If there is none, the JVM raises an error in the middle of
 * Chronicle or, on some, dies. So a good reserve must be free before anything is written.
 */
final class DiskSpace {

    /** What must be left over, for others write to the disk at the same time. */
    static final long RESERVE = 16 << 20;

    private final Path place;
    private final Free free;

    DiskSpace(Path place, Free free) {
        this.place = place;
        this.free = free;
    }

    static DiskSpace of(Path place) throws IOException {
        FileStore store = Files.getFileStore(place);
        return new DiskSpace(place, store::getUsableSpace);
    }

    /** Tells how many bytes are free. */
    @FunctionalInterface
    interface Free {
        long bytes() throws IOException;
    }

    /** Throws unless the bytes can be written and the reserve is left. */
    void require(long bytes) throws IOException {
        long left = free.bytes();
        if (left < bytes + RESERVE) {
            throw new IOException(
                    "the disk of " + place + " has " + left + " bytes left, and " + (bytes + RESERVE) + " are needed");
        }
    }
}
