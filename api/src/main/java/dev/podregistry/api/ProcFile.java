package dev.podregistry.api;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code /proc} that is kept open once it was read, so that it can be read again when the process has no
 * descriptor left. Thread-safe.
 *
 * <p>Files are read as streams: an interrupt would close a channel, and an interrupted caller wants a true verdict too.
 */
final class ProcFile {

    private final Path path;
    private @Nullable RandomAccessFile file;

    ProcFile(Path path) {
        this.path = path;
    }

    /** {@return what it says now} */
    synchronized String read() throws IOException {
        RandomAccessFile open = file;
        if (open == null) {
            open = new RandomAccessFile(path.toFile(), "r");
            file = open;
        }
        open.seek(0);
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[8192];
        for (int count = open.read(buffer); count >= 0; count = open.read(buffer)) {
            text.append(new String(buffer, 0, count, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }

    /** {@return the bytes of a file of proc, each as a character: a process may call itself anything} */
    static String read(Path path) throws IOException {
        try (InputStream in = new FileInputStream(path.toFile())) {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    /** {@return the words that follow {@code name} on the first line that begins with it; none if there is no such line} */
    static List<String> words(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name))
                .map(line -> words(line.substring(name.length())))
                .findFirst()
                .orElse(List.of());
    }

    /** {@return the words of a text} */
    static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
    }
}
