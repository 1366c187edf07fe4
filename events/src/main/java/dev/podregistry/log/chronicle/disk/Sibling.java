package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.place.NewFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** Directories that stand beside another, so that one rename puts them into its place. */
public final class Sibling {

    private Sibling() {}

    /**
     * The names beside a place.
     *
     * @param place where the directory is to be, no link
     * @param parent the folder of all of them, as a real path
     */
    public record Names(Path place, Path parent) {

        /** A copy that is being made. */
        public Path partial() {
            return with(".partial");
        }

        /** A registry that is about to be put into the place. */
        public Path restoring() {
            return with(".restoring");
        }

        /** Whose lock a restore to the place has. */
        public Path turns() {
            return with(".restoring.lock");
        }

        /** {@return the first free name that ends so, or so and a number} */
        public Path free(String end) {
            Path free = with(end);
            for (int i = 2; Files.exists(free, LinkOption.NOFOLLOW_LINKS); i++) {
                free = with(end + "-" + i);
            }
            return free;
        }

        /** {@return whether the place is {@code directory} or below it} */
        public boolean isWithin(Path directory) {
            return place.startsWith(directory);
        }

        /** {@return whether it is the place, or a name that is given to a directory that stood or was to stand there} */
        public boolean isOfPlace(Path path) {
            String name = path.getFileName().toString();
            return path.equals(place)
                    || name.startsWith(place.getFileName() + ".replaced-")
                    || name.startsWith(place.getFileName() + ".restoring");
        }

        private Path with(String end) {
            return parent.resolve(place.getFileName() + end);
        }
    }

    /** {@return the names beside {@code target}, whose folder must exist} */
    public static Names names(Path target) throws IOException {
        Path absolute = target.toAbsolutePath().normalize();
        Path folder = absolute.getParent();
        if (folder == null || absolute.getFileName() == null) {
            throw new IOException(target + " is the root");
        }
        if (!Files.isDirectory(folder)) {
            throw new NoSuchFileException(folder.toString(), null, "there is no such folder; make it first");
        }
        Path parent = folder.toRealPath();
        return new Names(parent.resolve(absolute.getFileName()), parent);
    }

    /** {@return whether nothing is there, or an empty directory} */
    public static boolean isFree(Path place) throws IOException {
        if (!Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            return true;
        }
        if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.findAny().isEmpty();
        }
    }

    public static Path create(Path directory) throws IOException {
        return Files.createDirectory(directory, NewFiles.onlyOwner(directory, "rwx------"));
    }

    public static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
}
