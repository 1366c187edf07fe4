package dev.podregistry.event;

import dev.podregistry.model.Token;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The restores of a log, from a backup or by a repair that gave events up, each of which began a new epoch of tokens.
 *
 * <p>A token is the epoch times 2^20, plus the sequence of its event. So it still grows, past every token that was ever
 * given in the future that the restore has undone, and before the first restore it is the sequence itself.
 *
 * @param all the epochs, oldest first
 */
public record Epochs(List<Epoch> all) {

    /** Of a log that was never restored. */
    public static final Epochs NONE = new Epochs(List.of());

    /** How many bits the sequence has to itself. */
    private static final int SEQUENCE_BITS = 20;

    /**
     * One epoch.
     *
     * @param since the sequence of the event that began it
     * @param number its number, greater than that of any before
     */
    public record Epoch(long since, long number) {}

    /**
     * Checks that epochs grow.
     *
     * @throws IllegalArgumentException when they do not
     */
    public Epochs {
        all = List.copyOf(all);
        Epoch last = new Epoch(0, 0);
        for (Epoch epoch : all) {
            if (epoch.since() <= last.since() || epoch.number() <= last.number()) {
                throw new IllegalArgumentException("epoch " + epoch.number() + ", begun at #" + epoch.since()
                        + ", does not follow epoch " + last.number() + ", begun at #" + last.since());
            }
            last = epoch;
        }
    }

    /** {@return the number of the last epoch, 0 if there was none} */
    public long current() {
        return all.isEmpty() ? 0 : all.get(all.size() - 1).number();
    }

    /** {@return these and one more} */
    public Epochs plus(Epoch next) {
        List<Epoch> more = new ArrayList<>(all);
        more.add(next);
        return new Epochs(more);
    }

    /** {@return the token of the event with this sequence} */
    public Token token(long sequence) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).since() <= sequence) {
                return token(all.get(i).number(), sequence);
            }
        }
        return new Token(sequence);
    }

    /** {@return the sequence of the event whose token this is} */
    public long sequence(Token token) {
        for (int i = all.size() - 1; i >= 0; i--) {
            long sequence = token.value() - (all.get(i).number() << SEQUENCE_BITS);
            if (sequence >= all.get(i).since()) {
                return sequence;
            }
        }
        return token.value();
    }

    /**
     * {@return the least epoch whose tokens after {@code restored} are all greater than any that the lost log gave}
     *
     * @param restored the sequence of the last event that is kept
     * @param lost the last epoch of the log that is given up
     * @param last the last sequence of that log
     */
    public static long after(long restored, long lost, long last) {
        return lost + 1 + (Math.max(0, last - restored) >> SEQUENCE_BITS);
    }

    /** {@return the epoch to begin: the time in seconds, which also tells copies of one log apart, or the least that will do} */
    public static long begin(Instant now, long least) {
        long seconds = now.getEpochSecond();
        return seconds > Event.Restored.GREATEST ? least : Math.max(seconds, least);
    }

    private static Token token(long epoch, long sequence) {
        return new Token((epoch << SEQUENCE_BITS) + sequence);
    }
}
