package dev.podregistry.log.chronicle.lock;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/** A wait that began at some moment and has an end. */
public final class Deadline {

    private final long start = System.nanoTime();
    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    public static Deadline in(Duration wait) {
        return new Deadline(TimeUnit.NANOSECONDS.convert(wait));
    }

    public static Deadline never() {
        return new Deadline(Long.MAX_VALUE);
    }

    Duration waited() {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    boolean passed() {
        return left() <= 0;
    }

    /** {@return the nanoseconds that are left, negative when the time is up} */
    long left() {
        return nanos - (System.nanoTime() - start);
    }

    /** {@return whether the lock was had in time; an interrupt is kept for later and does not end the wait} */
    public boolean tryLock(Lock lock) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return lock.tryLock(Math.max(0, left()), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
