package dev.podregistry.log.place;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the files and directories of a registry, for its owner alone.
 *
 * <p>The superuser may work on another's registry. What it makes there belongs to whoever has the directory around it, and
 * has that owner from the moment at which its name is there: otherwise the owner could open the registry no more.
 */
public final class NewFiles {

    private NewFiles() {}

    /** More than any file system needs for a name. */
    private static final long ROOM = 64 << 10;

    /** Makes a file or directory. */
    @FunctionalInterface
    private interface Making {
        Path make() throws IOException;
    }

    /** The system says of inodes that there is no space left, as of bytes. */
    private static void make(Path path, Making making) throws IOException {
        try {
            making.make();
        } catch (FileSystemException e) {
            Path around = path.toAbsolutePath().getParent();
            boolean full = e.getReason() != null
                    && e.getReason().contains("No space left")
                    && around != null
                    && Files.exists(around);
            long free = full ? Files.getFileStore(around).getUsableSpace() : 0;
            if (free > ROOM) {
                NoInodesException none = new NoInodesException(path, free);
                none.initCause(e);
                throw none;
            }
            throw e;
        }
    }

    /** What gives something its name. */
    @FunctionalInterface
    private interface Naming {
        void name(Path fresh, Path path) throws IOException;
    }

    /**
     * Makes an empty file with mode 0600.
     *
     * @throws FileAlreadyExistsException when there is anything
     */
    public static void createFile(Path file) throws IOException {
        FileFacts around = foreign(file);
        if (around == null) {
            make(file, () -> Files.createFile(file, onlyOwner(file, "rw-------")));
            return;
        }
        Path fresh = fresh(file);
        make(fresh, () -> Files.createFile(fresh, onlyOwner(file, "rw-------")));
        give(fresh, file, around, (from, to) -> Files.createLink(to, from));
    }

    /**
     * Makes a directory with mode 0700.
     *
     * @throws FileAlreadyExistsException when there is anything
     */
    public static void createFolder(Path folder) throws IOException {
        FileFacts around = foreign(folder);
        if (around == null) {
            make(folder, () -> Files.createDirectory(folder, onlyOwner(folder, "rwx------")));
            return;
        }
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(folder.toString());
        }
        Path fresh = fresh(folder);
        make(fresh, () -> Files.createDirectory(fresh, onlyOwner(folder, "rwx------")));
        give(fresh, folder, around, (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    /** Makes a directory with mode 0700 where there is none, and those that are missing around it. */
    public static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Path around = folder.getParent();
        if (around != null && !Files.isDirectory(around)) {
            createFolders(around);
        }
        try {
            createFolder(folder);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                throw e;
            }
        }
    }

    /** Makes a directory with mode 0700 where there is none or a link to one, and those that are missing around it, as they come. */
    public static void createPlace(Path folder) throws IOException {
        make(folder, () -> Files.createDirectories(folder, onlyOwner(folder, "rwx------")));
    }

    private static Path fresh(Path path) {
        return path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + ".new");
    }

    private static void give(Path fresh, Path path, FileFacts around, Naming naming) throws IOException {
        try {
            Files.setAttribute(fresh, "unix:gid", around.group(), LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(fresh, "unix:uid", around.user(), LinkOption.NOFOLLOW_LINKS);
            naming.name(fresh, path);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /** {@return the directory around a path when it is another's and this is the superuser, else null} */
    private static @Nullable FileFacts foreign(Path path) throws IOException {
        if (CurrentUser.number().filter(user -> user == CurrentUser.ROOT).isEmpty()) {
            return null;
        }
        FileFacts around = FileFacts.of(
                Objects.requireNonNull(path.toAbsolutePath().getParent()).toRealPath());
        return around == null || around.user() == CurrentUser.ROOT ? null : around;
    }

    /** {@return permissions for a file or directory that is about to be made, none where the system has none} */
    public static FileAttribute<?>[] onlyOwner(Path near, String permissions) {
        boolean posix = near.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
