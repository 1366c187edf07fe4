package dev.podregistry.log.chronicle.raw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.Logs;
import dev.podregistry.log.chronicle.disk.Queues;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.model.Durability;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the files of a queue by themselves tell of one that is missing behind the others; who died leaves others behind. */
final class LostFileTest {

    private static final String FIRST = "20260131F.cq4";
    private static final String LAST = "20260201F.cq4";
    private static final String NEXT = "20260202F.cq4";

    @TempDir
    Path directory;

    @BeforeEach
    void write() {
        Instant[] now = {Instant.parse("2026-01-31T12:00:00Z")};
        ChronicleLogOptions options =
                ChronicleLogOptions.DEFAULT.with(Durability.PAGE_CACHE).withClock(() -> now[0]);
        try (ChronicleLog log = ChronicleLog.open(directory, options, LogPosition.START)) {
            Logs.append(log, "a");
            now[0] = now[0].plus(Duration.ofDays(1));
            Logs.append(log, "b");
        }
    }

    private Path file(String name) {
        return directory.resolve("queue").resolve(name);
    }

    private void assertLost(String name, String evidence) throws IOException {
        assertEquals(new LostFile(file(name), evidence), LostFile.of(directory.resolve("queue")));
    }

    private void assertNoneIsLost() throws IOException {
        assertNull(LostFile.of(directory.resolve("queue")));
    }

    /** As a loss of power may leave it. */
    private void removeEndMark() throws IOException {
        long end;
        try (RawDay day = RawDay.open(file(FIRST))) {
            end = day.documents().get(day.documents().size() - 1).next();
        }
        try (RandomAccessFile raw = new RandomAccessFile(file(FIRST).toFile(), "rw")) {
            raw.seek(end);
            raw.writeInt(0);
        }
    }

    @Test
    void allOfThemAreMissed() throws IOException {
        Files.delete(file(FIRST));
        Files.delete(file(LAST));
        assertLost(LAST, "the file is missing, though Chronicle's table names it");
    }

    @Test
    void aFileThatTheTableNamesHadItsSize() throws IOException {
        Files.write(file(LAST), new byte[Queues.LEAST - 1]);
        assertLost(LAST, "the file was emptied or cut off, though the one before it ends in a mark");
        removeEndMark();
        assertLost(LAST, "the file was emptied or cut off, though Chronicle's table names it");
        Files.write(file(FIRST), new byte[0]);
        assertLost(FIRST, "the file was emptied or cut off, though Chronicle's table names it");
        Files.delete(directory.resolve("queue/metadata.cq4t"));
        assertNoneIsLost();
    }

    @Test
    void aFileThatWasNeverBegunIsNotMissed() throws IOException {
        Files.write(file(NEXT), new byte[0]);
        assertNoneIsLost();
        Files.write(file(LAST), new byte[Queues.LEAST]);
        assertNoneIsLost();
        removeEndMark();
        assertNoneIsLost();
    }

    @Test
    void anEndMarkTellsOfAnother() throws IOException {
        Files.delete(file(LAST));
        String ended = FIRST + " ends in a mark";
        assertLost(LAST, "the file is missing, though Chronicle's table names it, and " + ended);
        Files.delete(directory.resolve("queue/metadata.cq4t"));
        assertLost(FIRST, "the file after this one is missing, as this one ends in a mark");
    }

    /** Whoever was about to begin it died before the table could name it. */
    @Test
    void aFileThatTheTableDoesNotNameMayBeUnborn() throws IOException {
        Files.write(file(NEXT), new byte[Queues.LEAST]);
        Verdict verdict = Verdict.of(RegistryDirectory.existing(directory));
        assertNull(verdict.misled());
    }
}
