package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a log has come, damaged or not: what any of its lines says, wherever in a file it stands.
 *
 * @param last the greatest sequence, 0 for none
 * @param epoch the greatest epoch of tokens, 0 for none
 */
record Reach(long last, long epoch) {

    static final Reach NONE = new Reach(0, 0);

    /** A quote within a text is escaped, so no name can look like these. */
    private static final Pattern SAID = Pattern.compile(
            "\\{\"schema\":[0-9]{1,9},\"sequence\":([0-9]{1,18}),|\\{\"type\":\"Restored\",\"epoch\":([0-9]{1,10})\\}");

    private static final int BLOCK = 1 << 20;

    /** Longer than what is looked for. */
    private static final int OVERLAP = 128;

    /** {@return what is left of the log in a queue's folder} */
    static Reach of(Path queue) throws IOException {
        Reach found = NONE;
        if (Files.isDirectory(queue)) {
            for (Path day : RegistryDirectory.days(queue)) {
                found = found.and(in(day));
            }
        }
        return found;
    }

    /** {@return how far either has come} */
    Reach and(Reach other) {
        return new Reach(Math.max(last, other.last), Math.max(epoch, other.epoch));
    }

    private static Reach in(Path day) throws IOException {
        Reach found = NONE;
        try (InputStream bytes = Files.newInputStream(day)) {
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
                            ? new Reach(0, Long.parseLong(matcher.group(2)))
                            : new Reach(Long.parseLong(matcher.group(1)), 0));
        }
        return found;
    }
}
