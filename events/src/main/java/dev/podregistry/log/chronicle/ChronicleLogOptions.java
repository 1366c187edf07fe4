package dev.podregistry.log.chronicle;

import dev.podregistry.model.Durability;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How a log is written.
 *
 * @param durability what an answer survives
 * @param lockTimeout how long a call waits for the right to append
 * @param clock stamps the events, and decides on which day's file they go; it may be wrong or jump without harm
 * @param acceptedFileSystems types of file systems, as the system names them, in lower case, that are taken besides those
 *     that are known to do
 * @param mustExist whether a directory without a log is refused, instead of made one
 */
public record ChronicleLogOptions(
        Durability durability,
        Duration lockTimeout,
        InstantSource clock,
        Set<String> acceptedFileSystems,
        boolean mustExist) {

    /** Synced, with 10 seconds for the lock, by the system's clock. */
    public static final ChronicleLogOptions DEFAULT =
            new ChronicleLogOptions(Durability.SYNC, Duration.ofSeconds(10), Clock.systemUTC());

    public ChronicleLogOptions {
        if (lockTimeout.isNegative()) {
            throw new IllegalArgumentException("the lock time-out " + lockTimeout + " is negative");
        }
        acceptedFileSystems = acceptedFileSystems.stream()
                .map(type -> type.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Options that take no file systems but those that are known to do. */
    public ChronicleLogOptions(Durability durability, Duration lockTimeout, InstantSource clock) {
        this(durability, lockTimeout, clock, Set.of(), false);
    }

    /** {@return these options with another durability} */
    public ChronicleLogOptions with(Durability other) {
        return new ChronicleLogOptions(other, lockTimeout, clock, acceptedFileSystems, mustExist);
    }

    /** {@return these options with another time to wait for the lock} */
    public ChronicleLogOptions withLockTimeout(Duration other) {
        return new ChronicleLogOptions(durability, other, clock, acceptedFileSystems, mustExist);
    }

    /** {@return these options with another clock} */
    public ChronicleLogOptions withClock(InstantSource other) {
        return new ChronicleLogOptions(durability, lockTimeout, other, acceptedFileSystems, mustExist);
    }

    /**
     * {@return these options with one more type of file system that is taken}
     *
     * <p>On such a file system, that no two processes hold one path rests on the caller: all who open the registry must
     * see its files by the same mount.
     */
    public ChronicleLogOptions acceptFileSystem(String type) {
        Set<String> accepted = new HashSet<>(acceptedFileSystems);
        accepted.add(type);
        return new ChronicleLogOptions(durability, lockTimeout, clock, accepted, mustExist);
    }

    /** {@return these options, but whether a directory without a log is refused} */
    public ChronicleLogOptions withMustExist(boolean other) {
        return new ChronicleLogOptions(durability, lockTimeout, clock, acceptedFileSystems, other);
    }
}
