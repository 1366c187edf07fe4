package dev.podregistry.log.chronicle.lock;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call that some thread runs under the lock, and what came of it for the thread that made it.
 *
 * <p>Whoever asks for the outcome must know that it ran, from {@link Turns} or from having run it.
 *
 * @param <A> the type of the answer
 */
public final class Call<A> {

    private final Function<RegistryLock.Held, A> work;
    private @Nullable A answer;
    private @Nullable Throwable failure;

    public Call(Function<RegistryLock.Held, A> work) {
        this.work = work;
    }

    /** Runs it; what it throws is kept for whoever made the call. */
    public void run(RegistryLock.Held held) {
        try {
            answer = work.apply(held);
        } catch (Throwable e) {
            // Whatever it is, it is not the business of the thread that runs this.
            failure = e;
        }
    }

    /** {@return the answer, or throws what it threw} */
    public A outcome() {
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new UndeclaredThrowableException(failure);
        }
        if (answer == null) {
            throw new IllegalStateException("the call has not run");
        }
        return answer;
    }
}
