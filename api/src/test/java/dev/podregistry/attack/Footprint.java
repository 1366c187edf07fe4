package dev.podregistry.attack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this JVM has of a directory: open files, mapped memory, and the system's locks. */
public final class Footprint {

    private static final Path FILES = Path.of("/proc/self/fd");

    private Footprint() {}

    /** {@return the open descriptors of files whose paths begin so} */
    public static List<String> openFiles(Path below) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(FILES)) {
            for (Path descriptor : descriptors.toList()) {
                String target = target(descriptor);
                if (target.startsWith(below.toString())) {
                    found.add(target);
                }
            }
        }
        return found;
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException e) {
            return "closed meanwhile";
        }
    }

    /** {@return all that keeps files of the directory in use, once nothing should} */
    static List<String> of(Path directory, String lockInode) throws IOException {
        List<String> found = new ArrayList<>(openFiles(directory));
        Files.readString(Path.of("/proc/self/maps"))
                .lines()
                .filter(line -> line.contains(directory.toString()))
                .forEach(found::add);
        String self = " " + ProcessHandle.current().pid() + " ";
        Files.readString(Path.of("/proc/locks"))
                .lines()
                .filter(line -> line.contains(self) && line.contains(":" + lockInode + " "))
                .forEach(found::add);
        return found;
    }

    static String inode(Path file) throws IOException {
        return Files.getAttribute(file, "unix:ino").toString();
    }

    /** {@return the names of the threads that live, without their numbers and those that carry virtual threads} */
    static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceAll("\\d+", "N"))
                .filter(name -> !name.startsWith("ForkJoinPool"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
