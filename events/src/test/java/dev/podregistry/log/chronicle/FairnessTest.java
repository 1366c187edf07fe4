package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Transcript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that do nothing but append: none of them is kept out by the others. */
@Timeout(120)
final class FairnessTest {

    private static final int PROCESSES = 4;
    private static final int EVENTS = 16_000;

    @TempDir
    Path directory;

    @Test
    void everybodyHasTurns() throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        Transcript seen = new Transcript(LogPosition.START);
        long start;
        try (ChronicleLog log = Logs.open(directory, Durability.PAGE_CACHE)) {
            for (int i = 0; i < PROCESSES; i++) {
                ChildJvm child =
                        ChildJvm.start(AppendingProcess.class, directory, "p" + i, 10_000_000, Durability.PAGE_CACHE);
                children.add(child);
                child.line();
                Thread reading = new Thread(child::rest);
                reading.setDaemon(true);
                reading.start();
            }
            // Whoever comes last has the log to read first.
            for (int i = 0; i < PROCESSES; i++) {
                awaitFirst("p" + i, log, seen);
            }
            start = seen.end().sequence();
            while (seen.end().sequence() < start + EVENTS) {
                Thread.sleep(10);
                log.catchUp(seen);
            }
        } finally {
            children.forEach(ChildJvm::close);
        }
        Map<String, Integer> longest = longestWaits(seen.pods().subList((int) start, (int) start + EVENTS));
        System.out.println("most events of others between two of one process: " + longest);
        assertEquals(PROCESSES, longest.size());
        assertTrue(longest.values().stream().allMatch(wait -> wait < EVENTS / 16), longest.toString());
    }

    private static void awaitFirst(String process, ChronicleLog log, Transcript seen) throws InterruptedException {
        log.catchUp(seen);
        while (seen.pods().stream().noneMatch(pod -> pod.startsWith(process))) {
            Thread.sleep(10);
            log.catchUp(seen);
        }
    }

    private static Map<String, Integer> longestWaits(List<String> pods) {
        Map<String, Integer> longest = new TreeMap<>();
        Map<String, Integer> last = new TreeMap<>();
        for (int i = 0; i < pods.size(); i++) {
            String process = pods.get(i).substring(0, 2);
            longest.merge(process, i - last.getOrDefault(process, 0), Math::max);
            last.put(process, i);
        }
        last.forEach((process, at) -> longest.merge(process, pods.size() - at, Math::max));
        return longest;
    }
}
