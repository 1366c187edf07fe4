package dev.podregistry.log.chronicle;

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
@Timeout(600)
final class FairnessTest {

    private static final int PROCESSES = 4;
    private static final int EVENTS = 16_000;
    /** A busy machine keeps a process waiting now and then; an unfair lock does so in each stretch of the log. */
    private static final int STRETCHES = 8;
    /** As many events of others make a wait a long one; a fair one is for some hundred. */
    private static final int LONG = EVENTS / 32;

    @TempDir
    Path directory;

    @Test
    void everybodyHasTurns() throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        Transcript seen = new Transcript(LogPosition.START);
        List<Map<String, Integer>> waits = new ArrayList<>();
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
            do {
                waits.add(longWaits(stretch(log, seen)));
            } while (!isFair(waits.get(waits.size() - 1)) && waits.size() < STRETCHES);
        } finally {
            children.forEach(ChildJvm::close);
        }
        System.out.println("events of others while one process waited long: " + waits);
        assertTrue(isFair(waits.get(waits.size() - 1)), waits.toString());
    }

    /** {@return who appended each of the next events} */
    private static List<String> stretch(ChronicleLog log, Transcript seen) throws InterruptedException {
        int start = (int) seen.end().sequence();
        while (seen.end().sequence() < start + EVENTS) {
            Thread.sleep(10);
            log.catchUp(seen);
        }
        return seen.pods().subList(start, start + EVENTS);
    }

    private static boolean isFair(Map<String, Integer> waits) {
        int all = waits.values().stream().mapToInt(Integer::intValue).sum();
        return waits.size() == PROCESSES && all < EVENTS / 4;
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
