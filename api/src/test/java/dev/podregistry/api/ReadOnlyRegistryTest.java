package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.PodName;
import dev.podregistry.model.RegistryException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Those who only ask see what others write, and change nothing; those who must find a registry begin none. */
@Timeout(600)
final class ReadOnlyRegistryTest {

    @TempDir
    Path temporary;

    private final RegistryOptions options =
            RegistryOptions.defaults().paths(PathPolicy.logical()).durability(Durability.PAGE_CACHE);

    private Path directory() {
        return temporary.resolve("registry");
    }

    private PodRegistry open() {
        return PodRegistry.open(directory(), options);
    }

    private ReadOnlyRegistry read() {
        return PodRegistry.openReadOnly(directory(), options);
    }

    private void changeLetterOf(String pod) throws IOException {
        Path day;
        try (Stream<Path> files = Files.list(directory().resolve("queue"))) {
            day = files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(day);
        int at = new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("\"pod\":\"" + pod);
        try (RandomAccessFile file = new RandomAccessFile(day.toFile(), "rw")) {
            file.seek(at + "\"pod\":\"".length());
            file.write('E');
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(temporary)) {
            return files.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void itSeesWhatOthersAppendAndAViewStaysWhatItWas() {
        try (PodRegistry writer = open()) {
            writer.register(pod("early").write("/early")).orElseThrow();
            try (ReadOnlyRegistry reader = read()) {
                RegistryView early = reader.view();
                writer.register(pod("late").write("/late")).orElseThrow();
                assertTrue(early.holderOf("/late").isEmpty());
                assertEquals(
                        new PodName("late"),
                        reader.view().holderOf("/late").orElseThrow().holder().pod());
                assertEquals(writer.view().allocations(), reader.view().allocations());
            }
        }
    }

    /** What comes before the snapshot is not read, so it is not seen that it is damaged. */
    @Test
    void itBeginsAtASnapshot() throws IOException {
        RegistryOptions snapshots = options.snapshotEvery(1);
        try (PodRegistry writer = PodRegistry.open(directory(), snapshots)) {
            writer.register(pod("early").write("/early"))
                    .orElseThrow()
                    .release()
                    .orElseThrow();
        }
        try (PodRegistry writer = PodRegistry.open(directory(), snapshots)) {
            writer.register(pod("late").write("/late")).orElseThrow();
        }
        changeLetterOf("early");
        try (ReadOnlyRegistry reader = read()) {
            assertEquals(3, reader.view().sequence());
            assertTrue(reader.view().holderOf("/late").isPresent());
        }
    }

    @Test
    void itChangesNothing() throws IOException {
        try (PodRegistry writer = open()) {
            writer.register(pod("early").write("/early")).orElseThrow();
        }
        List<String> names = files();
        Map<String, String> bytes = OnDisk.bytes(directory());
        try (ReadOnlyRegistry reader = read()) {
            assertEquals(1, reader.view().allocations().size());
        }
        assertEquals(names, files());
        assertEquals(bytes, OnDisk.bytes(directory()));
    }

    @Test
    void whereThereIsNoneNothingIsMade() throws IOException {
        LogUnavailableException read = assertThrows(LogUnavailableException.class, this::read);
        assertEquals(LogUnavailableException.Reason.MISSING, read.reason());
        LogUnavailableException open = assertThrows(
                LogUnavailableException.class, () -> PodRegistry.open(directory(), options.mustExist(true)));
        assertEquals(LogUnavailableException.Reason.MISSING, open.reason());
        assertEquals(read.getMessage(), open.getMessage());
        Files.createDirectory(directory());
        assertThrows(LogUnavailableException.class, () -> PodRegistry.open(directory(), options.mustExist(true)));
        assertEquals(List.of(temporary.toString(), directory().toString()), files());
    }

    @Test
    void closedItAnswersNothingButItsViewsDo() {
        try (PodRegistry writer = open()) {
            writer.register(pod("early").write("/early")).orElseThrow();
        }
        ReadOnlyRegistry reader = read();
        RegistryView view = reader.view();
        reader.close();
        reader.close();
        assertThrows(IllegalStateException.class, reader::view);
        assertEquals(1, view.allocations().size());
    }

    @Test
    void aDamagedLogIsRefusedWithTheOneExceptionOfARegistry() throws IOException {
        try (PodRegistry writer = PodRegistry.open(directory(), options.snapshotEvery(0))) {
            writer.register(pod("early").write("/early")).orElseThrow();
            writer.register(pod("late").write("/late")).orElseThrow();
        }
        changeLetterOf("early");
        RegistryException refused = assertThrows(RegistryException.class, () -> {
            try (ReadOnlyRegistry reader = read()) {
                reader.view();
            }
        });
        assertTrue(refused instanceof DamagedLogException, refused::toString);
    }

    @Test
    void whoMustFindARegistryMayShareItWithWhoNeedNot() {
        try (PodRegistry one = open();
                PodRegistry two = PodRegistry.open(directory(), options.mustExist(true))) {
            one.register(pod("early").write("/early")).orElseThrow();
            assertEquals(1, two.view().sequence());
        }
        try (PodRegistry again = PodRegistry.open(directory(), options.mustExist(true))) {
            assertEquals(1, again.view().sequence());
        }
    }

    /** Between its two moves there is no queue in place. */
    @Test
    void anInterruptedRecoveryIsFinishedAlsoByWhoMustFindARegistry() throws IOException {
        try (PodRegistry writer = open()) {
            writer.register(pod("early").write("/early")).orElseThrow();
        }
        Files.createDirectory(directory().resolve("rebuild"));
        Files.move(directory().resolve("queue"), directory().resolve("rebuild/queue"));
        try (PodRegistry again = PodRegistry.open(directory(), options.mustExist(true))) {
            assertEquals(1, again.view().sequence());
            assertFalse(Files.exists(directory().resolve("rebuild")));
        }
    }

    @Test
    void aRegistryWithoutEventsHasNoPods() {
        open().close();
        try (ReadOnlyRegistry reader = read()) {
            assertEquals(0, reader.view().sequence());
            assertEquals(List.of(), reader.view().allocations());
        }
        PodRegistry.open(directory(), options.mustExist(true)).close();
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Files.createFile(directory());
        for (RegistryException refused : List.of(
                assertThrows(RegistryException.class, this::read),
                assertThrows(RegistryException.class, () -> PodRegistry.open(directory(), options.mustExist(true))))) {
            assertTrue(refused.getMessage().contains(directory() + " is not a directory"), refused::getMessage);
        }
    }
}
