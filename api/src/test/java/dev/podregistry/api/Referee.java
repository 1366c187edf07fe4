package dev.podregistry.api;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Sees to it that no two live processes write one path: a writer leaves a mark for each path it writes, which only one
 * can make. A mark is a symbolic link to its writer's name, as that is made at once, name and all.
 */
final class Referee {

    private final Path folder;

    Referee(Path folder) {
        this.folder = folder;
    }

    /**
     * Begins to write.
     *
     * @throws IllegalStateException when a live process writes one of the paths
     */
    void enter(List<String> paths, String writer) throws IOException {
        for (String path : paths) {
            Path mark = mark(path);
            Path entry = Path.of(ProcessHandle.current().pid() + " " + writer);
            try {
                Files.createSymbolicLink(mark, entry);
            } catch (FileAlreadyExistsException e) {
                Path other = Files.readSymbolicLink(mark);
                if (isAlive(Long.parseLong(other.toString().split(" ", -1)[0]))) {
                    throw new IllegalStateException(path + " has two writers: " + other + " and " + entry, e);
                }
                Files.delete(mark);
                Files.createSymbolicLink(mark, entry);
            }
        }
    }

    /** Ends writing. */
    void leave(List<String> paths) throws IOException {
        for (String path : paths) {
            Files.delete(mark(path));
        }
    }

    private Path mark(String path) {
        return folder.resolve(path.replace('/', '_'));
    }

    private static boolean isAlive(long pid) {
        try {
            LiveProcess.of(pid);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
