package dev.podregistry.path;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A file system that ignores case in and below one folder: names are looked up as on FAT and its kin, in a real tree that
 * keeps the case of its entries.
 *
 * <p>Links are followed by the same names. As on Linux, the real path of something is spelled as it was asked for.
 *
 * @param folder where it begins
 * @param fold makes one of all names that it takes for the same
 */
record CaseIgnoringDisk(Path folder, UnaryOperator<String> fold) implements Disk {

    private static final int MAX_LINKS = 40;

    @Override
    public @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        Path actual = actual(path);
        return actual == null ? null : Disk.SYSTEM.attributes(actual);
    }

    /** {@return the file that {@code path} leads to, as the directories below spell it} */
    Path file(Path path) throws IOException {
        Path file = actual(real(path));
        if (file == null) {
            throw new NoSuchFileException(path.toString());
        }
        return file;
    }

    @Override
    public boolean exists(Path path) {
        try {
            real(path);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public Path real(Path path) throws IOException {
        return real(path, 0);
    }

    private Path real(Path path, int links) throws IOException {
        Path at = path.getRoot();
        for (Path name : path) {
            at = at.resolve(name).normalize();
            Path actual = actual(at);
            if (actual == null || links > MAX_LINKS || !Files.exists(actual, LinkOption.NOFOLLOW_LINKS)) {
                throw new NoSuchFileException(at.toString());
            }
            if (Files.isSymbolicLink(actual)) {
                at = real(at.resolveSibling(Files.readSymbolicLink(actual)), links + 1);
            }
        }
        return at;
    }

    @Override
    public Path readLink(Path link) throws IOException {
        Path actual = actual(link);
        return Disk.SYSTEM.readLink(actual == null ? link : actual);
    }

    @Override
    public DirectoryStream<Path> list(Path path) throws IOException {
        Path actual = actual(path);
        return Disk.SYSTEM.list(actual == null ? path : actual);
    }

    /** The entry that a path without links on its way leads to; null when there is none. */
    private @Nullable Path actual(Path path) throws IOException {
        if (!path.startsWith(folder) || path.equals(folder)) {
            return path;
        }
        Path at = folder;
        for (Path name : folder.relativize(path)) {
            Path next = entry(at, name.toString());
            if (next == null) {
                return null;
            }
            at = next;
        }
        return at;
    }

    private @Nullable Path entry(Path parent, String name) throws IOException {
        if (!Files.isDirectory(parent)) {
            return null;
        }
        String wanted = fold.apply(name);
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(parent)) {
            for (Path entry : entries) {
                if (fold.apply(entry.getFileName().toString()).equals(wanted)) {
                    return entry;
                }
            }
        }
        return null;
    }
}
