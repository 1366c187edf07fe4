package dev.podregistry.api;

import dev.podregistry.model.Refusal;
import java.util.function.Function;

/**
 * How a command ended: granted with a value, or refused with the facts. Immutable.
 *
 * @param <T> what is granted
 */
public sealed interface Outcome<T> {

    /** {@return the sequence at which the table stands, or stood, once the command has had its effect} */
    long sequence();

    /** {@return whether it is the answer that the command got when it was carried out before, under the same id} */
    boolean isEcho();

    /** {@return whether the command was granted} */
    boolean isGranted();

    /**
     * {@return what was granted}
     *
     * @throws RefusedException when the command was refused; it carries the refusal
     */
    T orElseThrow();

    /** {@return this outcome with {@code change} applied to what was granted} */
    <R> Outcome<R> map(Function<? super T, ? extends R> change);

    /**
     * The command was carried out, or there was nothing left to do.
     *
     * @param value what was granted
     * @param sequence the sequence at which the table stands; of an echo, at which it stood then
     * @param isEcho whether it was carried out before, and this is what was granted then
     * @param <T> what is granted
     */
    record Granted<T>(T value, long sequence, boolean isEcho) implements Outcome<T> {

        /** Creates the outcome of a command that was carried out now. */
        public Granted(T value, long sequence) {
            this(value, sequence, false);
        }

        @Override
        public boolean isGranted() {
            return true;
        }

        @Override
        public T orElseThrow() {
            return value;
        }

        @Override
        public <R> Granted<R> map(Function<? super T, ? extends R> change) {
            return new Granted<>(change.apply(value), sequence, isEcho);
        }
    }

    /**
     * The command was refused, and changed nothing; pods of dead processes may have been reclaimed on the way.
     *
     * @param refusal why
     * @param sequence the sequence at which the table stands
     * @param <T> what would have been granted
     */
    record Refused<T>(Refusal refusal, long sequence) implements Outcome<T> {

        @Override
        public boolean isGranted() {
            return false;
        }

        @Override
        public boolean isEcho() {
            return false;
        }

        @Override
        public T orElseThrow() {
            throw new RefusedException(refusal, sequence);
        }

        @Override
        public <R> Refused<R> map(Function<? super T, ? extends R> change) {
            return new Refused<>(refusal, sequence);
        }
    }
}
