package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.api.Liveness.Verdict;
import dev.podregistry.model.CommandId;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Under a clock that leaps between the ends of time, the same commands have the same answers and the same table. */
final class WildClockTest {

    @TempDir
    Path temporary;

    @Test
    void theClockDecidesNothing() {
        Iterator<Instant> leaps = Stream.generate(() -> List.of(
                        Instant.MAX,
                        Instant.MIN,
                        Instant.parse("0001-01-01T00:00:00Z"),
                        Instant.parse("+999999999-01-01T00:00:00Z"),
                        Instant.EPOCH,
                        Instant.parse("2026-01-31T12:00:00Z")))
                .flatMap(List::stream)
                .iterator();
        List<String> wild = story(temporary.resolve("wild"), leaps::next);
        List<String> calm = story(temporary.resolve("calm"), () -> Instant.parse("2026-01-31T12:00:00Z"));

        assertEquals(calm, wild);
    }

    private static List<String> story(Path directory, InstantSource clock) {
        RegistryOptions options = RegistryOptions.defaults()
                .paths(PathPolicy.logical())
                .durability(Durability.PAGE_CACHE)
                .liveness(process -> process.pid() == 13 ? Verdict.DEAD : Verdict.ALIVE)
                .clock(clock);
        List<String> told = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            try (PodRegistry registry = PodRegistry.open(directory, options)) {
                String lead = "lead-" + round;
                told.add(registry.register(request(lead, round, 1).write("/r" + round))
                        .toString());
                told.add(registry.register(
                                request("other-" + round, 10 + round, 1).write("/r" + round))
                        .toString());
                told.add(registry.delegate(
                                new PodName(lead),
                                DelegateRequest.child("child-" + round)
                                        .write("/r" + round + "/c")
                                        .process(new BarePid(13)))
                        .toString());
                told.add(registry.reclaimStale().toString());
                told.add(registry.release(new PodName(lead), new Token(1), CommandId.random())
                        .toString());
                told.add(registry.view().allocations().toString());
            }
        }
        return told;
    }

    private static RegisterRequest request(String pod, int segment, long pid) {
        return RegisterRequest.pod(pod)
                .segment(new SegmentId(new UUID(1, segment)))
                .process(new BarePid(pid));
    }
}
