package dev.podregistry.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Epochs.Epoch;
import dev.podregistry.model.Token;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

/** Tokens grow through every restore, and still say which event they come of. */
class EpochsProperties {

    @Provide
    Arbitrary<Epochs> epochs() {
        return Combinators.combine(
                        Arbitraries.longs().between(1, 3_000_000),
                        Arbitraries.longs().between(1, 2_000_000_000))
                .as(Epoch::new)
                .list()
                .ofMaxSize(4)
                .map(steps -> {
                    Epochs epochs = Epochs.NONE;
                    long since = 0;
                    for (Epoch step : steps) {
                        since += step.since();
                        epochs = epochs.plus(new Epoch(since, epochs.current() + step.number()));
                    }
                    return epochs;
                });
    }

    @Property(tries = 500)
    void aTokenSaysWhichEventItComesOf(
            @ForAll("epochs") Epochs epochs, @ForAll @LongRange(min = 1, max = 9_000_000) long sequence) {
        assertEquals(sequence, epochs.sequence(epochs.token(sequence)));
    }

    @Property(tries = 500)
    void tokensGrowWithTheSequence(
            @ForAll("epochs") Epochs epochs, @ForAll @LongRange(min = 1, max = 9_000_000) long sequence) {
        assertTrue(epochs.token(sequence).compareTo(epochs.token(sequence + 1)) < 0);
    }

    /** However many events are lost, and however many epochs the lost log has had. */
    @Property(tries = 500)
    void noTokenAfterARestoreWasGivenBefore(
            @ForAll("epochs") Epochs lost,
            @ForAll @LongRange(min = 1, max = 9_000_000) long last,
            @ForAll @LongRange(min = 0, max = 9_000_000) long restored) {
        Epochs after = Epochs.NONE.plus(new Epoch(restored + 1, Epochs.after(restored, lost.current(), last)));

        assertTrue(after.token(restored + 2).compareTo(lost.token(last)) > 0);
    }

    @Example
    void beforeARestoreATokenIsTheSequence() {
        assertEquals(new Token(7), Epochs.NONE.token(7));
        Epochs epochs = Epochs.NONE.plus(new Epoch(8, 1_767_225_600L));
        assertEquals(new Token(7), epochs.token(7));
        assertEquals(new Token((1_767_225_600L << 20) + 9), epochs.token(9));
    }

    /** Every reader of JSON can tell whole numbers below 2^53 apart. */
    @Example
    void theGreatestTokenIsAWholeNumberToAnyReader() {
        Epochs epochs = Epochs.NONE.plus(new Epoch(1, Event.Restored.GREATEST));

        assertTrue(epochs.token((1 << 20) - 1).value() < 1L << 53);
    }

    @Example
    void epochsGrow() {
        for (List<Epoch> wrong : List.of(
                List.of(new Epoch(0, 1)),
                List.of(new Epoch(1, 0)),
                List.of(new Epoch(5, 7), new Epoch(5, 8)),
                List.of(new Epoch(5, 7), new Epoch(6, 7)))) {
            assertThrows(IllegalArgumentException.class, () -> new Epochs(wrong), wrong::toString);
        }
    }
}
