package dev.podregistry.log.chronicle.doctor;

import dev.podregistry.log.chronicle.disk.Entrance;
import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.Frozen;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at who owns what below a registry directory, and who may do what with it. */
final class Belongings extends SimpleFileVisitor<Path> {

    private static final String FOLDER = "rwx------";
    private static final String FILE = "rw-------";

    private final Path root;
    private final @Nullable PosixFileAttributes own;
    private final List<Path> open = new ArrayList<>();
    private final List<Path> foreign = new ArrayList<>();
    private final List<Path> closed = new ArrayList<>();
    private final List<Path> frozen = new ArrayList<>();
    private int files;

    private Belongings(Path root, @Nullable PosixFileAttributes own) {
        this.root = root;
        this.own = own;
    }

    static Diagnosis.Place of(Path root) throws IOException {
        boolean posix = root.getFileSystem().supportedFileAttributeViews().contains("posix");
        Belongings all = new Belongings(root, posix ? Files.readAttributes(root, PosixFileAttributes.class) : null);
        all.noteFrozen(root);
        Files.walkFileTree(root, all);
        return new Diagnosis.Place(
                root,
                Diagnosis.Place.Kind.DIRECTORY,
                all.own == null ? null : all.own.owner().getName(),
                all.own == null ? null : PosixFilePermissions.toString(all.own.permissions()),
                Files.isWritable(root),
                Entrance.refusal(root),
                all.files,
                all.open,
                all.foreign,
                all.closed,
                all.frozen);
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes is) throws IOException {
        return folder.equals(root) ? FileVisitResult.CONTINUE : look(folder, FOLDER);
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
        return look(file, FILE);
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        if (!(e instanceof NoSuchFileException)) {
            files++;
            closed.add(file);
        }
        return FileVisitResult.CONTINUE;
    }

    private FileVisitResult look(Path file, String permissions) throws IOException {
        files++;
        PosixFileAttributes theirs = own == null ? null : attributes(file);
        if (own != null && theirs != null) {
            if (!PosixFilePermissions.toString(theirs.permissions()).equals(permissions)) {
                open.add(file);
            }
            if (!theirs.owner().equals(own.owner())) {
                foreign.add(file);
            }
            noteFrozen(file);
        }
        return FileVisitResult.CONTINUE;
    }

    private void noteFrozen(Path file) throws IOException {
        FileFacts facts = FileFacts.of(file);
        boolean locked = file.equals(root.resolve("lock"));
        if (facts != null && (locked ? Frozen.isImmutable(facts) : Frozen.is(facts))) {
            frozen.add(file);
        }
    }

    private static @Nullable PosixFileAttributes attributes(Path file) throws IOException {
        try {
            return Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            // A snapshot, say, that has just been removed.
            return null;
        }
    }
}
