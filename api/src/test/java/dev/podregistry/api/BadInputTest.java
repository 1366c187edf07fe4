package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static dev.podregistry.api.TargetRule.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.podregistry.model.CommandId;
import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Scope;
import dev.podregistry.model.SegmentId;
import dev.podregistry.model.Token;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a caller gets wrong is answered in one clear line, and the log keeps every byte. */
final class BadInputTest {

    private static final PodName LEAD = new PodName("lead");
    private static final SegmentId SEGMENT = new SegmentId(new UUID(0, 1));

    @TempDir
    Path temporary;

    /** A mistake on a registry where lead writes /repo, and what the answer says of it. */
    private record Mistake(String answer, Call call) {}

    @FunctionalInterface
    private interface Call {
        Outcome<?> on(PodRegistry registry);
    }

    private static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "the target \"repo\" is not absolute; begin it with /",
                        r -> r.register(pod("x").write("repo"))),
                new Mistake(
                        "the target \"\" is empty; give an absolute path", r -> r.register(pod("x").deny(write("")))),
                new Mistake("pod name is empty; choose one", r -> r.register(pod(""))),
                new Mistake(
                        "pod name has the control character U+0007 at index 1; leave it out",
                        r -> r.register(pod("a\u0007"))),
                new Mistake(
                        "the target \"/a\\u0009b\" has the control character U+0009 at index 2; leave it out",
                        r -> r.delegate(LEAD, child("x").write("/a\tb"))),
                new Mistake(
                        "the target \"x\" is not absolute; begin it with /",
                        r -> r.delegate(LEAD, child("x").under(TargetScope.NONE.allow(write("x"))))),
                new Mistake(
                        "the target \"x\" is not absolute; begin it with /",
                        r -> r.reclaimDelegated(LEAD, LEAD, List.of(write("x")))),
                new Mistake(
                        "pod nobody is not live: it has ended, or never was; check the name, or register the pod",
                        r -> r.release(new PodName("nobody"))),
                new Mistake(
                        "pod nobody is not live: it has ended, or never was; check the name, or register the pod",
                        r -> r.adopt(AdoptRequest.of(new PodName("nobody")))),
                new Mistake(
                        "pod nobody is not live: it has ended, or never was; check the name, or register the pod",
                        r -> r.changeSegment(new PodName("nobody"), SEGMENT)),
                new Mistake(
                        "pod nobody is not live: it has ended, or never was; check the name, or register the pod",
                        r -> r.delegate(new PodName("nobody"), child("x"))),
                new Mistake(
                        "pod lead is live already; choose another name, or release that pod first",
                        r -> r.register(pod("lead"))),
                new Mistake(
                        "pod lead is no longer reserved, as a process has adopted it; delegate another pod for this process",
                        r -> r.adopt(AdoptRequest.of(LEAD))),
                new Mistake(
                        "pod lead has a new owner: the token given is 7, and the current one is 1; leave the pod to its owner, or, if that is you, give the current token",
                        r -> r.release(LEAD, new Token(7), CommandId.random())),
                new Mistake(
                        "WRITE /repo/src/** is refused: pod lead holds paths of it by its rule WRITE /repo/**; ask for other paths, or wait until that pod has ended",
                        r -> r.register(pod("x").write("/repo/./src"))),
                new Mistake(
                        "the registry is not empty: its log stands at #1; import into a new directory",
                        r -> r.importTable(List.of(new ImportedPod(
                                LEAD, new BarePid(1), PodSocket.NONE, new Scope(List.of(), List.of()), null, null)))),
                new Mistake("token 0 is less than 1", r -> r.release(LEAD, new Token(0), CommandId.random())),
                new Mistake(
                        "segment \"7\" is not a UUID of 36 characters", r -> r.changeSegment(LEAD, SegmentId.of("7"))),
                new Mistake(
                        "no process with pid 4294967295 is running; give the pid of one that is, or ask by find",
                        r -> r.register(pod("x").process(LiveProcess.of(0xFFFF_FFFFL)))),
                new Mistake("the path \"repo\" is not absolute; begin it with /", r -> found(r.holderOf("repo"))),
                new Mistake(
                        "the path \"/\\u0000\" has the control character U+0000 at index 1; leave it out",
                        r -> found(r.mayWrite(LEAD, write("/\0")))),
                new Mistake("the registry is closed; open it again", r -> {
                    r.close();
                    return r.release(LEAD);
                }));
    }

    private static Outcome<?> found(Object answer) {
        return new Outcome.Granted<>(answer, 0);
    }

    @TestFactory
    Stream<DynamicTest> everyMistake() {
        return mistakes().map(mistake -> DynamicTest.dynamicTest(mistake.answer(), () -> check(mistake)));
    }

    private void check(Mistake mistake) throws Exception {
        Path directory = Files.createTempDirectory(temporary, "registry");
        RegistryOptions options = RegistryOptions.defaults().paths(PathPolicy.logical());
        try (PodRegistry registry = PodRegistry.open(directory, options)) {
            registry.register(pod("lead").write("/repo")).orElseThrow();
            Map<String, String> before = OnDisk.bytes(directory);
            assertFalse(before.isEmpty());

            assertEquals(mistake.answer(), answer(mistake, registry));

            assertEquals(before, OnDisk.bytes(directory));
        }
    }

    private static String answer(Mistake mistake, PodRegistry registry) {
        try {
            Outcome<?> outcome = mistake.call().on(registry);
            return ((Outcome.Refused<?>) outcome).refusal().message();
        } catch (IllegalArgumentException | IllegalStateException e) {
            return e.getMessage();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyMistakeInOptions() {
        RegistryOptions defaults = RegistryOptions.defaults();
        Map<String, Runnable> mistakes = Map.of(
                "the lock time-out PT-1S is negative; give zero or more",
                        () -> defaults.lockTimeout(Duration.ofSeconds(-1)),
                "actor is empty; choose one", () -> defaults.actor(""));
        return mistakes.entrySet().stream()
                .map(mistake -> DynamicTest.dynamicTest(mistake.getKey(), () -> {
                    IllegalArgumentException thrown = null;
                    try {
                        mistake.getValue().run();
                    } catch (IllegalArgumentException e) {
                        thrown = e;
                    }
                    assertNotNull(thrown);
                    assertEquals(mistake.getKey(), thrown.getMessage());
                }));
    }
}
