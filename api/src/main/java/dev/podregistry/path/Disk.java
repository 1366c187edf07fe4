package dev.podregistry.path;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** What is asked of a file system to find a path's canonical form. Nothing is written. */
interface Disk {

    /** {@return what is at {@code path} itself, be it a link, or null when nothing is} */
    @Nullable
    BasicFileAttributes attributes(Path path) throws IOException;

    /** {@return whether {@code path} leads to something} */
    boolean exists(Path path);

    /** {@return the path without links to what is at {@code path}; names are spelled in any way that leads there} */
    Path real(Path path) throws IOException;

    /** {@return what a link leads to} */
    Path readLink(Path link) throws IOException;

    /** {@return the entries of a folder, as they are spelled there} */
    DirectoryStream<Path> list(Path folder) throws IOException;

    /** The file systems of this machine. */
    Disk SYSTEM = new Disk() {

        @Override
        public @Nullable BasicFileAttributes attributes(Path path) throws IOException {
            try {
                return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                return null;
            }
        }

        @Override
        public boolean exists(Path path) {
            return Files.exists(path);
        }

        @Override
        public Path real(Path path) throws IOException {
            return path.toRealPath();
        }

        @Override
        public Path readLink(Path link) throws IOException {
            return Files.readSymbolicLink(link);
        }

        @Override
        public DirectoryStream<Path> list(Path folder) throws IOException {
            return Files.newDirectoryStream(folder);
        }
    };
}
