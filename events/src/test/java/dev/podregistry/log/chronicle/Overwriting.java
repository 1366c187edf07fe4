package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Changes bytes of a log behind its back. */
final class Overwriting {

    private Overwriting() {}

    /** Writes {@code by} over where {@code what} begins, in whichever file that is. */
    static void of(Path registry, String what, String by) throws IOException {
        boolean done = false;
        for (Path day : new RegistryDirectory(registry).days()) {
            StringBuilder text = new StringBuilder(Files.readString(day, StandardCharsets.ISO_8859_1));
            int at = text.indexOf(what);
            if (at >= 0) {
                Files.writeString(day, text.replace(at, at + by.length(), by), StandardCharsets.ISO_8859_1);
                done = true;
            }
        }
        assertTrue(done, what);
    }
}
