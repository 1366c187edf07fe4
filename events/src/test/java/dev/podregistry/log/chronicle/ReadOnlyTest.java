package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.podregistry.event.Bookmark;
import dev.podregistry.event.Hash;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Transcript;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.doctor.LogDoctor;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A reader leaves every byte, size, time and name as it was. */
@Timeout(600)
final class ReadOnlyTest {

    @TempDir
    Path parent;

    private Path directory;

    @BeforeEach
    void name() {
        directory = parent.resolve("registry");
    }

    private static Map<String, String> everything(Path directory) throws IOException {
        Map<String, String> everything = new TreeMap<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
                String content = is.isDirectory()
                        ? "folder"
                        : Hash.GENESIS.next(Files.readAllBytes(file)).toString();
                everything.put(
                        file.toString(), content + " " + is.size() + " " + is.lastModifiedTime() + " " + is.fileKey());
            }
        }
        return everything;
    }

    private Transcript readEverything() {
        Transcript transcript = new Transcript(LogPosition.START);
        try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
            reader.mayHaveGrown();
            reader.replay(1, event -> {});
            reader.catchUp(transcript);
            reader.catchUp(transcript);
        }
        return transcript;
    }

    @Test
    void aLogStaysAsItIs() throws Exception {
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "a", "b");
            Logs.append(log, "c");
        }
        Map<String, String> before = everything(directory);
        assertEquals(3, readEverything().pods().size());
        assertEquals(before, everything(directory));
    }

    @Test
    void aLogReadFromABookmarkStaysAsItIs() throws Exception {
        Bookmark bookmark;
        try (ChronicleLog log = Logs.open(directory)) {
            for (int i = 0; i < 1000; i++) {
                Logs.append(log, "pod-" + i);
            }
            long hint = log.hint();
            bookmark = new Bookmark(log.catchUp(event -> {}), hint);
            Logs.append(log, "last");
        }
        Map<String, String> before = everything(directory);
        for (long hint :
                new long[] {bookmark.hint(), bookmark.hint() + 1, bookmark.hint() + 2, bookmark.hint() - 500}) {
            Bookmark other = new Bookmark(bookmark.position(), hint);
            assertEquals(hint <= bookmark.hint(), ChronicleLogReader.leadsTo(directory, other));
            ChronicleLogReader.open(directory, other).close();
        }
        assertEquals(before, everything(directory));
    }

    @Test
    void anEmptyLogStaysAsItIs() throws Exception {
        Logs.open(directory).close();
        Map<String, String> before = everything(directory);
        assertEquals(LogPosition.START, readEverything().end());
        assertEquals(before, everything(directory));
    }

    @Test
    void aReaderOfAGrowingLogLeavesItAsTheWriterLeftIt() throws Exception {
        try (ChronicleLog log = Logs.open(directory)) {
            try (ChronicleLogReader reader = ChronicleLogReader.open(directory, LogPosition.START)) {
                Transcript seen = new Transcript(LogPosition.START);
                for (int i = 0; i < 20; i++) {
                    Logs.append(log, "pod-" + i);
                    Map<String, String> before = everything(directory.resolve("queue"));
                    assertEquals(i + 1, reader.catchUp(seen).sequence());
                    reader.replay(1, event -> {});
                    assertEquals(before, everything(directory.resolve("queue")));
                }
            }
        }
    }

    @Test
    void aMissingLogIsAnErrorAndCreatesNothing() throws Exception {
        assertEquals(Reason.MISSING, refused(directory));
        assertFalse(Files.exists(directory));
        assertEquals(Reason.MISSING, refused(parent));
        assertEquals(1, everything(parent).size());
    }

    @Test
    void aFileInPlaceOfAFolderIsUnsuitable() throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "text");
        assertEquals(Reason.UNSUITABLE, refused(file));
        assertEquals(
                Reason.UNSUITABLE,
                assertThrows(LogUnavailableException.class, () -> Logs.open(file))
                        .reason());
        Files.createDirectory(directory);
        Files.createFile(directory.resolve("queue"));
        assertEquals(Reason.UNSUITABLE, refused(directory));
        assertEquals(
                Reason.UNSUITABLE,
                assertThrows(LogUnavailableException.class, () -> Logs.open(directory))
                        .reason());
    }

    private void examineEverything() throws IOException {
        LogDoctor doctor = LogDoctor.of(directory);
        doctor.place();
        doctor.disk();
        doctor.sync();
        doctor.lock();
        doctor.log();
        doctor.sizes();
        doctor.quarantines();
    }

    @Test
    void theDoctorLeavesEveryStateAsItIs() throws Exception {
        Map<String, String> nothing = everything(parent);
        examineEverything();
        assertEquals(nothing, everything(parent));
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "a", "b");
            Logs.append(log, "c");
            Map<String, String> open = everything(directory.resolve("queue"));
            examineEverything();
            assertEquals(open, everything(directory.resolve("queue")));
        }
        RegistryDirectory registry = RegistryDirectory.existing(directory);
        for (Path file :
                List.of(registry.lock(), registry.table(), registry.days().get(0))) {
            Map<String, String> before = everything(directory);
            examineEverything();
            assertEquals(before, everything(directory));
            Files.write(file, new byte[(int) Files.size(file)]);
        }
        Files.createDirectories(directory.resolve("rebuild/queue"));
        Map<String, String> before = everything(directory);
        examineEverything();
        assertEquals(before, everything(directory));
    }

    private static Reason refused(Path directory) {
        return assertThrows(LogUnavailableException.class, () -> ChronicleLogReader.open(directory, LogPosition.START))
                .reason();
    }
}
