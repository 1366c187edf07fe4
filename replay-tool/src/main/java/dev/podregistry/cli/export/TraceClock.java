package dev.podregistry.cli.export;

import java.time.Instant;

/**
 * Microseconds for a trace. Every event gets later ones than the event before, whatever the clock says: the sequence is the
 * order, and what seems to happen at one moment could not be told apart.
 */
final class TraceClock {

    /** Beyond this, half of the whole numbers that JSON is sure to carry, a clock is taken to stand still. */
    private static final long GREATEST = 1L << 52;

    private long last = Long.MIN_VALUE;

    long next(Instant time) {
        long seconds = Math.max(-GREATEST / 1_000_000, Math.min(time.getEpochSecond(), GREATEST / 1_000_000));
        long micros = seconds * 1_000_000 + time.getNano() / 1_000;
        last = last == Long.MIN_VALUE ? micros : Math.max(micros, last + 1);
        return last;
    }
}
