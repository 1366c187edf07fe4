package dev.podregistry.path;

import dev.podregistry.model.Quoted;
import dev.podregistry.model.ScopePath;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Canonical paths as the file system has them. */
public final class FileSystemPaths implements PathResolver {

    /** How many symbolic links are followed name by name, as on Linux; those in what exists the system follows and counts. */
    static final int MAX_LINKS = 40;

    private static final FileSystemPaths SYSTEM = new FileSystemPaths(FileSystems.getDefault());

    private final FileSystem fileSystem;

    FileSystemPaths(FileSystem fileSystem) {
        this.fileSystem = fileSystem;
    }

    /** {@return the paths of this machine's file system} */
    public static FileSystemPaths ofSystem() {
        return SYSTEM;
    }

    @Override
    public Resolution resolve(String text) {
        Resolution byText = LogicalPaths.resolve(text);
        if (byText instanceof Resolution.Invalid) {
            return byText;
        }
        try {
            String path = text(Walk.along(fileSystem.getPath(text)).end());
            String defect = ScopePath.defect(path);
            return defect == null
                    ? new Resolution.Canonical(new ScopePath(path))
                    : new Resolution.Invalid("leads to " + Quoted.text(path) + ", which " + defect);
        } catch (InvalidPathException e) {
            return new Resolution.Invalid("is no path on this system: " + e.getReason());
        } catch (FileSystemException e) {
            String reason = e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
            return new Resolution.Invalid("cannot be resolved at " + Quoted.text(e.getFile()) + ": " + reason);
        } catch (IOException e) {
            return new Resolution.Invalid("cannot be resolved: " + e);
        }
    }

    @Override
    public Resolution claim(String text, boolean recursive) {
        Resolution resolution = resolve(text);
        if (resolution instanceof Resolution.Canonical canonical) {
            String objection = NamePattern.objection(canonical.path(), this::exists);
            return objection == null ? resolution : new Resolution.Invalid(objection);
        }
        return resolution;
    }

    private boolean exists(ScopePath path) {
        return Files.exists(fileSystem.getPath(path.value()), LinkOption.NOFOLLOW_LINKS);
    }

    /** A link may lead to a name whose bytes are no text here; the text that stands for it would be another path's. */
    private String text(Path path) throws FileSystemException {
        String text = path.toString();
        if (!fileSystem.getPath(text).equals(path)) {
            throw new FileSystemException(text, null, "a name there is not text in the encoding of this JVM");
        }
        return text;
    }

    /** Goes along a path name by name. */
    private static final class Walk {

        private final Deque<Path> ahead = new ArrayDeque<>();
        private Path at;
        /** How many of the last names of {@code at} do not exist. */
        private int missing;

        private int links;

        /** Where the walk began, if that is known to be a real path. */
        private final @Nullable Path real;

        private Walk(Path start, @Nullable Path real, Path ahead) {
            this.at = start;
            this.real = real;
            lead(ahead);
        }

        /** The system can go all the way but the last step at once, or as far as everything exists. */
        static Walk along(Path absolute) {
            Path known = absolute.getParent();
            try {
                while (known != null && !Files.exists(known)) {
                    known = known.getParent();
                }
                if (known != null) {
                    Path real = known.toRealPath();
                    return new Walk(real, real, absolute.subpath(known.getNameCount(), absolute.getNameCount()));
                }
            } catch (IOException e) {
                // The walk finds out what there is, and says what is wrong.
            }
            return new Walk(absolute.getRoot(), null, absolute);
        }

        Path end() throws IOException {
            while (!ahead.isEmpty()) {
                go(ahead.pop());
            }
            Path existing = at;
            for (int i = 0; i < missing; i++) {
                existing = parent(existing);
            }
            // No link is left; a file system that ignores case still has one true spelling.
            Path spelled = existing.equals(real) ? existing : existing.toRealPath();
            return missing == 0 ? spelled : spelled.resolve(existing.relativize(at));
        }

        private void go(Path name) throws IOException {
            if (name.toString().equals("..")) {
                at = parent(at);
                missing = Math.max(0, missing - 1);
            } else if (!name.toString().equals(".") && !name.toString().isEmpty()) {
                enter(at.resolve(name));
            }
        }

        private void enter(Path next) throws IOException {
            BasicFileAttributes found = missing > 0 ? null : attributes(next);
            if (found == null) {
                missing++;
                at = next;
            } else if (found.isSymbolicLink()) {
                follow(next);
            } else {
                at = next;
            }
        }

        private void follow(Path link) throws IOException {
            if (++links > MAX_LINKS) {
                throw new FileSystemException(
                        link.toString(), null, "more than " + MAX_LINKS + " symbolic links follow each other; a loop?");
            }
            Path target = Files.readSymbolicLink(link);
            if (target.isAbsolute()) {
                at = target.getRoot();
            }
            lead(target);
        }

        private void lead(Path path) {
            List<Path> names = new ArrayList<>();
            path.forEach(names::add);
            for (int i = names.size() - 1; i >= 0; i--) {
                ahead.push(names.get(i));
            }
        }

        private static Path parent(Path path) {
            Path parent = path.getParent();
            return parent == null ? path : parent;
        }

        private static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
            try {
                return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            } catch (NoSuchFileException e) {
                return null;
            } catch (FileSystemException e) {
                if (Files.isRegularFile(parent(path))) {
                    return null;
                }
                throw e;
            }
        }
    }
}
