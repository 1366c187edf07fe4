package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.log.Transcript;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A registry directory as the first version wrote it, over two days: it must be read, and written on, for ever. */
final class GoldenQueueTest {

    @TempDir
    Path directory;

    @BeforeEach
    void unzip() throws IOException {
        InputStream golden = GoldenQueueTest.class.getResourceAsStream("/golden/v1-registry.zip");
        try (ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(golden))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    private static List<String> lines() {
        EventCodec codec = new EventCodec();
        return Samples.lines().stream().map(codec::encode).toList();
    }

    private static List<String> stored(Transcript transcript) {
        return transcript.recorded().stream().map(event -> event.stored()).toList();
    }

    @Test
    void itIsRead() {
        Transcript read = Logs.read(directory);
        assertEquals(Samples.events(), read.events());
        assertEquals(lines(), stored(read));
    }

    @Test
    void itIsWrittenOn() {
        try (ChronicleLog log = Logs.open(directory)) {
            assertTrue(log.recovery().isEmpty());
            Logs.append(log, "later");
        }
        Transcript read = Logs.read(directory);
        assertEquals(lines(), stored(read).subList(0, lines().size()));
        assertEquals("later", read.pods().get(lines().size()));
    }
}
