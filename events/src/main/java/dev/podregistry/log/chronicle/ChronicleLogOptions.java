package dev.podregistry.log.chronicle;

import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;

/**
 * How a log is written.
 *
 * @param durability what an answer survives
 * @param lockTimeout how long a call waits for the right to append
 * @param clock stamps the events, and decides on which day's file they go; it may be wrong or jump without harm
 */
public record ChronicleLogOptions(Durability durability, Duration lockTimeout, InstantSource clock) {

    /** Synced, with 10 seconds for the lock, by the system's clock. */
    public static final ChronicleLogOptions DEFAULT =
            new ChronicleLogOptions(Durability.SYNC, Duration.ofSeconds(10), Clock.systemUTC());

    public ChronicleLogOptions {
        if (lockTimeout.isNegative()) {
            throw new IllegalArgumentException("the lock time-out " + lockTimeout + " is negative");
        }
    }

    /** {@return these options with another durability} */
    public ChronicleLogOptions with(Durability other) {
        return new ChronicleLogOptions(other, lockTimeout, clock);
    }

    /** {@return these options with another time to wait for the lock} */
    public ChronicleLogOptions withLockTimeout(Duration other) {
        return new ChronicleLogOptions(durability, other, clock);
    }

    /** {@return these options with another clock} */
    public ChronicleLogOptions withClock(InstantSource other) {
        return new ChronicleLogOptions(durability, lockTimeout, other);
    }
}
