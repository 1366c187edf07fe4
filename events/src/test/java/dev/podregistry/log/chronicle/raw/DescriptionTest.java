package dev.podregistry.log.chronicle.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.LogRepair;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.log.chronicle.disk.FileWindow;
import dev.podregistry.model.DamagedLogException;
import dev.podregistry.model.DamagedLogException.Kind;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first document of a file is damaged, and every event is there.
 *
 * <p>Chronicle could not read such a file, or wrote into the void, while a repair found nothing to do and opening for writing
 * did not get on.
 */
final class DescriptionTest {

    private static final int LENGTH = 197;

    @TempDir
    Path directory;

    private List<Recorded> all;
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");

    @BeforeEach
    void write() {
        try (ChronicleLog log = open()) {
            Logs.append(log, "a", "b");
            now = now.plus(Duration.ofDays(1));
            Logs.append(log, "c");
        }
        all = Logs.read(directory).recorded();
    }

    private ChronicleLog open() {
        return ChronicleLog.open(
                directory,
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now),
                LogPosition.START);
    }

    private Path day(String name) {
        return directory.resolve("queue").resolve(name);
    }

    private static void flip(Path file, int at, int bit) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= (byte) (1 << bit);
        Files.write(file, bytes);
    }

    /** Where Chronicle keeps numbers that change, it may hold anything; {@link Pointers} looks at those that matter. */
    @Test
    void everyOtherByteIsKnown() throws IOException {
        Set<Integer> free = new TreeSet<>();
        Path first = directory.resolve("first");
        Files.copy(day("20260131F.cq4"), first);
        for (int at = 4; at < LENGTH; at++) {
            flip(first, at, at % 8);
            try (FileWindow file = FileWindow.open(first)) {
                if (Description.isOfEvents(file)) {
                    free.add(at);
                }
            }
            flip(first, at, at % 8);
        }
        Set<Integer> numbers = new TreeSet<>();
        Stream.of(56, 64, 72, 152, 176).forEach(number -> {
            for (int i = 0; i < Long.BYTES; i++) {
                numbers.add(number + i);
            }
        });
        assertEquals(numbers, free);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 6, 13, 22, 28, 40, 90, 120, 125, 140, 165, 190, 196})
    void aByteThatIsDamagedCostsNoEvent(int at) throws Exception {
        for (String day : List.of("20260131F.cq4", "20260201F.cq4")) {
            flip(day(day), at, 1);
            DamagedLogException told = assertThrows(DamagedLogException.class, () -> Logs.read(directory));
            assertEquals(Kind.REBUILDABLE, told.kind(), told.getMessage());
            assertEquals(
                    all.size(), LogRepair.plan(directory).orElseThrow().kept().sequence());
            try (ChronicleLog log = open()) {
                assertTrue(log.recovery().isPresent());
            }
            assertEquals(all, Logs.read(directory).recorded());
        }
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                4, 9, 14, 24, 30, 45, 60, 80, 95, 104, 118, 130, 136, 149, 150, 170, 181, 186, 193, 220, 240, 290, 330,
                339, 380, 415, 480
            })
    void aByteOfTheTableThatIsDamagedCostsNoEvent(int at) throws Exception {
        flip(directory.resolve("queue/metadata.cq4t"), at, 1);
        assertEquals(all.size(), LogRepair.plan(directory).orElseThrow().kept().sequence());
        try (ChronicleLog log = open()) {
            Logs.append(log, "d");
        }
        assertEquals(all, Logs.read(directory).recorded().subList(0, all.size()));
        assertEquals(Optional.empty(), LogRepair.plan(directory));
    }
}
