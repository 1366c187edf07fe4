package dev.podregistry.api;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When this boot began, by the clock as it is set now.
 *
 * @param proc where proc is mounted
 * @param mount how it is mounted
 */
record BootTime(Path proc, ProcMount mount) {

    /** {@return the time, or null when the kernel does not tell it here} */
    @Nullable
    Instant read() {
        try {
            List<String> words = ProcFile.words(ProcFile.read(proc.resolve("stat")), "btime");
            return words.isEmpty() || !mount.shows("stat") ? null : Instant.ofEpochSecond(Long.parseLong(words.get(0)));
        } catch (IOException | RuntimeException e) {
            return null;
        }
    }
}
