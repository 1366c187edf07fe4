package dev.podregistry.attack;

import dev.podregistry.api.Outcome;
import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.PodHandle;
import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.api.RegistryOptions;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.LogBusyException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Threads of one JVM open, use and close registries on one directory by several names, close each other's registries, and
 * are interrupted all the while; the clock goes on by minutes with every event, so that files follow one another.
 */
final class Storm {

    private static final int WORKERS = 8;
    private static final long NOT_DONE = -1;

    private final List<Path> names;
    private final RegistryOptions options;
    private final long seed;
    private final ThreadFactory threads;
    private final List<Tormented> tormented = new ArrayList<>();
    private final AtomicReference<PodRegistry> shared = new AtomicReference<>();
    private final Map<CommandId, Long> told = new ConcurrentHashMap<>();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final AtomicLong openings = new AtomicLong();
    private final AtomicLong grants = new AtomicLong();
    private volatile boolean ended;

    Storm(List<Path> names, Durability durability, long seed, ThreadFactory threads) {
        this.names = names;
        this.seed = seed;
        this.threads = threads;
        AtomicLong minutes = new AtomicLong();
        InstantSource clock = () -> Instant.EPOCH.plus(Duration.ofMinutes(minutes.incrementAndGet()));
        options = RegistryOptions.defaults()
                .durability(durability)
                .lockTimeout(Duration.ofSeconds(5))
                .clock(clock)
                .snapshotEvery(30)
                .paths(PathPolicy.logical());
    }

    /** Rages for a while, on a slow machine for longer, and ends in bounded time. */
    void rage(Duration time) throws InterruptedException {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            int worker = i;
            all.add(start(mine -> work(worker, mine)));
        }
        all.add(start(mine -> share(mine)));
        Random random = new Random(seed);
        long start = System.nanoTime();
        while (failure.get() == null && (System.nanoTime() - start < time.toNanos() || !isReal())) {
            LockSupport.parkNanos(random.nextInt(300_000));
            tormented.get(random.nextInt(tormented.size())).interrupt();
        }
        ended = true;
        for (Thread thread : all) {
            thread.join(60_000);
            if (thread.isAlive()) {
                throw new AssertionError("it hangs: " + List.of(thread.getStackTrace()));
            }
        }
        if (failure.get() != null) {
            throw new AssertionError("seed " + seed, failure.get());
        }
    }

    private interface Work {
        void run(Tormented mine) throws Exception;
    }

    private Thread start(Work work) {
        AtomicReference<Tormented> mine = new AtomicReference<>();
        Thread thread = threads.newThread(() -> {
            try {
                work.run(mine.get());
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
        });
        mine.set(new Tormented(thread));
        tormented.add(mine.get());
        thread.start();
        return thread;
    }

    private void work(int worker, Tormented mine) {
        Random random = new Random(seed + worker);
        for (int round = 0; !ended; round++) {
            String name = "pod-" + worker + "-" + round;
            int kind = random.nextInt(60);
            if (kind == 0) {
                try (PodRegistry own = opened(() -> open(random))) {
                    use(own, name, random, mine);
                }
            } else if (kind == 1) {
                try (PodRegistry own = opened(this::another)) {
                    use(own, name, random, mine);
                }
            } else {
                use(shared.get(), name, random, mine);
            }
        }
    }

    /** Opens a registry for all to use, and closes it under their hands. */
    private void share(Tormented mine) {
        Random random = new Random(~seed);
        while (!ended) {
            try (PodRegistry next = opened(() -> open(random))) {
                shared.set(next);
                LockSupport.parkNanos(random.nextInt(100_000_000));
            }
            mine.check(random);
        }
        shared.set(null);
    }

    private PodRegistry open(Random random) {
        return PodRegistry.open(names.get(random.nextInt(names.size())), options);
    }

    /** Another handle on the log, as if by other code in this JVM. */
    private PodRegistry another() {
        ChronicleLogOptions how = new ChronicleLogOptions(options.durability(), options.lockTimeout(), options.clock());
        return PodRegistry.over(ChronicleLog.open(names.get(0), how, LogPosition.START), options);
    }

    private PodRegistry opened(Supplier<PodRegistry> open) {
        openings.incrementAndGet();
        while (true) {
            try {
                return open.get();
            } catch (LogBusyException e) {
                Thread.onSpinWait();
            }
        }
    }

    private void use(PodRegistry registry, String name, Random random, Tormented mine) {
        if (registry == null) {
            Thread.onSpinWait();
            return;
        }
        CommandId register = CommandId.random();
        RegisterRequest request = RegisterRequest.pod(name).write("/r/" + name).id(register);
        Outcome<PodHandle> outcome = tell(register, mine, random, () -> registry.register(request));
        if (outcome != null) {
            PodHandle handle = outcome.orElseThrow();
            CommandId id = CommandId.random();
            tell(id, mine, random, () -> registry.release(handle.pod(), handle.token(), id));
        }
    }

    private <T> Outcome<T> tell(CommandId id, Tormented mine, Random random, Supplier<Outcome<T>> command) {
        Outcome<T> outcome = null;
        try {
            outcome = command.get();
            outcome.orElseThrow();
            told.put(id, outcome.sequence());
            grants.incrementAndGet();
        } catch (LogBusyException e) {
            told.put(id, NOT_DONE);
        } catch (IllegalStateException e) {
            if (!e.getMessage().contains("is closed")) {
                throw e;
            }
            told.put(id, NOT_DONE);
        } finally {
            mine.check(random);
        }
        return outcome;
    }

    /** {@return the sequence at which each command was granted, by its id; those not granted have none} */
    Map<CommandId, Long> granted() {
        Map<CommandId, Long> granted = new ConcurrentHashMap<>(told);
        granted.values().removeIf(sequence -> sequence == NOT_DONE);
        return granted;
    }

    /** {@return whether enough has happened to prove anything} */
    private boolean isReal() {
        return interrupts() > 500 && openings.get() > 20 && grants.get() > 60;
    }

    long interrupts() {
        return tormented.stream().mapToLong(Tormented::survived).sum();
    }

    long openings() {
        return openings.get();
    }

    long turnedAway() {
        return told.values().stream().filter(sequence -> sequence == NOT_DONE).count();
    }

    RegistryOptions options() {
        return options;
    }
}
