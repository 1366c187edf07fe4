package dev.podregistry.log.chronicle;

import dev.podregistry.log.chronicle.disk.FileWindow;
import dev.podregistry.log.chronicle.disk.Fsync;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Knows, for everything below a directory, what is on the disk for certain and what may or may not be.
 *
 * <p>A sync of a file makes its pages and its size certain, a sync of a folder its names. Whatever was written since is in
 * doubt, each page, size and name on its own, in any of the versions that were {@linkplain #look seen} since.
 */
final class SimulatedDisk implements Fsync, AutoCloseable {

    private static final int PAGE = FileWindow.PAGE;
    private static final byte[] BLANK = new byte[PAGE];

    private final Path root;
    private final Runnable looking;
    private final Map<Object, Node> nodes = new LinkedHashMap<>();

    /** A file or folder, whatever its name. */
    private static final class Node {
        private Closeable held;
        private boolean folder;
        private boolean seen;
        private String place = "";
        private Object parent = "";
        private Place certain;
        private final TreeMap<Long, byte[]> pages = new TreeMap<>();
        private final TreeMap<Long, byte[]> certainPages = new TreeMap<>();
        private final Map<Long, List<byte[]>> versions = new LinkedHashMap<>();
        private long size;
        private long certainSize;
        private final Set<Long> sizes = new TreeSet<>();
    }

    private record Place(Object parent, String name) {}

    /** Begins with everything as it is being certain; {@code looking} is told whenever something is about to change. */
    SimulatedDisk(Path root, Runnable looking) {
        this.root = root;
        this.looking = looking;
        look();
        for (Node node : nodes.values()) {
            makeCertain(node);
            node.certain = new Place(node.parent, node.place);
        }
    }

    private static void makeCertain(Node node) {
        node.certainPages.clear();
        node.certainPages.putAll(node.pages);
        node.certainSize = node.size;
        node.versions.clear();
        node.sizes.clear();
    }

    @Override
    public void file(Path path, FileDescriptor open) throws IOException {
        looking.run();
        look();
        makeCertain(nodes.get(key(path)));
        looking.run();
    }

    @Override
    public void names(Path folder) throws IOException {
        looking.run();
        look();
        if (folder.startsWith(root)) {
            Object key = key(folder);
            for (Node node : nodes.values()) {
                boolean left = node.certain != null && node.certain.parent().equals(key);
                if (node.parent.equals(key) || left) {
                    node.certain = node.seen ? new Place(node.parent, node.place) : null;
                }
            }
        }
        looking.run();
    }

    /** Takes notice of everything as it is now. */
    void look() {
        nodes.values().forEach(node -> node.seen = false);
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted().toList()) {
                if (!path.endsWith("lock")) {
                    look(path);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("StreamResourceLeak") // held until the end, see there
    private void look(Path path) throws IOException {
        Node node = nodes.computeIfAbsent(key(path), key -> new Node());
        node.seen = true;
        node.folder = Files.isDirectory(path);
        if (node.held == null) {
            // What is held keeps its number when it is deleted; nothing new is taken for it then.
            node.held = node.folder ? Files.newDirectoryStream(path) : new RandomAccessFile(path.toFile(), "r");
        }
        node.place = path.equals(root) ? "" : path.getFileName().toString();
        node.parent = path.equals(root) ? "" : key(path.getParent());
        if (!node.folder) {
            read(path, node);
        }
    }

    private static void read(Path path, Node node) throws IOException {
        try (FileWindow file = FileWindow.open(path)) {
            for (long at = 0; at < file.size(); at += PAGE) {
                byte[] before = node.pages.getOrDefault(at, BLANK);
                byte[] now = file.isBlank(at) ? BLANK : file.bytesAt(at, PAGE);
                if (!Arrays.equals(before, now)) {
                    node.versions.computeIfAbsent(at, page -> new ArrayList<>()).add(now);
                    node.pages.put(at, now);
                }
            }
            if (node.size != file.size()) {
                node.size = file.size();
                node.sizes.add(node.size);
            }
        }
    }

    private static Object key(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    }

    @Override
    public void close() throws IOException {
        for (Node node : nodes.values()) {
            node.held.close();
        }
    }

    /** Builds what a loss of power right now may leave. */
    void lose(Path image, Random random) throws IOException {
        int mood = random.nextInt(4);
        Map<Object, Place> places = places(mood, random);
        for (Map.Entry<Object, Place> entry : places.entrySet()) {
            Path path = path(entry.getKey(), places, image);
            Node node = nodes.get(entry.getKey());
            if (path != null && node.folder) {
                Files.createDirectories(path);
            } else if (path != null) {
                Files.createDirectories(path.getParent());
                write(node, path, mood, random);
            }
        }
    }

    /** {@return a place for every node that has one; of two in one place, the one that came later is there} */
    private Map<Object, Place> places(int mood, Random random) {
        Map<Object, Place> places = new LinkedHashMap<>();
        Map<Place, Object> moved = new LinkedHashMap<>();
        Map<Object, Place> stayed = new LinkedHashMap<>();
        nodes.forEach((key, node) -> {
            Place now = node.seen ? new Place(node.parent, node.place) : null;
            if (now != null && (now.equals(node.certain) || pick(mood, random))) {
                places.put(key, now);
                moved.put(now, key);
            } else if (node.certain != null) {
                stayed.put(key, node.certain);
            }
        });
        stayed.forEach((key, place) -> {
            if (!moved.containsKey(place)) {
                places.put(key, place);
            }
        });
        return places;
    }

    /** {@return whether what is in doubt is there: all of it, nothing of it, or as the coin falls} */
    private static boolean pick(int mood, Random random) {
        return mood == 0 || (mood != 1 && random.nextInt(4) < mood);
    }

    private Path path(Object key, Map<Object, Place> places, Path image) {
        Place place = places.get(key);
        if (place == null) {
            return null;
        }
        if (place.parent().equals("")) {
            return image;
        }
        Path parent = path(place.parent(), places, image);
        return parent == null ? null : parent.resolve(place.name());
    }

    private static void write(Node node, Path path, int mood, Random random) throws IOException {
        List<Long> sizes = new ArrayList<>(node.sizes);
        boolean resized = !sizes.isEmpty() && pick(mood, random);
        long size = resized ? sizes.get(random.nextInt(sizes.size())) : node.certainSize;
        Set<Long> all = new TreeSet<>(node.certainPages.keySet());
        all.addAll(node.versions.keySet());
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength(size);
            for (long at : all) {
                byte[] page = version(node, at, mood, random);
                if (at < size && !Arrays.equals(page, BLANK)) {
                    file.seek(at);
                    file.write(page, 0, (int) Math.min(PAGE, size - at));
                }
            }
        }
    }

    private static byte[] version(Node node, long at, int mood, Random random) {
        List<byte[]> since = node.versions.getOrDefault(at, List.of());
        if (since.isEmpty() || !pick(mood, random)) {
            return node.certainPages.getOrDefault(at, BLANK);
        }
        return since.get(mood == 0 ? since.size() - 1 : random.nextInt(since.size()));
    }
}
