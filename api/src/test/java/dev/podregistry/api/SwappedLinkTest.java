package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A symbolic link is followed once, when a command comes in; what is decided and recorded is where it led then.
 *
 * <p>Whoever swaps it later moves nobody's scope, and gains no path that somebody holds.
 */
final class SwappedLinkTest {

    @TempDir
    Path temporary;

    private Path root;
    private Path link;

    @BeforeEach
    void makeTree() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("one"));
        Files.createDirectories(root.resolve("two"));
        link = root.resolve("link");
        lead("one");
    }

    private void lead(String where) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(where));
    }

    private PodRegistry open(PathPolicy paths) {
        return PodRegistry.open(
                root.resolve("registry"), RegistryOptions.defaults().paths(paths));
    }

    private List<String> writers(PodRegistry registry, String path) {
        return registry.holderOf(path).stream()
                .map(h -> h.holder().pod().value())
                .toList();
    }

    @Test
    void aRecordedScopeStaysWhereItWas() throws IOException {
        try (PodRegistry registry = open(PathPolicy.fileSystem())) {
            registry.register(RegisterRequest.pod("a").write(link.toString())).orElseThrow();
            lead("two");

            assertEquals(List.of("a"), writers(registry, root + "/one/x"));
            assertEquals(List.of(), writers(registry, link + "/x"), "the question is about what it leads to now");
            registry.register(RegisterRequest.pod("b").write(link.toString())).orElseThrow();
            assertTrue(
                    registry.register(RegisterRequest.pod("c").write(root + "/one"))
                            instanceof Outcome.Refused<PodHandle>);
        }
        lead("one");
        try (PodRegistry registry = open(PathPolicy.fileSystem())) {
            assertEquals(
                    ScopeRule.write(root + "/one"),
                    registry.view()
                            .find(new PodName("a"))
                            .orElseThrow()
                            .scope()
                            .allow()
                            .get(0));
            assertEquals(List.of("a"), writers(registry, link + "/x"));
            assertEquals(List.of("b"), writers(registry, root + "/two/x"));
        }
    }

    /** Between making a path canonical and deciding on it there is time for a swap; it decides on what was recorded. */
    @Test
    void aSwapBeforeTheDecisionMovesNothing() {
        PathPolicy swapping = wanted -> {
            RuleRequest canonical = PathPolicy.fileSystem().canonical(wanted);
            try {
                lead("two");
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            return canonical;
        };
        try (PodRegistry registry = open(swapping)) {
            registry.register(RegisterRequest.pod("a").write(link.toString())).orElseThrow();
            registry.register(RegisterRequest.pod("b").write(link.toString())).orElseThrow();

            assertEquals(
                    List.of(ScopeRule.write(root + "/one"), ScopeRule.write(root + "/two")),
                    registry.view().allocations().stream()
                            .map(row -> row.scope().allow().get(0))
                            .toList());
        }
    }

    /**
     * An import once looked at each link twice, to see whether it was valid and to take it; a swap in between was an
     * exception out of the blue.
     */
    @Test
    void anImportLooksAtALinkOnce() {
        AtomicInteger asked = new AtomicInteger();
        PathPolicy swapping = wanted -> asked.incrementAndGet() == 1
                ? PathPolicy.fileSystem().canonical(wanted)
                : new RuleRequest.Invalid(wanted.target(), "leads nowhere any more");
        ImportedPod pod = new ImportedPod(
                new PodName("a"),
                new BarePid(1),
                PodSocket.NONE,
                new Scope(List.of(ScopeRule.write(link.toString())), List.of()),
                null,
                null);
        try (PodRegistry registry = open(swapping)) {
            assertEquals(1, registry.importTable(List.of(pod)).orElseThrow());
            assertEquals(
                    List.of(ScopeRule.write(root + "/one")),
                    registry.view().find(pod.pod()).orElseThrow().scope().allow());
        }
    }

    @Test
    void aSwapInTheMiddleOfAPathIsSeenWholeOrNotAtAll() throws IOException {
        Files.createDirectories(root.resolve("one/deep"));
        try (PodRegistry registry = open(PathPolicy.fileSystem())) {
            registry.register(RegisterRequest.pod("a").write(link + "/deep")).orElseThrow();
            lead("missing");
            registry.register(RegisterRequest.pod("b").write(link + "/deep")).orElseThrow();

            assertEquals(List.of("a"), writers(registry, root + "/one/deep"));
            assertEquals(List.of("b"), writers(registry, root + "/missing/deep"));
        }
    }
}
