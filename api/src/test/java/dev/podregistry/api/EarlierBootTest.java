package dev.podregistry.api;

import static dev.podregistry.api.RegisterRequest.pod;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.Durability;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity.Linux;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a restart of the host its pods are reclaimed; when they were recorded is read from the log, on disk too. */
final class EarlierBootTest {

    private static final int PODS = 120;

    @TempDir
    Path temporary;

    private Path directory;
    private Liveness liveness;

    @BeforeEach
    void makeProc() throws IOException {
        directory = temporary.resolve("registry");
        liveness = new HandMadeProc(temporary).liveness();
    }

    private PodRegistry open(Instant now, Liveness verdicts) {
        return PodRegistry.open(
                directory,
                RegistryOptions.defaults()
                        .paths(PathPolicy.logical())
                        .durability(Durability.PAGE_CACHE)
                        .clock(() -> now)
                        .liveness(verdicts));
    }

    private static Linux processOfEarlierBoot(int number) {
        return new Linux(HandMadeProc.HOST, "earlier", HandMadeProc.NAMESPACE, 1000 + number, 1);
    }

    private static PodName name(int number) {
        return new PodName("pod-" + number);
    }

    @Test
    void itsPodsAreReclaimedAlsoFromASnapshot() throws IOException {
        try (PodRegistry registry = open(HandMadeProc.BEGAN.minusSeconds(60), process -> Liveness.Verdict.ALIVE)) {
            for (int i = 0; i < PODS; i++) {
                registry.register(pod(name(i).value()).write("/p" + i).process(processOfEarlierBoot(i)))
                        .orElseThrow();
            }
        }
        try (Stream<Path> snapshots = Files.list(directory.resolve("snapshots"))) {
            assertTrue(snapshots.findAny().isPresent());
        }
        try (PodRegistry registry = open(HandMadeProc.BEGAN.plusSeconds(60), liveness)) {
            List<PodName> all =
                    IntStream.range(0, PODS).mapToObj(EarlierBootTest::name).toList();
            assertEquals(all, registry.reclaimStale().value());
        }
    }

    /** What is recorded while the host is up is no pod of an earlier boot, whatever its boot id is. */
    @Test
    void whatWasRecordedSinceIsNot() {
        try (PodRegistry registry = open(HandMadeProc.BEGAN.plusSeconds(60), liveness)) {
            registry.register(pod("contained").write("/p").process(processOfEarlierBoot(1)))
                    .orElseThrow();
            assertEquals(List.of(), registry.reclaimStale().value());
        }
    }
}
