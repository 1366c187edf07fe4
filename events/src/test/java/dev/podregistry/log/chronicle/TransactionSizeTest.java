package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Event;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.Transcript;
import dev.podregistry.model.AppendFailedException;
import dev.podregistry.model.AppendFailedException.Outcome;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ScopeRule;
import dev.podregistry.model.SegmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A transaction may be large, an import of thousands of pods; files stay small as long as none is. */
@Timeout(600)
final class TransactionSizeTest {

    @TempDir
    Path directory;

    private static List<Event> registrations(int count, int rules) {
        return IntStream.range(0, count)
                .<Event>mapToObj(i -> new Event.Registered(
                        new PodName("imported-" + i),
                        new ProcessIdentity.Linux("4c4c4544004a3510", "boot", "pid:[4026531836]", 4242, i),
                        new PodSocket("/run/pods/imported-" + i + ".sock"),
                        IntStream.range(0, rules)
                                .mapToObj(r -> ScopeRule.write("/work/area-" + i + "/part-" + r))
                                .toList(),
                        List.of(ScopeRule.write("/work/area-" + i + "/secret")),
                        new SegmentId(new UUID(i, i))))
                .toList();
    }

    private static void append(ChronicleLog log, List<Event> events) {
        log.transact(Logs.origin(), event -> {}, () -> new Proposal<>(events, true));
    }

    private long greatestFile() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("queue"))) {
            return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
        }
    }

    @Test
    void anImportIsOneTransaction() throws Exception {
        List<Event> imported = registrations(10_000, 5);
        try (ChronicleLog log = Logs.open(directory);
                ChronicleLog other = Logs.open(directory)) {
            append(log, registrations(1, 2));
            assertTrue(greatestFile() < 2 << 20, "a small log has a small file");
            append(log, imported);
            append(other, registrations(1, 2));
            append(log, registrations(100, 2));
            assertEquals(1 + 10_000 + 1 + 100, other.catchUp(event -> {}).sequence());
        }
        Transcript read = Logs.read(directory);
        assertEquals(imported, read.events().subList(1, 10_001));
    }

    @Test
    void transactionsOfEverySizeFollowOneAnother() {
        Transcript seen = new Transcript(LogPosition.START);
        int appended = 0;
        try (ChronicleLog log = Logs.open(directory)) {
            for (int count : new int[] {1, 300, 280, 7, 250, 310, 1, 290, 2_000, 1, 320, 4_000, 9}) {
                List<Event> events = registrations(count, 3);
                log.transact(Logs.origin(), seen, () -> new Proposal<>(events, true));
                appended += count;
                assertEquals(appended, seen.events().size());
            }
        }
        assertEquals(seen.recorded(), Logs.read(directory).recorded());
    }

    @Test
    void aTransactionThatIsTooLargeIsRefusedWithItsSize() {
        List<Event> events = registrations(30_000, 5);
        try (ChronicleLog log = Logs.open(directory)) {
            AppendFailedException refused = assertThrows(AppendFailedException.class, () -> append(log, events));
            assertEquals(Outcome.REFUSED, refused.outcome());
            assertTrue(
                    refused.getMessage().matches("30000 events take \\d+ bytes, more than the 16777152 .*"),
                    refused.getMessage());
            append(log, registrations(1, 1));
        }
        assertEquals(1, Logs.read(directory).pods().size());
    }
}
