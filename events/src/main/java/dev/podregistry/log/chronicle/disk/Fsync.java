package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.Trust;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Puts files and names on the disk, and returns when they are there. */
public interface Fsync {

    /** The operating system's. */
    Fsync SYSTEM = new Fsync() {
        @Override
        public void file(Path path, FileDescriptor open) throws IOException {
            open.sync();
        }

        @Override
        public void names(Path folder) throws IOException {
            OwnThread.callIo("log directory sync", () -> {
                try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                    names.force(true);
                }
                return true;
            });
        }
    };

    /** Leaves it to whoever syncs all of it at the end. */
    Fsync LATER = new Fsync() {
        @Override
        public void file(Path path, FileDescriptor open) {}

        @Override
        public void names(Path folder) {}
    };

    /** Puts a file's bytes and size on the disk, but not its name. */
    void file(Path path, FileDescriptor open) throws IOException;

    /** Puts the names in a folder on the disk. */
    void names(Path folder) throws IOException;

    /** As {@link #file(Path, FileDescriptor)}. */
    default void file(Path path) throws IOException {
        String misplaced = Trust.misplaced(path, FileFacts.Type.FILE);
        if (misplaced != null) {
            throw new IOException(misplaced);
        }
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            file(path, file.getFD());
        }
    }

    /** As {@link #names(Path)} for each folder in turn. */
    default void names(Path... folders) throws IOException {
        for (Path folder : folders) {
            names(folder);
        }
    }
}
