package dev.podregistry.log.chronicle.lock;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets one caller at a time have its turn, in the order in which they come; a caller may do in its turn what others are
 * waiting to do. Thread-safe.
 *
 * <p>To hand a turn from thread to thread takes longer than most of what is done in one, as the next thread has to wake up
 * first. So whoever has the turn takes others' work along, and they wake up when it lets them go.
 *
 * @param <T> what a caller needs for its work
 */
public final class Turns<T> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Caller> waiting = new ArrayDeque<>();
    private boolean taken;

    private enum State {
        WAITING,
        TAKEN_ALONG,
        DONE,
        ITS_TURN
    }

    /** To run it lets the caller go on, when its work is done. */
    private final class Caller implements Runnable {

        private final @Nullable Consumer<T> work;
        private final Condition changed;
        private State state = State.WAITING;

        Caller(@Nullable Consumer<T> work, Condition changed) {
            this.work = work;
            this.changed = changed;
        }

        void become(State next) {
            state = next;
            changed.signal();
        }

        @Override
        public void run() {
            lock.lock();
            try {
                become(State.DONE);
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * Waits for the turn, or until another caller has done the work.
     *
     * @param work what another may do for this caller, without throwing; null when only this caller can do it
     * @param deadline how long to wait; an interrupt is kept for later
     * @param late what is thrown if the time is up before either; the work is not done then
     * @return {@code true} if it is the turn of this caller, which {@linkplain #end ends} it; {@code false} if the work is
     *     done and who has done it lets this caller go
     */
    public boolean await(@Nullable Consumer<T> work, Deadline deadline, Supplier<? extends RuntimeException> late) {
        lock.lock();
        try {
            if (!taken) {
                taken = true;
                return true;
            }
            Caller caller = new Caller(work, lock.newCondition());
            waiting.add(caller);
            if (!isCalled(caller, deadline)) {
                throw late.get();
            }
            while (caller.state == State.TAKEN_ALONG) {
                caller.changed.awaitUninterruptibly();
            }
            return caller.state == State.ITS_TURN;
        } finally {
            lock.unlock();
        }
    }

    /** {@return whether the caller's wait came to something before the time was up; if not, it has left the line} */
    private boolean isCalled(Caller caller, Deadline deadline) {
        boolean interrupted = false;
        try {
            while (caller.state == State.WAITING) {
                try {
                    if (caller.changed.awaitNanos(deadline.left()) <= 0 && waiting.remove(caller)) {
                        return false;
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Does, for whoever has the turn, the work of the caller that has waited longest.
     *
     * @return lets that caller go on, and has to be run; null when there is none whose work can be done
     */
    @Nullable
    public Runnable takeAlong(T means) {
        Caller other = first();
        if (other == null || other.work == null) {
            return null;
        }
        try {
            other.work.accept(means);
        } catch (Throwable e) {
            other.run();
            throw e;
        }
        return other;
    }

    private @Nullable Caller first() {
        lock.lock();
        try {
            Caller first = waiting.peek();
            if (first == null || first.work == null) {
                return null;
            }
            first.state = State.TAKEN_ALONG;
            return waiting.remove();
        } finally {
            lock.unlock();
        }
    }

    /** Ends the turn; the caller that has waited longest has the next. */
    public void end() {
        lock.lock();
        try {
            Caller next = waiting.poll();
            if (next == null) {
                taken = false;
            } else {
                next.become(State.ITS_TURN);
            }
        } finally {
            lock.unlock();
        }
    }
}
