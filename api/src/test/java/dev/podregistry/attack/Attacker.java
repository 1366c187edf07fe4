package dev.podregistry.attack;

import dev.podregistry.api.LiveProcess;
import dev.podregistry.api.Outcome;
import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.PodHandle;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.api.RegistryView;
import dev.podregistry.api.Tables;
import dev.podregistry.attack.Move.Kind;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import dev.podregistry.model.OutcomeUnknownException;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that asks a registry for random things until its input ends, and keeps a journal of it.
 *
 * <p>It begins with what its predecessor has left unanswered, under the same ids.
 */
final class Attacker {

    /** Shorter than the longest stop, so some who wait for a stopped holder give up and some do not. */
    static final Duration LOCK_TIMEOUT = Duration.ofMillis(400);

    /** So few that most attackers begin with a snapshot, and some die while they write one. */
    private static final int EVENTS_A_SNAPSHOT = 40;

    private static final int THREADS = 2;
    /** Far fewer than the commands that a table remembers. */
    private static final int WORTH_REPEATING = 300;

    private final PodRegistry registry;
    private final Journal journal;
    private final Strategy strategy;
    private volatile boolean ended;

    private Attacker(PodRegistry registry, Journal journal, long seed) {
        this.registry = registry;
        this.journal = journal;
        this.strategy = new Strategy(seed);
    }

    /** Takes the registry's directory, the durability, the journal, a seed, and the predecessor's journal if any. */
    public static void main(String[] args) throws Exception {
        RegistryOptions options = options(Durability.valueOf(args[1]));
        try (Journal journal = new Journal(Path.of(args[2]))) {
            journal.identity((Linux) LiveProcess.current());
            try (PodRegistry registry = open(Path.of(args[0]), options)) {
                Attacker attacker = new Attacker(registry, journal, Long.parseLong(args[3]));
                if (args.length > 4) {
                    attacker.repeat(Path.of(args[4]));
                }
                attacker.attack();
            }
        }
    }

    static RegistryOptions options(Durability durability) {
        return RegistryOptions.defaults()
                .durability(durability)
                .lockTimeout(LOCK_TIMEOUT)
                .snapshotEvery(EVENTS_A_SNAPSHOT)
                .paths(PathPolicy.logical());
    }

    /** Another process may be stopped while it has the lock that opening needs. */
    private static PodRegistry open(Path directory, RegistryOptions options) {
        while (true) {
            try {
                return PodRegistry.open(directory, options);
            } catch (LogBusyException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void repeat(Path predecessor) throws IOException {
        Journey left = Journey.read(predecessor);
        for (Call call : left.calls()) {
            if (call.isOpen()
                    && call.move().carriesId()
                    && registry.view().sequence() - left.lastSequence() < WORTH_REPEATING) {
                run(call.id(), call.move());
            }
        }
    }

    private void attack() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::work, "attacker-" + i);
            thread.start();
            threads.add(thread);
        }
        while (System.in.read() >= 0) {
            Thread.onSpinWait();
        }
        ended = true;
        for (Thread thread : threads) {
            thread.join();
        }
        RegistryView view = registry.view();
        journal.table(view.sequence(), Spoken.digest(Tables.behind(view)));
    }

    private void work() {
        while (!ended) {
            Move move;
            long pause;
            synchronized (strategy) {
                move = strategy.next();
                pause = strategy.pause();
            }
            run(CommandId.random(), move);
            LockSupport.parkNanos(pause);
        }
    }

    /** Who got no answer asks again, more often than not, and some who got one do. */
    private void run(CommandId id, Move move) {
        boolean again = true;
        while (again && !ended) {
            boolean answered = ask(id, move);
            again = move.carriesId() && strategy.asksAgain(answered);
        }
    }

    /** {@return whether there was an answer} */
    private boolean ask(CommandId id, Move move) {
        journal.asks(id, move);
        try {
            if (move.kind() == Kind.VIEW) {
                RegistryView view = registry.view();
                journal.told(id, view.sequence(), Spoken.told(move, view));
            } else {
                Outcome<?> outcome = move.send(registry, id);
                journal.told(id, outcome.sequence(), Spoken.told(outcome));
                if (outcome instanceof Outcome.Granted<?> granted && granted.value() instanceof PodHandle handle) {
                    strategy.granted(move, handle.token().value());
                }
            }
            return true;
        } catch (LogBusyException e) {
            journal.notTold(id, "busy", e);
        } catch (OutcomeUnknownException e) {
            journal.notTold(id, "unknown", e);
        } catch (RuntimeException e) {
            journal.notTold(id, "failed", e);
        }
        return false;
    }
}
