package dev.podregistry.path;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes along a path name by name. */
final class Walk {

    /**
     * Where a path leads.
     *
     * @param existing the path without links to what exists of it
     * @param missing the names that do not, relative to that; empty when all exists
     */
    record End(Path existing, Path missing) {}

    private final Disk disk;
    private final Deque<Path> ahead = new ArrayDeque<>();
    private Path at;
    /** How many of the last names of {@code at} do not exist. */
    private int missing;

    private int links;

    private Walk(Disk disk, Path start, Path ahead) {
        this.disk = disk;
        this.at = start;
        lead(ahead);
    }

    /** {@return where {@code absolute} leads} */
    static End along(Disk disk, Path absolute) throws IOException {
        return start(disk, absolute).end();
    }

    /** The system can go all the way but the last step at once, or as far as everything exists. */
    private static Walk start(Disk disk, Path absolute) {
        Path known = absolute.getParent();
        try {
            while (known != null && !disk.exists(known)) {
                known = known.getParent();
            }
            if (known != null) {
                return new Walk(
                        disk, disk.real(known), absolute.subpath(known.getNameCount(), absolute.getNameCount()));
            }
        } catch (IOException e) {
            // The walk finds out what there is, and says what is wrong.
        }
        return new Walk(disk, absolute.getRoot(), absolute);
    }

    private End end() throws IOException {
        while (!ahead.isEmpty()) {
            go(ahead.pop());
        }
        Path existing = at;
        for (int i = 0; i < missing; i++) {
            existing = parent(existing);
        }
        return new End(existing, existing.relativize(at));
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
        if (++links > FileSystemPaths.MAX_LINKS) {
            throw new FileSystemException(
                    link.toString(),
                    null,
                    "more than " + FileSystemPaths.MAX_LINKS
                            + " symbolic links follow each other, in a loop perhaps; name the place itself");
        }
        Path target = disk.readLink(link);
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

    private @Nullable BasicFileAttributes attributes(Path path) throws IOException {
        try {
            return disk.attributes(path);
        } catch (FileSystemException e) {
            BasicFileAttributes folder = disk.attributes(parent(path));
            if (folder != null && folder.isRegularFile()) {
                return null;
            }
            throw e;
        }
    }
}
