package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.place.FreeSpace;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Keeps away from a full disk.
 *
 * <p>What an append needs is secured for it. The reserve is for what nobody can secure: names, and
 * file systems that write a changed page to a new place. Releases and reclaims may use it.
 */
public final class DiskSpace {

    /** What must be left over, for others write to the disk at the same time. */
    public static final long RESERVE = 1 << 20;

    /**
     * The room in the newest file that only what gives paths back may use, about 80 releases. It counts when others have filled
     * the disk to the last byte.
     */
    public static final int KEPT_IN_FILE = 64 << 10;

    private final Path place;
    private final long reserve;
    private final Free free;

    DiskSpace(Path place, long reserve, Free free) {
        this.place = place;
        this.reserve = reserve;
        this.free = free;
    }

    public static DiskSpace of(Path place, long reserve) {
        return new DiskSpace(place, reserve, FreeSpace.of(place)::bytes);
    }

    /** Tells how many bytes are free. */
    @FunctionalInterface
    interface Free {
        long bytes() throws IOException;
    }

    /** {@return whether there is so little left that it may be why something could not be written} */
    public boolean isShort() throws IOException {
        return free.bytes() < Queues.NEW_FILES;
    }

    /** Throws unless the bytes can be written and the reserve is left. */
    public void require(long bytes) throws IOException {
        long left = free.bytes();
        if (left < bytes + reserve) {
            throw new IOException(
                    "the disk of " + place + " has " + left + " bytes left, and " + (bytes + reserve) + " are needed");
        }
    }
}
