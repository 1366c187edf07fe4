package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.Event;
import dev.podregistry.log.chronicle.disk.Mark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a registry has come, damaged or not: what any line in its log, its manifest, its snapshots and its quarantine says,
 * wherever in a file it stands.
 *
 * @param last the greatest sequence, 0 for none
 * @param epoch the greatest epoch of tokens, 0 for none
 */
public record Reach(long last, long epoch) {

    static final Reach NONE = new Reach(0, 0);

    /** A quote within a text is escaped, so no name can look like these. A sequence of more digits no log has come to. */
    private static final Pattern SAID = Pattern.compile(
            "\\{\"schema\":[0-9]{1,9},\"sequence\":([0-9]{1,12}),|,\"(?:epoch|number)\":([0-9]{1,10})\\}");

    private static final String LOG = "queue";
    private static final List<String> ALL = List.of(LOG, "rebuild", "quarantine", "snapshots", Mark.NAME);

    private static final int BLOCK = 1 << 20;

    /** Longer than what is looked for. */
    private static final int OVERLAP = 128;

    /** {@return what is left in a registry's directory, in which others may remove files meanwhile} */
    public static Reach of(Path registry) throws IOException {
        return of(registry, ALL);
    }

    /** {@return what is left of the log alone} */
    public static Reach ofLog(Path registry) throws IOException {
        return of(registry, List.of(LOG));
    }

    private static Reach of(Path registry, List<String> parts) throws IOException {
        Gathering gathering = new Gathering();
        for (String part : Files.isDirectory(registry) ? parts : List.<String>of()) {
            Files.walkFileTree(registry.resolve(part), gathering);
        }
        return gathering.found;
    }

    private static final class Gathering extends SimpleFileVisitor<Path> {

        private Reach found = NONE;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            try {
                found = attributes.isRegularFile() ? found.and(in(file)) : found;
                return FileVisitResult.CONTINUE;
            } catch (NoSuchFileException e) {
                return visitFileFailed(file, e);
            }
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }

    /** {@return how far either has come} */
    public Reach and(Reach other) {
        return new Reach(Math.max(last, other.last), Math.max(epoch, other.epoch));
    }

    private static Reach in(Path file) throws IOException {
        Reach found = NONE;
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] block = new byte[OVERLAP + BLOCK];
            int kept = 0;
            int read = bytes.readNBytes(block, 0, BLOCK);
            while (read > 0) {
                int length = kept + read;
                found = found.and(said(new String(block, 0, length, StandardCharsets.ISO_8859_1)));
                kept = Math.min(OVERLAP, length);
                System.arraycopy(block, length - kept, block, 0, kept);
                read = bytes.readNBytes(block, kept, BLOCK);
            }
        }
        return found;
    }

    private static Reach said(String text) {
        Reach found = NONE;
        Matcher matcher = SAID.matcher(text);
        while (matcher.find()) {
            found = found.and(
                    matcher.group(1) == null
                            ? new Reach(0, epoch(matcher.group(2)))
                            : new Reach(Long.parseLong(matcher.group(1)), 0));
        }
        return found;
    }

    /** One greater than the greatest is damaged, and no restore could begin a greater one. */
    private static long epoch(String digits) {
        long epoch = Long.parseLong(digits);
        return epoch > Event.Restored.GREATEST ? 0 : epoch;
    }
}
