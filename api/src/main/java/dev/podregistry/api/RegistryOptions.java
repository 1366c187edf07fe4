package dev.podregistry.api;

import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Actor;
import dev.podregistry.model.Durability;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * How a registry is opened; begins with {@link #defaults} and is changed by its methods, each of which returns a copy.
 *
 * <p>The first four and the accepted file systems belong to the directory: all who open one directory in one JVM must agree on them.
 *
 * @param durability what an answer promises
 * @param lockTimeout how long a command waits for its turn at the log
 * @param clock stamps the events, for people to read
 * @param snapshotEvery the number of events, or of live pods if there are more, after which a snapshot is written so that
 *     the next opening need not read them; 0 for never. One is written on the last close, too. A log in memory has none
 * @param liveness says which processes are dead
 * @param paths makes targets canonical
 * @param actor who asks, as recorded with every event
 * @param acceptedFileSystems types of file systems, as the system names them, in lower case, on which the directory may be
 *     besides those that are known to do
 * @param mustExist whether a directory in which there is no registry is refused, instead of made one; each who opens a
 *     directory may choose
 */
public record RegistryOptions(
        Durability durability,
        Duration lockTimeout,
        InstantSource clock,
        long snapshotEvery,
        Liveness liveness,
        PathPolicy paths,
        Actor actor,
        Set<String> acceptedFileSystems,
        boolean mustExist) {

    /** After how many events a snapshot is written unless told otherwise. */
    public static final long SNAPSHOT_EVERY = 10_000;

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException when the time-out or the number of events is negative
     */
    public RegistryOptions {
        if (lockTimeout.isNegative()) {
            throw new IllegalArgumentException("the lock time-out " + lockTimeout + " is negative; give zero or more");
        }
        if (snapshotEvery < 0) {
            throw new IllegalArgumentException(
                    "a snapshot every " + snapshotEvery + " events is not possible; give 0 for none, or more");
        }
        acceptedFileSystems = Set.copyOf(acceptedFileSystems);
    }

    /**
     * {@return on disk before answering, ten seconds, the system's clock, processes and paths, the system's user, and a
     * snapshot every {@value #SNAPSHOT_EVERY} events}
     */
    public static RegistryOptions defaults() {
        return new RegistryOptions(
                Durability.SYNC,
                Duration.ofSeconds(10),
                InstantSource.system(),
                SNAPSHOT_EVERY,
                Liveness.system(),
                PathPolicy.fileSystem(),
                user(),
                Set.of(),
                false);
    }

    /** Of a user that the system has no name for, the JVM says a question mark. */
    private static Actor user() {
        String name = System.getProperty("user.name", "");
        try {
            return Actor.chosen(name.equals("?") ? "" : name);
        } catch (IllegalArgumentException e) {
            return new Actor("unknown");
        }
    }

    /** {@return these options with another durability} */
    public RegistryOptions durability(Durability other) {
        return new RegistryOptions(
                other, lockTimeout, clock, snapshotEvery, liveness, paths, actor, acceptedFileSystems, mustExist);
    }

    /** {@return these options with another lock time-out} */
    public RegistryOptions lockTimeout(Duration other) {
        return new RegistryOptions(
                durability, other, clock, snapshotEvery, liveness, paths, actor, acceptedFileSystems, mustExist);
    }

    /** {@return these options with another clock} */
    public RegistryOptions clock(InstantSource other) {
        return new RegistryOptions(
                durability, lockTimeout, other, snapshotEvery, liveness, paths, actor, acceptedFileSystems, mustExist);
    }

    /** {@return these options with another number of events from snapshot to snapshot, 0 for no snapshots} */
    public RegistryOptions snapshotEvery(long other) {
        return new RegistryOptions(
                durability, lockTimeout, clock, other, liveness, paths, actor, acceptedFileSystems, mustExist);
    }

    /** {@return these options with other verdicts on processes} */
    public RegistryOptions liveness(Liveness other) {
        return new RegistryOptions(
                durability, lockTimeout, clock, snapshotEvery, other, paths, actor, acceptedFileSystems, mustExist);
    }

    /** {@return these options with another path policy} */
    public RegistryOptions paths(PathPolicy other) {
        return new RegistryOptions(
                durability, lockTimeout, clock, snapshotEvery, liveness, other, actor, acceptedFileSystems, mustExist);
    }

    /**
     * {@return these options with another actor}
     *
     * @throws IllegalArgumentException when {@code other} is no actor's name
     */
    public RegistryOptions actor(String other) {
        return new RegistryOptions(
                durability,
                lockTimeout,
                clock,
                snapshotEvery,
                liveness,
                paths,
                Actor.chosen(other),
                acceptedFileSystems,
                mustExist);
    }

    /**
     * {@return these options with one more type of file system on which the directory may be}
     *
     * <p>A registry refuses file systems of which it is not known that all who open a file share its locks and its mapped
     * memory. If you accept one, that no two processes hold one path rests on you: all who open the registry must reach
     * its files by the same mount of the same host.
     *
     * @param type the type, as the refusal names it
     */
    public RegistryOptions acceptFileSystem(String type) {
        Set<String> accepted = new HashSet<>(acceptedFileSystems);
        accepted.add(type.toLowerCase(Locale.ROOT));
        return new RegistryOptions(
                durability, lockTimeout, clock, snapshotEvery, liveness, paths, actor, Set.copyOf(accepted), mustExist);
    }

    /**
     * {@return these options, but whether a directory in which there is no registry is refused}
     *
     * <p>For all but the process that is to begin a registry: with a wrong path they would begin another, in which nobody
     * holds anything.
     */
    public RegistryOptions mustExist(boolean other) {
        return new RegistryOptions(
                durability, lockTimeout, clock, snapshotEvery, liveness, paths, actor, acceptedFileSystems, other);
    }

    /** What all who open one directory agree on. */
    ChronicleLogOptions log() {
        return new ChronicleLogOptions(durability, lockTimeout, clock, acceptedFileSystems, false);
    }
}
