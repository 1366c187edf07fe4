package dev.podregistry.table;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.Done;
import dev.podregistry.event.Event;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.PodName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The last commands are those that a map of the JDK in the order of the last use keeps, and are found like there. */
class RecentCommandsProperties {

    private static final Event EVENT = new Event.Released(new PodName("p"));

    /** Mostly new commands, now and then the last one again, or one from longer ago, remembered or not. */
    @Provide
    Arbitrary<Integer> stepsBack() {
        return Arbitraries.frequencyOf(
                Tuple.of(20, Arbitraries.just(0)),
                Tuple.of(3, Arbitraries.just(1)),
                Tuple.of(1, Arbitraries.integers().between(1, 2 * RecentCommands.BOUND)));
    }

    @Property(tries = 50)
    void areTheLastOnes(
            @ForAll @Size(200) List<@From("stepsBack") Integer> pattern, @ForAll @IntRange(max = 4000) int count) {
        RecentCommands recent = RecentCommands.NONE;
        Map<CommandId, Done> expected = new LinkedHashMap<>();
        long fresh = 0;
        for (int sequence = 1; sequence <= count; sequence++) {
            long back = pattern.get(sequence % pattern.size());
            long number = back == 0 ? ++fresh : Math.max(1, fresh - back + 1);
            Done done = new Done(new CommandId(new UUID(0, number)), sequence, EVENT, null);
            recent = recent.plus(done);
            expected.remove(done.command());
            expected.put(done.command(), done);
            if (expected.size() > RecentCommands.BOUND) {
                expected.remove(expected.keySet().iterator().next());
            }
        }
        assertEquals(List.copyOf(expected.values()), recent.all());
        for (long number = 1; number <= fresh; number++) {
            CommandId id = new CommandId(new UUID(0, number));
            assertEquals(expected.get(id), recent.find(id));
        }
    }
}
