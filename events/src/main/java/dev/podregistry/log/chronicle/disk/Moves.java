package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.place.NewFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Changes names, one at a time, each on the disk before it returns; nothing that has a name is ever replaced. */
public final class Moves {

    private final Fsync fsync;

    public Moves(Fsync fsync) {
        this.fsync = fsync;
    }

    public Fsync fsync() {
        return fsync;
    }

    /** {@return whether there is anything by this name, be it a link that leads nowhere} */
    public static boolean isThere(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** {@return the path, or the first that nothing has of those with a number behind it} */
    public static Path unused(Path path) {
        Path unused = path;
        for (int i = 1; isThere(unused); i++) {
            unused = path.resolveSibling(path.getFileName() + "-" + i);
        }
        return unused;
    }

    /** Creates a folder. */
    public void create(Path folder) throws IOException {
        NewFiles.createFolder(folder);
        syncName(folder);
    }

    /** Moves a file or folder to where nothing is, or nothing but an empty folder. */
    public void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        // Of the two, the new name first: with neither on the disk it would be lost.
        syncName(to);
        syncName(from);
    }

    /** Deletes a file or an empty folder. */
    public void delete(Path path) throws IOException {
        Files.delete(path);
        syncName(path);
    }

    private void syncName(Path path) throws IOException {
        Path folder = path.getParent();
        if (folder != null) {
            fsync.names(folder);
        }
    }
}
