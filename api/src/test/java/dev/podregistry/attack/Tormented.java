package dev.podregistry.attack;

import java.util.Random;

/**
 * A thread's interrupts, counted, so that none can get lost unseen.
 *
 * <p>The thread looks at its flag between calls only; sending and looking exclude one another.
 */
final class Tormented {

    private final Thread thread;
    private int sent;
    private long survived;

    Tormented(Thread thread) {
        this.thread = thread;
    }

    synchronized void interrupt() {
        sent++;
        thread.interrupt();
    }

    /** Looks at the flag after a call, and takes it away; sometimes the next call begins with it, though. */
    synchronized void check(Random random) {
        boolean interrupted = Thread.interrupted();
        if (interrupted != sent > 0) {
            throw new AssertionError(sent + " interrupts were sent, and the flag is " + interrupted);
        }
        survived += sent;
        sent = 0;
        if (random.nextInt(4) == 0) {
            interrupt();
        }
    }

    synchronized long survived() {
        return survived;
    }
}
