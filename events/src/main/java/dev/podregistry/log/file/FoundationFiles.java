package dev.podregistry.log.file;

import dev.podregistry.event.Foundation;
import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Snapshot;
import dev.podregistry.log.json.FoundationCodec;
import dev.podregistry.log.json.FoundationCodec.Head;
import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.NewFiles;
import dev.podregistry.log.place.Trust;
import dev.podregistry.model.Actor;
import dev.podregistry.model.DamagedLogException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The foundation of a history as files beside the events that go on from it, so that they move, and are copied, as one.
 *
 * <pre>
 * &lt;registry&gt;/queue/
 *   foundation.json                       0600  a line that proves the next, and what {@link FoundationCodec} writes
 *   snapshot-00000000000000012345.json    0600  the snapshot that it is made of, byte for byte
 * </pre>
 *
 * <p>They are written once, and nothing changes or removes them.
 */
public final class FoundationFiles {

    private static final String NAME = "foundation.json";
    private static final FoundationCodec CODEC = new FoundationCodec();
    private static final int GREATEST = 1 << 20;
    private static final Pattern FORM = Pattern.compile("\\{\"sha256\":\"([0-9a-f]{64})\"\\}\n(.*)\n");

    private final Path queue;
    private final Path file;

    private FoundationFiles(Path queue) {
        this.queue = queue;
        this.file = queue.resolve(NAME);
    }

    /** {@return the foundation in the folder of a log's events, there or not} */
    public static FoundationFiles in(Path queue) {
        return new FoundationFiles(queue);
    }

    /** {@return whether a file of that name, in such a folder, is of a foundation} */
    public static boolean isOne(Path file) {
        return file.getFileName().toString().equals(NAME) || SnapshotFile.of(file) != null;
    }

    /**
     * {@return the point that the history begins after, {@link LogPosition#START} when it has no foundation}
     *
     * @throws DamagedLogException when what is there is not what was written
     */
    public LogPosition first() throws IOException {
        Head head = head();
        return head == null ? LogPosition.START : head.position();
    }

    /**
     * {@return the foundation, or null when there is none}
     *
     * @throws DamagedLogException when what is there is not what was written
     */
    public @Nullable Foundation read() throws IOException {
        Head head = head();
        if (head == null) {
            return null;
        }
        SnapshotFile kept = SnapshotFile.in(queue, head.position().sequence());
        return new Foundation(snapshot(kept, head), head.time(), head.accepted(), head.actor(), head.lost());
    }

    private static Snapshot snapshot(SnapshotFile kept, Head head) throws IOException {
        try {
            Snapshot snapshot = kept.read();
            if (!kept.digest().equals(head.snapshot())
                    || !snapshot.bookmark().position().equals(head.position())) {
                throw new IllegalArgumentException("it is not the one that " + NAME + " tells of");
            }
            return snapshot;
        } catch (NoSuchFileException e) {
            throw damaged(kept.path(), "it is missing", e);
        } catch (IllegalArgumentException e) {
            throw damaged(kept.path(), String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable Head head() throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return null;
        }
        try {
            return decoded();
        } catch (IllegalArgumentException e) {
            throw damaged(file, String.valueOf(e.getMessage()), e);
        }
    }

    private Head decoded() throws IOException {
        String defect = Trust.in(queue.resolveSibling(".")).defect(file, FileFacts.Type.FILE);
        if (defect != null) {
            throw new IllegalArgumentException(defect);
        }
        if (Files.size(file) > GREATEST) {
            throw new IllegalArgumentException("it is longer than any");
        }
        Matcher lines = FORM.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        if (!lines.matches() || !lines.group(1).equals(SnapshotFile.sha256(rest(lines.group(2))))) {
            throw new IllegalArgumentException("its SHA-256 is not the one in its first line");
        }
        return CODEC.decode(lines.group(2));
    }

    private static byte[] rest(String line) {
        return (line + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static DamagedLogException damaged(Path file, String defect, Exception cause) {
        return new DamagedLogException(
                file.toString(),
                1,
                "the history goes on from what this file holds, and " + defect
                        + "; put it back from a backup, or from the registry's quarantine",
                cause);
    }

    /**
     * Writes a foundation into a folder that has none; it is on the disk when the caller has put it there.
     *
     * @param snapshot of the events before it, in the registry's folder of snapshots
     * @param time when the last of these was appended, or null when nobody knows
     */
    public void write(Path snapshot, LogPosition at, @Nullable Instant time, Instant accepted, Actor by, String lost)
            throws IOException {
        SnapshotFile kept = SnapshotFile.in(queue, at.sequence());
        create(kept.path(), Files.readAllBytes(snapshot));
        String line = CODEC.encode(new Head(at, time, kept.digest(), accepted, by, lost));
        String proof = "{\"sha256\":\"" + SnapshotFile.sha256(rest(line)) + "\"}\n";
        create(file, (proof + line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        read();
    }

    /** Copies the foundation, if there is one, into another folder; it is on the disk when the caller has put it there. */
    public void copyTo(Path other) throws IOException {
        if (head() == null) {
            return;
        }
        read();
        for (Path each : files()) {
            create(other.resolve(each.getFileName()), Files.readAllBytes(each));
        }
    }

    private static void create(Path file, byte[] bytes) throws IOException {
        NewFiles.createFile(file);
        Files.write(file, bytes, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    }

    /** {@return the files that are there} */
    public List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(queue)) {
            return files.filter(FoundationFiles::isOne).sorted().toList();
        }
    }
}
