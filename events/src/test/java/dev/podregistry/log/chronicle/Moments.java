package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.disk.Drive;
import dev.podregistry.log.chronicle.disk.Fsync;
import dev.podregistry.model.Durability;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A registry whose log was torn, as it is at each step of the recovery: each change of a name is one, and so is each sync. */
public final class Moments {

    static final String DAY = "20260131F.cq4";

    private final Path temporary;
    private final List<Path> moments = new ArrayList<>();
    private final byte[] torn;
    private final List<Recorded> kept;

    private Moments(Path temporary, byte[] torn, List<Recorded> kept) {
        this.temporary = temporary;
        this.torn = torn;
        this.kept = kept;
    }

    /** {@return the moments of one recovery, below a folder} */
    static Moments of(Path temporary) throws IOException {
        Path directory = Files.createDirectories(temporary.resolve("registry"));
        List<Recorded> kept = tear(directory);
        byte[] torn = Files.readAllBytes(directory.resolve("queue").resolve(DAY));
        Moments moments = new Moments(temporary, torn, kept);
        try (ChronicleLog log = open(directory, moments.new Copying(directory))) {
            assertTrue(log.recovery().isPresent());
        }
        return moments;
    }

    /** {@return the events before the third of four, which is torn now} */
    static List<Recorded> tear(Path directory) throws IOException {
        try (ChronicleLog log = open(directory, Fsync.SYSTEM)) {
            for (String pod : List.of("a", "b", "c", "d")) {
                Logs.append(log, pod);
            }
        }
        List<Recorded> kept = Logs.read(directory).recorded().subList(0, 2);
        Path day = directory.resolve("queue").resolve(DAY);
        long third = Files.readString(day, StandardCharsets.ISO_8859_1).indexOf("{\"schema\":1,\"sequence\":3,");
        try (RandomAccessFile raw = new RandomAccessFile(day.toFile(), "rw")) {
            raw.seek(third);
            raw.write(new byte[20]);
        }
        return kept;
    }

    static ChronicleLog open(Path directory, Fsync fsync) {
        ChronicleLogOptions options = ChronicleLogOptions.DEFAULT
                .with(Durability.PAGE_CACHE)
                .withClock(() -> Instant.parse("2026-01-31T12:00:00Z"));
        return ChronicleLog.open(directory, options, LogPosition.START, new Drive(fsync, 0));
    }

    static ChronicleLog open(Path directory) {
        return open(directory, Fsync.SYSTEM);
    }

    /** Copies the registry as it is at each step, which a sync ends. */
    private final class Copying implements Fsync {

        private final Path directory;

        Copying(Path directory) {
            this.directory = directory;
        }

        @Override
        public void file(Path path, FileDescriptor open) throws IOException {
            copy();
        }

        @Override
        public void names(Path folder) throws IOException {
            copy();
        }

        private void copy() throws IOException {
            Path moment = temporary.resolve("moment-" + moments.size());
            Moments.copy(directory, moment);
            if (moments.isEmpty() || !content(moment).equals(content(moments.get(moments.size() - 1)))) {
                moments.add(moment);
            } else {
                delete(moment);
            }
        }
    }

    /** {@return a copy of the registry at each moment, which is the caller's} */
    List<Path> copies() throws IOException {
        Path copies = Files.createTempDirectory(temporary, "copies");
        List<Path> all = new ArrayList<>();
        for (Path moment : moments) {
            Path copy = copies.resolve(moment.getFileName());
            copy(moment, copy);
            all.add(copy);
        }
        return all;
    }

    /** {@return a copy of the registry as it is between the two moves of the queue} */
    Path betweenTheMoves() throws IOException {
        return copies().stream().filter(Moments::isBetweenTheMoves).findFirst().orElseThrow();
    }

    static boolean isBetweenTheMoves(Path moment) {
        return !Files.exists(moment.resolve("queue")) && Files.exists(moment.resolve("rebuild/queue"));
    }

    /** {@return the events that every recovery has to keep} */
    List<Recorded> kept() {
        return kept;
    }

    /** {@return the file of events as it was found} */
    byte[] torn() {
        return torn;
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.filter(path -> !path.endsWith("lock")).toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** {@return all files and folders with what is in them, but for the lock} */
    static TreeMap<String, String> content(Path directory) throws IOException {
        TreeMap<String, String> content = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(path -> !path.endsWith("lock")).toList()) {
                content.put(
                        directory.relativize(path).toString(),
                        Files.isRegularFile(path) ? Files.readString(path, StandardCharsets.ISO_8859_1) : "folder");
            }
        }
        return content;
    }

    /** {@return all files and folders with who may do what with them} */
    static TreeMap<String, Object> attributes(Path directory) throws IOException {
        TreeMap<String, Object> attributes = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.filter(path -> !path.endsWith("lock")).toList()) {
                attributes.put(
                        directory.relativize(path).toString(),
                        Files.readAttributes(path, "posix:owner,group,permissions,fileKey"));
            }
        }
        return attributes;
    }
}
