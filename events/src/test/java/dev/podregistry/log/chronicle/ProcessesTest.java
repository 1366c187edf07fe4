package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.model.Durability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes append to one log at the same time, some are killed, and a referee compares what each was told with the log.
 *
 * <p>Short by default; {@code -Dlog.stress.transactions=N} makes it longer.
 */
@Tag("attack")
@Timeout(600)
final class ProcessesTest {

    private static final int TRANSACTIONS = Integer.getInteger("log.stress.transactions", 60);

    @TempDir
    Path directory;

    @Test
    void whatEachProcessWasToldIsInTheLogOnce() throws Exception {
        List<String> told = new ArrayList<>();
        List<ChildJvm> children = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            children.add(ChildJvm.start(AppendingProcess.class, directory, name, TRANSACTIONS, Durability.SYNC));
        }
        for (ChildJvm child : children) {
            told.addAll(child.rest());
            assertEquals(0, child.exit());
        }
        assertEquals(3 * TRANSACTIONS, acknowledged(told));
        assertEquals(6 * TRANSACTIONS, Logs.read(directory).pods().size());
    }

    @Test
    void aKilledProcessLosesNothingItWasToldAndStopsNobody() throws Exception {
        Random random = new Random(7);
        List<String> told = new ArrayList<>();
        try (ChildJvm survivor = ChildJvm.start(
                AppendingProcess.class, directory, "survivor", 10 * TRANSACTIONS, Durability.PAGE_CACHE)) {
            for (int round = 0; round < 4; round++) {
                try (ChildJvm victim = ChildJvm.start(
                        AppendingProcess.class, directory, "victim" + round, 1_000_000, Durability.PAGE_CACHE)) {
                    for (int lines = 1 + random.nextInt(100); lines > 0; lines--) {
                        told.add(victim.line());
                    }
                    victim.kill();
                    told.addAll(victim.rest());
                    victim.exit();
                }
            }
            List<String> survived = survivor.rest();
            assertEquals(0, survivor.exit());
            assertEquals(1 + 10 * TRANSACTIONS, survived.size());
            told.addAll(survived);
        }
        acknowledged(told);
        try (ChronicleLog log = Logs.open(directory)) {
            Logs.append(log, "after-all");
        }
    }

    /** {@return how many transactions were acknowledged, each of which must be in the log just where it was said} */
    private int acknowledged(List<String> told) {
        List<String> pods = Logs.read(directory).pods();
        int count = 0;
        for (String line : told) {
            String[] words = line.split(" ", -1);
            if (words.length == 3) {
                int at = Integer.parseInt(words[1]) - 1;
                assertTrue(at + 1 < pods.size(), line + " is not in the log");
                assertEquals(words[0], pods.get(at));
                assertEquals(words[0] + "b", pods.get(at + 1));
                assertEquals(at, pods.lastIndexOf(words[0]));
                count++;
            }
        }
        return count;
    }
}
