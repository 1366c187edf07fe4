package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Event;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.json.EventCodec;
import dev.podregistry.log.json.EventLine;
import dev.podregistry.log.json.Manifest;
import dev.podregistry.log.json.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Registry directories as the first version of each schema wrote them: they must be read, and written on, for ever. */
final class GoldenQueueTest {

    @TempDir
    Path directory;

    private void unzip(String schema) throws IOException {
        InputStream golden = GoldenQueueTest.class.getResourceAsStream("/golden/" + schema + "-registry.zip");
        try (ZipInputStream zip = new ZipInputStream(Objects.requireNonNull(golden))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path file = directory.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.copy(zip, file);
            }
        }
    }

    private static Stream<Arguments> schemas() {
        return Stream.of(Arguments.of("v1", Samples.lines()), Arguments.of("v2", Samples.linesOfSchema2()));
    }

    private static List<String> stored(List<EventLine> lines) {
        EventCodec codec = new EventCodec();
        return lines.stream().map(codec::encode).toList();
    }

    private static List<String> stored(Transcript transcript) {
        return transcript.recorded().stream().map(event -> event.stored()).toList();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void itIsRead(String schema, List<EventLine> lines) throws IOException {
        unzip(schema);
        Transcript read = Logs.read(directory);
        assertEquals(lines.stream().map(EventLine::event).toList(), read.events());
        assertEquals(stored(lines), stored(read));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void itIsWrittenOn(String schema, List<EventLine> lines) throws IOException {
        unzip(schema);
        try (ChronicleLog log = Logs.open(directory)) {
            assertTrue(log.recovery().isEmpty());
            Logs.append(log, "later");
        }
        Transcript read = Logs.read(directory);
        assertEquals(stored(lines), stored(read).subList(0, lines.size()));
        assertEquals(Logs.event("later"), read.events().get(lines.size()));
    }

    /** The first version had no manifest, and a restore is what needs the second schema. */
    @Test
    void theManifestOfARestoredOneIsRead() throws IOException {
        unzip("v2");
        assertEquals(
                new Mark.Reading(
                        new Manifest(
                                Samples.time(1),
                                Logs.read(directory).recorded().get(0).hash(),
                                Event.Restored.GREATEST),
                        false,
                        null),
                new RegistryDirectory(directory).mark().read());
    }
}
