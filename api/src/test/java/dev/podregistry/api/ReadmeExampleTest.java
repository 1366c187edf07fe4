package dev.podregistry.api;

import static dev.podregistry.api.DelegateRequest.child;
import static dev.podregistry.api.RegisterRequest.pod;
import static dev.podregistry.api.TargetRule.read;
import static dev.podregistry.api.TargetRule.write;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.PodName;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.SegmentId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples in README.md and in the package's javadoc are this code, and this code runs. */
final class ReadmeExampleTest {

    private static final Path README = Path.of("../README.md");
    private static final Path PACKAGE = Path.of("src/main/java/dev/podregistry/api/package-info.java");
    private static final Path THIS = Path.of("src/test/java/dev/podregistry/api/ReadmeExampleTest.java");

    @TempDir
    Path directory;

    @Test
    void readmeExampleRuns() {
        // readme:start
        try (PodRegistry registry = PodRegistry.open(directory)) {
            PodHandle lead = registry.register(pod("lead").write("/repo")).orElseThrow();
            PodHandle coder = lead.delegate(child("coder").write("/repo/src")).orElseThrow();

            Outcome<PodHandle> second = lead.delegate(child("second").write("/repo/src/main"));
            if (second instanceof Outcome.Refused<PodHandle> refused) {
                System.out.println(refused.refusal().message()); // … pod coder holds paths of it …
            }
            assertTrue(registry.mayWrite(coder.pod(), write("/repo/src")));
            coder.close(); // lead holds /repo/src again
        }
        // readme:end
    }

    @Test
    void packageExampleRuns() {
        SegmentId session = new SegmentId(UUID.fromString("6f1f3f2e-8a0b-4d0c-9c0e-1a2b3c4d5e6f"));
        // package:start
        // The orchestrator: it reads everything, writes nothing itself, and may hand out all of /repo but the keys.
        RegistryOptions options = RegistryOptions.defaults().actor("build-orchestrator");
        try (PodRegistry registry = PodRegistry.open(directory, options);
                PodHandle lead = registry.register(pod("lead").read("/repo")).orElseThrow()) {
            TargetScope authority = TargetScope.NONE.allow(write("/repo")).deny(read("/repo/keys"));

            // A reservation for a child: it holds its paths from now on. Its name and token go to the child's process,
            PodHandle reserved = lead.delegate(child("coder").write("/repo/src").under(authority))
                    .orElseThrow();
            // which adopts it once it is up, and is then the one that releases it.
            PodHandle coder = registry.adopt(AdoptRequest.of(reserved.pod())
                            .token(reserved.token())
                            .segment(session))
                    .orElseThrow();
            reserved.close(); // does nothing: the reservation has a new owner

            // Nobody else gets a path of it, and the refusal says why.
            Outcome<PodHandle> outcome = registry.register(pod("other").write("/repo/src/main"));
            if (outcome instanceof Outcome.Refused<PodHandle> refused
                    && refused.refusal() instanceof Refusal.WriteConflict conflict) {
                assertEquals(new PodName("coder"), conflict.competitor());
            }

            // Who may write this file, and on whose delegation?
            Holding holding = registry.holderOf("/repo/src/Main.java").orElseThrow();
            assertEquals(coder.pod(), holding.holder().pod());
            assertEquals(lead.pod(), holding.chain().get(1).pod());

            // Pods whose processes are dead are reclaimed before the next grant anyway, or now:
            assertEquals(List.of(), registry.reclaimStale().value());

            // A scope can be taken back from a child that does not answer.
            registry.reclaimDelegated(lead.pod(), coder.pod(), List.of(write("/repo/src")))
                    .orElseThrow();
            assertFalse(registry.mayWrite(coder.pod(), write("/repo/src")));
        }
        // package:end
    }

    @Test
    void readmeShowsThisCode() throws IOException {
        List<String> readme = Files.readAllLines(README);
        int start = readme.indexOf("```java");
        assertTrue(start >= 0, "README.md has no ```java block; it must show the lines between the readme marks here");
        List<String> block = readme.subList(start + 1, readme.size());

        assertEquals(marked("readme"), String.join("\n", block.subList(0, block.indexOf("```"))));
    }

    @Test
    void packageJavadocShowsThisCode() throws IOException {
        List<String> lines = Files.readAllLines(PACKAGE);
        int start = lines.indexOf(" * <pre>{@code");
        assertTrue(start >= 0, "package-info.java has no example");
        List<String> block = lines.subList(start + 1, lines.indexOf(" * }</pre>"));

        assertEquals(
                marked("package"),
                String.join(
                        "\n",
                        block.stream()
                                .map(line -> line.substring(Math.min(3, line.length())))
                                .toList()));
    }

    /** The lines between two marks, moved to the margin. */
    private static String marked(String mark) throws IOException {
        List<String> lines = Files.readAllLines(THIS);
        String indent = " ".repeat(8);
        List<String> between = lines.subList(
                lines.indexOf(indent + "// " + mark + ":start") + 1, lines.indexOf(indent + "// " + mark + ":end"));
        return String.join("\n", between).indent(-8).stripTrailing();
    }
}
