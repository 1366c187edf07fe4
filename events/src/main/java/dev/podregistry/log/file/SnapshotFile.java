package dev.podregistry.log.file;

import dev.podregistry.event.Snapshot;
import dev.podregistry.log.json.SnapshotCodec;
import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.NewFiles;
import dev.podregistry.log.place.Trust;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One snapshot as a file: a line that proves the rest, and the snapshot as {@link SnapshotCodec} writes it.
 *
 * <pre>
 * {"sha256":"64 hexadecimal digits"}    of all bytes after this line
 * {"schema":1,"sequence":12345,…}       the head: where in the log it was taken, and what follows
 * {"pod":…}                             a line for each allocation
 * {"command":…}                         a line for each recent command
 * </pre>
 *
 * @param path the file
 * @param sequence the sequence that its name says it is of
 */
record SnapshotFile(Path path, long sequence) {

    private static final SnapshotCodec CODEC = new SnapshotCodec();
    private static final Pattern NAME = Pattern.compile("snapshot-(00[0-9]{18})\\.json");
    private static final String NO_DIGEST = "0".repeat(64);
    private static final String BEFORE_DIGEST = "{\"sha256\":\"";
    private static final int PROOF = proof(NO_DIGEST).length;

    /** {@return the file of a snapshot, there or not} */
    static SnapshotFile in(Path folder, long sequence) {
        return new SnapshotFile(folder.resolve(String.format(Locale.ROOT, "snapshot-%020d.json", sequence)), sequence);
    }

    /** {@return the file as a snapshot, or null when its name is no snapshot's} */
    static @Nullable SnapshotFile of(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        return name.matches() ? new SnapshotFile(file, Long.parseLong(name.group(1))) : null;
    }

    private static byte[] proof(String digest) {
        return (BEFORE_DIGEST + digest + "\"}\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** {@return the SHA-256 of some bytes, in hexadecimal digits} */
    static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(sha256().digest(bytes));
    }

    private static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * Writes a snapshot to a new file and puts it on the disk.
     */
    static void write(Snapshot snapshot, Path file) throws IOException {
        NewFiles.createFile(file);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            OutputStream bytes = Channels.newOutputStream(channel);
            bytes.write(proof(NO_DIGEST));
            DigestOutputStream rest = new DigestOutputStream(bytes, sha256());
            OutputStream buffered = new BufferedOutputStream(rest, 64 << 10);
            CODEC.write(snapshot, buffered);
            buffered.flush();
            channel.position(0);
            bytes.write(proof(hex(rest.getMessageDigest())));
            channel.force(true);
        }
    }

    /** A file that was made longer is full of zeros, which no text has, and there may be no end of them. */
    private static MessageDigest digestOfText(InputStream file) throws IOException {
        MessageDigest digest = sha256();
        byte[] block = new byte[64 << 10];
        for (int read = file.read(block); read > 0; read = file.read(block)) {
            if (block[read - 1] == 0) {
                throw new IllegalArgumentException(
                        "its SHA-256 is not the one in its first line: it goes on with zeros");
            }
            digest.update(block, 0, read);
        }
        return digest;
    }

    /** {@return the directory that the snapshots lie in a folder of} */
    private Path registry() {
        return path.toAbsolutePath().resolve("../..").normalize();
    }

    /** {@return the SHA-256 in its first line} */
    String digest() throws IOException {
        try (InputStream file = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
            file.skipNBytes(BEFORE_DIGEST.length());
            return new String(file.readNBytes(NO_DIGEST.length()), StandardCharsets.US_ASCII);
        }
    }

    /**
     * {@return the snapshot in this file}
     *
     * <p>Nothing is made of its contents before they are proven.
     *
     * @throws IllegalArgumentException naming the defect, when it is not what was written
     */
    Snapshot read() throws IOException {
        String defect = Trust.in(registry()).defect(path, FileFacts.Type.FILE);
        if (defect != null) {
            throw new IllegalArgumentException(defect);
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                InputStream file = Channels.newInputStream(channel)) {
            byte[] proof = file.readNBytes(PROOF);
            if (!Arrays.equals(proof, proof(hex(digestOfText(file))))) {
                throw new IllegalArgumentException("its SHA-256 is not the one in its first line");
            }
            channel.position(PROOF);
            return CODEC.read(file);
        }
    }
}
