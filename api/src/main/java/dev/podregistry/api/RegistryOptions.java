package dev.podregistry.api;

import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.log.chronicle.Durability;
import dev.podregistry.model.Actor;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a registry is opened; begins with {@link #defaults} and is changed by its methods, each of which returns a copy.
 *
 * <p>The first three belong to the log: all who open one directory in one JVM must agree on them.
 *
 * @param durability what an answer promises
 * @param lockTimeout how long a command waits for its turn at the log
 * @param clock stamps the events, for people to read
 * @param liveness says which processes are dead
 * @param paths makes targets canonical
 * @param actor who asks, as recorded with every event
 */
public record RegistryOptions(
        Durability durability,
        Duration lockTimeout,
        InstantSource clock,
        Liveness liveness,
        PathPolicy paths,
        Actor actor) {

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when the time-out is negative
     */
    public RegistryOptions {
        if (lockTimeout.isNegative()) {
            throw new IllegalArgumentException("the lock time-out " + lockTimeout + " is negative");
        }
    }

    /** {@return on disk before answering, ten seconds, the system's clock, processes and paths, the system's user} */
    public static RegistryOptions defaults() {
        return new RegistryOptions(
                Durability.SYNC,
                Duration.ofSeconds(10),
                InstantSource.system(),
                Liveness.system(),
                PathPolicy.fileSystem(),
                user());
    }

    private static Actor user() {
        try {
            return new Actor(System.getProperty("user.name", ""));
        } catch (IllegalArgumentException e) {
            return new Actor("unknown");
        }
    }

    /** {@return these options with another durability} */
    public RegistryOptions durability(Durability other) {
        return new RegistryOptions(other, lockTimeout, clock, liveness, paths, actor);
    }

    /** {@return these options with another lock time-out} */
    public RegistryOptions lockTimeout(Duration other) {
        return new RegistryOptions(durability, other, clock, liveness, paths, actor);
    }

    /** {@return these options with another clock} */
    public RegistryOptions clock(InstantSource other) {
        return new RegistryOptions(durability, lockTimeout, other, liveness, paths, actor);
    }

    /** {@return these options with other verdicts on processes} */
    public RegistryOptions liveness(Liveness other) {
        return new RegistryOptions(durability, lockTimeout, clock, other, paths, actor);
    }

    /** {@return these options with another path policy} */
    public RegistryOptions paths(PathPolicy other) {
        return new RegistryOptions(durability, lockTimeout, clock, liveness, other, actor);
    }

    /**
     * {@return these options with another actor}
     *
     * @throws IllegalArgumentException when {@code other} is no actor's name
     */
    public RegistryOptions actor(String other) {
        return new RegistryOptions(durability, lockTimeout, clock, liveness, paths, new Actor(other));
    }

    ChronicleLogOptions log() {
        return new ChronicleLogOptions(durability, lockTimeout, clock);
    }
}
