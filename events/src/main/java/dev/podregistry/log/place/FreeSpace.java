package dev.podregistry.log.place;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells how many bytes are left to this user on a disk. */
@FunctionalInterface
public interface FreeSpace {

    /** {@return the bytes that are left} */
    long bytes() throws IOException;

    /**
     * {@return what tells of the disk of a file or directory}
     *
     * <p>In a chroot whose mounts are not listed the JDK finds no file store, but the system still tells the space.
     */
    static FreeSpace of(Path place) {
        try {
            FileStore store = Files.getFileStore(place);
            return store::getUsableSpace;
        } catch (IOException e) {
            File file = place.toFile();
            return () -> {
                long bytes = file.getUsableSpace();
                if (bytes == 0 && !file.exists()) {
                    throw new IOException("the system does not tell what is left on the disk of " + place);
                }
                return bytes;
            };
        }
    }
}
