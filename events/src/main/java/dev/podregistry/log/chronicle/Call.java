package dev.podregistry.log.chronicle;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call that some thread runs under the lock, and what came of it for the thread that made it.
 *
 * <p>Whoever asks for the outcome must know that it ran, from {@link Turns} or from having run it.
 *
 * @param <A> the type of the answer
 */
final class Call<A> {

    private final Function<RegistryLock.Held, A> work;
    private @Nullable A answer;
    private @Nullable RuntimeException exception;
    private @Nullable Error error;

    Call(Function<RegistryLock.Held, A> work) {
        this.work = work;
    }

    /** Runs it; what it throws is kept for whoever made the call. */
    void run(RegistryLock.Held held) {
        try {
            answer = work.apply(held);
        } catch (RuntimeException e) {
            exception = e;
        } catch (Error e) {
            error = e;
        }
    }

    /** {@return the answer, or throws what it threw} */
    A outcome() {
        if (exception != null) {
            throw exception;
        }
        if (error != null) {
            throw error;
        }
        if (answer == null) {
            throw new IllegalStateException("the call has not run");
        }
        return answer;
    }
}
