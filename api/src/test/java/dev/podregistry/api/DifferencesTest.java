package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static dev.podregistry.api.TargetRule.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.MemoryLog;
import dev.podregistry.model.PodName;
import dev.podregistry.model.ProcessIdentity;
import dev.podregistry.model.ProcessIdentity.Linux;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.SegmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rows of the table "where this differs from the original" in docs/model.md that processes and paths decide, one test
 * each, on this machine's own.
 *
 * <p>In each of these the original let two live pods hold one path, or kept a live one out because of a dead one.
 */
@EnabledOnOs(OS.LINUX)
final class DifferencesTest {

    private static final SegmentId SEGMENT = new SegmentId(new UUID(0, 1));

    @TempDir
    Path temporary;

    private final PodRegistry registry =
            PodRegistry.over(new MemoryLog(InstantSource.system()).open(LogPosition.START), RegistryOptions.defaults());
    private Path repo;

    @BeforeEach
    void makeTree() throws IOException {
        repo = Files.createDirectories(temporary.toRealPath().resolve("repo"));
        Files.createDirectory(repo.resolve("src"));
    }

    @Test
    void aRelativeTargetIsInvalid() {
        assertInstanceOf(Refusal.InvalidScope.class, refusal(registry.register(pod("a").write("repo/src"))));
    }

    @Test
    void twoSpellingsOfOnePathAreOnePath() {
        registry.register(pod("a").write(repo + "/src")).orElseThrow();

        for (String spelling : List.of("/src/", "//src", "/src/.", "/src/../src", "/new/../src/deep")) {
            Refusal refusal = refusal(registry.register(pod("b").write(repo + spelling)));
            assertEquals(new PodName("a"), ((Refusal.WriteConflict) refusal).competitor(), spelling);
        }
    }

    @Test
    void aLinkIsAnotherNameOfWhatItPointsTo() throws IOException {
        Files.createSymbolicLink(temporary.resolve("alias"), repo);
        registry.register(pod("a").write(temporary + "/alias/src")).orElseThrow();

        assertInstanceOf(Refusal.WriteConflict.class, refusal(registry.register(pod("b").write(repo + "/src"))));
        assertEquals(
                new PodName("a"),
                registry.holderOf(temporary + "/alias/src/Main.java")
                        .orElseThrow()
                        .holder()
                        .pod());
    }

    @Test
    void aDelegationThatWalksOutOfItsScopeIsRefused() {
        PodHandle lead = registry.register(pod("lead").write(repo + "/src")).orElseThrow();

        assertInstanceOf(
                Refusal.NotSubset.class, refusal(lead.delegate(child("coder").write(repo + "/src/../docs"))));
    }

    @Test
    void neitherPathNorSegmentNorNameIsKeptByADeadPod() throws Exception {
        Process process = new ProcessBuilder("sleep", "600").start();
        registry.register(pod("a").write(repo.toString()).segment(SEGMENT).process(LiveProcess.of(process.pid())))
                .orElseThrow();
        assertInstanceOf(Refusal.DuplicatePodName.class, refusal(registry.register(pod("a").write(repo.toString()))));

        process.destroyForcibly().waitFor();

        registry.register(pod("a").write(repo.toString()).segment(SEGMENT)).orElseThrow();
        assertTrue(registry.mayWrite(new PodName("a"), write(repo.toString())));
    }

    @Test
    void aPidThatIsReusedDoesNotKeepADeadPodAlive() {
        Linux self = (Linux) LiveProcess.current();
        ProcessIdentity before =
                new Linux(self.host(), self.boot(), self.pidNamespace(), self.pid(), self.startTicks() - 1);
        registry.register(pod("before").write(repo.toString()).process(before)).orElseThrow();

        registry.register(pod("after").write(repo.toString())).orElseThrow();
    }

    @Test
    void aPodOfAnotherHostIsNotTakenForDead() {
        Linux self = (Linux) LiveProcess.current();
        ProcessIdentity elsewhere = new Linux("elsewhere", self.boot(), self.pidNamespace(), 1L << 31, 0);
        registry.register(pod("far").write(repo.toString()).process(elsewhere)).orElseThrow();

        assertInstanceOf(
                Refusal.WriteConflict.class,
                refusal(registry.register(pod("near").write(repo.toString()))));
    }

    @Test
    void aRestartedHostHasNoPods() throws IOException {
        HandMadeProc proc = new HandMadeProc(temporary);
        Linux before = new Linux(HandMadeProc.HOST, "earlier", HandMadeProc.NAMESPACE, 200, 6001);
        RegistryOptions options = RegistryOptions.defaults().liveness(proc.liveness());
        for (Instant recorded : List.of(HandMadeProc.BEGAN, HandMadeProc.BEGAN.minusMillis(1))) {
            PodRegistry restarted = PodRegistry.over(new MemoryLog(() -> recorded).open(LogPosition.START), options);
            restarted
                    .register(pod("before").write(repo.toString()).process(before))
                    .orElseThrow();

            List<PodName> dead = recorded.equals(HandMadeProc.BEGAN) ? List.of() : List.of(new PodName("before"));
            assertEquals(dead, restarted.reclaimStale().value());
        }
    }

    private static Refusal refusal(Outcome<?> outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).refusal();
    }
}
