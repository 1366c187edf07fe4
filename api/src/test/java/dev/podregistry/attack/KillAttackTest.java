package dev.podregistry.attack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes ask one registry for random things while a referee kills, stops and continues them; then their journals are
 * held against the log.
 *
 * <p>{@code -Dattack.kills=N} makes it longer, {@code -Dattack.durability=SYNC|PAGE_CACHE} chooses one of both, and
 * {@code -Dattack.seed=N} repeats the choices, though not the moments, of another run.
 */
@Tag("attack")
@EnabledOnOs(OS.LINUX)
final class KillAttackTest {

    private static final int KILLS = Integer.getInteger("attack.kills", 32);
    private static final int KILLS_A_ROUND = Math.min(KILLS, 40);

    @TempDir
    Path folder;

    @Test
    void everyAnswerHoldsAgainstTheLog() throws Exception {
        long seed = Long.getLong("attack.seed", System.nanoTime());
        String wanted = System.getProperty("attack.durability");
        List<Durability> durabilities =
                wanted == null ? List.of(Durability.values()) : List.of(Durability.valueOf(wanted));
        Launch launch = Launch.prepare(folder);
        for (Durability durability : durabilities) {
            Tally tally = new Tally();
            int kills = KILLS / durabilities.size();
            for (int round = 0; tally.kills() < kills; round++) {
                Path place = Files.createDirectory(folder.resolve(durability + "-" + round));
                attack(launch, place, durability, seed + round, Math.min(KILLS_A_ROUND, kills - tally.kills()), tally);
                delete(place);
                System.out.println("kill attack, " + durability + ", seed " + seed + ": " + tally);
            }
            assertTrue(tally.isReal(), tally::toString);
        }
    }

    private static void attack(Launch launch, Path place, Durability durability, long seed, int kills, Tally tally)
            throws Exception {
        try (KillRound round = new KillRound(launch, place, durability, seed)) {
            Evidence evidence = round.run(kills);
            tally.add(evidence, kills, round.stops());
            List<String> breaches = HistoryCheck.breaches(evidence);
            assertEquals(List.of(), breaches, () -> "seed " + seed + ", after " + tally);
        }
    }

    private static void delete(Path place) throws Exception {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
    }
}
