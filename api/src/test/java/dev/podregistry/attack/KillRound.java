package dev.podregistry.attack;

import dev.podregistry.api.LiveProcess;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.Tables;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A referee with some attackers on one directory: it kills, stops and continues them, and starts new ones. */
final class KillRound implements AutoCloseable {

    private static final int ATTACKERS = 4;
    /** Bytes of journals, some 30 calls. */
    private static final int WORK = 10_000;

    private final Launch launch;
    private final Path folder;
    private final Durability durability;
    private final Random random;
    private final List<Child> children = new ArrayList<>();
    private final List<Path> journals = new ArrayList<>();
    private final Map<ProcessIdentity, Life> lives = new HashMap<>();
    private int kills;
    private int stops;

    KillRound(Launch launch, Path folder, Durability durability, long seed) {
        this.launch = launch;
        this.folder = folder;
        this.durability = durability;
        this.random = new Random(seed);
    }

    /** Attacks until so many attackers were killed, lets the others come to an end, and gathers what is left. */
    Evidence run(int wantedKills) throws Exception {
        for (int i = 0; i < ATTACKERS; i++) {
            children.add(start(null));
        }
        while (kills < wantedKills) {
            letThemWork();
            int victim = random.nextInt(ATTACKERS);
            if (children.get(victim).isAttacking() || random.nextInt(10) == 0) {
                harm(victim);
            }
        }
        end();
        sweep();
        List<Journey> journeys = new ArrayList<>();
        for (Path journal : journals) {
            journeys.add(Journey.read(journal));
        }
        return new Evidence(Evidence.log(registry()), journeys, lives);
    }

    private void harm(int victim) throws Exception {
        Child child = children.get(victim);
        if (random.nextInt(3) == 0) {
            stops += child.stop(random.nextInt(700)) ? 1 : 0;
            return;
        }
        child.kill();
        ended(child);
        kills++;
        children.set(victim, start(child));
    }

    /** Until they have got something done since the last harm, and then for a random moment. */
    private void letThemWork() throws Exception {
        long enough = written() + WORK;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        while (written() < enough && System.nanoTime() < end) {
            Thread.sleep(2);
            continueSome();
        }
        Thread.sleep(random.nextInt(20));
        LockSupport.parkNanos(random.nextInt(1_000_000));
    }

    private long written() throws IOException {
        long bytes = 0;
        for (Child child : children) {
            bytes += child.written();
        }
        return bytes;
    }

    private void continueSome() throws Exception {
        for (Child child : children) {
            child.continueIfDue();
        }
    }

    private Child start(Child predecessor) throws IOException {
        Path journal = folder.resolve("journal-" + journals.size());
        journals.add(journal);
        List<String> arguments = new ArrayList<>(List.of(
                registry().toString(), durability.name(), journal.toString(), Long.toString(random.nextLong())));
        if (predecessor != null) {
            arguments.add(predecessor.journal().toString());
        }
        return Child.start(launch, journal, folder.resolve("errors"), arguments);
    }

    private void ended(Child child) throws Exception {
        Life life = child.waitForEnd();
        ProcessIdentity self = Journey.read(child.journal()).self();
        if (self != null) {
            lives.put(self, life);
        }
    }

    private void end() throws Exception {
        for (Child child : children) {
            child.endNicely();
        }
        for (Child child : children) {
            ended(child);
            if (child.exitValue() != 0) {
                throw new AssertionError("an attacker that nobody killed failed: " + errors());
            }
        }
    }

    /** One more reclaims what the dead have left; then nothing is left. */
    private void sweep() throws IOException {
        Path file = folder.resolve("journal-" + journals.size());
        journals.add(file);
        try (Journal journal = new Journal(file);
                PodRegistry registry = PodRegistry.open(registry(), Attacker.options(durability))) {
            journal.identity((Linux) LiveProcess.current());
            CommandId id = CommandId.random();
            Move move = new Move(Move.Kind.RECLAIM_STALE, "p0", "p0", List.of(), List.of(), 1, 0);
            journal.asks(id, move);
            var outcome = registry.reclaimStale();
            journal.told(id, outcome.sequence(), Spoken.told(outcome));
            List<PodName> left =
                    registry.view().allocations().stream().map(row -> row.pod()).toList();
            journal.table(registry.view().sequence(), Spoken.digest(Tables.behind(registry.view())));
            if (!left.isEmpty()) {
                throw new AssertionError("pods of the dead are left: " + left);
            }
        }
    }

    private Path registry() {
        return folder.resolve("registry");
    }

    int stops() {
        return stops;
    }

    String errors() throws IOException {
        return Files.readString(folder.resolve("errors"));
    }

    @Override
    public void close() {
        children.forEach(Child::close);
    }
}
