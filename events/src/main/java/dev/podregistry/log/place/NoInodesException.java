package dev.podregistry.log.place;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** A file cannot be created although there is room for its bytes: the file system can hold no more files. */
public final class NoInodesException extends FileSystemException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the exception.
     *
     * @param file what cannot be created
     * @param free how many bytes are free
     */
    public NoInodesException(Path file, long free) {
        super(
                file.toString(),
                null,
                "it cannot be created, as the file system has no inodes left, though " + free
                        + " bytes are free; remove some files there (df -i tells how many it can hold)");
    }
}
