package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Transcript;
import dev.podregistry.model.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that do nothing but append: none of them is kept out by the others. */
@Tag("attack")
@Timeout(120)
final class FairnessTest {

    private static final int PROCESSES = 4;
    private static final int EVENTS = 16_000;
    /** As many events of others make a wait a long one; a fair one is for some hundred. */
    private static final int LONG = EVENTS / 32;

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
        Map<String, Integer> waits = longWaits(seen.pods().subList((int) start, (int) start + EVENTS));
        System.out.println("events of others while one process waited long: " + waits);
        assertEquals(PROCESSES, waits.size());
        int all = waits.values().stream().mapToInt(Integer::intValue).sum();
        assertTrue(all < EVENTS / 4, waits.toString());
    }

    private static void awaitFirst(String process, ChronicleLog log, Transcript seen) throws InterruptedException {
        log.catchUp(seen);
        while (seen.pods().stream().noneMatch(pod -> pod.startsWith(process))) {
            Thread.sleep(10);
            log.catchUp(seen);
        }
    }

    /**
     * {@return for each process, how many events others appended between two of its own, in all its long waits}
     *
     * <p>One long wait proves nothing against the lock: now and then the system does not let a process run.
     */
    private static Map<String, Integer> longWaits(List<String> pods) {
        Map<String, Integer> waits = new TreeMap<>();
        Map<String, Integer> last = new TreeMap<>();
        for (int i = 0; i < pods.size(); i++) {
            String process = pods.get(i).substring(0, 2);
            waits.merge(process, ifLong(i - last.getOrDefault(process, 0)), Math::addExact);
            last.put(process, i);
        }
        last.forEach((process, at) -> waits.merge(process, ifLong(pods.size() - at), Math::addExact));
        return waits;
    }

    private static int ifLong(int wait) {
        return wait < LONG ? 0 : wait;
    }
}
