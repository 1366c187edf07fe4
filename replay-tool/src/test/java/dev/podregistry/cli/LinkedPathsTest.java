package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.option.RegistryOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pod was told by {@code check} that it may write a file that is reached by a link in its own folder, though another pod
 * holds what is behind the link, and the registry says so. Questions about the present mean the paths that the registry
 * means.
 */
final class LinkedPathsTest {

    @TempDir
    private Path temporary;

    private Path root;

    /** Alice holds a and bob b, and a/link leads from one into the other. */
    @BeforeEach
    void register() throws IOException {
        root = temporary.toRealPath();
        Files.createDirectories(root.resolve("a"));
        Files.createDirectories(root.resolve("b"));
        Files.createFile(root.resolve("b/f"));
        Files.createSymbolicLink(root.resolve("a/link"), Path.of("../b/f"));
        try (PodRegistry registry = PodRegistry.open(root.resolve("registry"))) {
            registry.register(RegisterRequest.pod("alice").write(root + "/a")).orElseThrow();
            registry.register(RegisterRequest.pod("bob").write(root + "/b")).orElseThrow();
        }
    }

    private Printed run(String line) {
        return Prompt.onDisk()
                .with(RegistryOption.VARIABLE, root + "/registry")
                .run(line.replace("ROOT", root.toString()).split(" "));
    }

    private Printed says(int code, String line, String... parts) {
        Printed printed = run(line);
        assertEquals(code, printed.code(), printed::toString);
        for (String part : parts) {
            String expected = part.replace("ROOT", root.toString());
            assertTrue((printed.out() + printed.err()).contains(expected), () -> expected + " in " + printed);
        }
        return printed;
    }

    @Test
    void theyDecideAsTheRegistryDoes() {
        says(3, "check ROOT/a/link --pod alice", "alice may not write ROOT/b/f", "held by bob");
        says(0, "check ROOT/a/link --pod bob", "bob may write ROOT/b/f");
        says(0, "who ROOT/a/link", "ROOT/b/f is held by bob");
        says(0, "who ROOT/a/link ROOT/a/other", "ROOT/b/f is held by bob", "ROOT/a/other is held by alice");
        says(0, "blame ROOT/a/link", "1 holding of ROOT/b/f", "bob");
        says(0, "blame ROOT/a/link --subtree", "below ROOT/b/f");
        says(3, "simulate register c --allow write:ROOT/a/link", "bob holds paths of it");
        says(3, "simulate delegate alice c --allow write:ROOT/a/link", "NotSubset");
    }

    @Test
    void jsonIsAboutTheSame() {
        says(0, "who ROOT/a/link -o ndjson", "\"ROOT/b/f\"");
        says(3, "check ROOT/a/link --pod alice -o ndjson", "\"ROOT/b/f\"");
        says(0, "blame ROOT/a/link -o ndjson", "\"ROOT/b/f\"");
    }

    /** Dots behind a link lead to the parent of what it points to, as for the kernel. */
    @Test
    void dotsAreTheKernelsToo() throws IOException {
        Files.createSymbolicLink(root.resolve("a/away"), root.resolve("b"));
        says(3, "check ROOT/a/away/../b/new --pod alice", "ROOT/b/new");
        says(0, "check ROOT/a/away/../b/new --pod alice --text", "alice may write ROOT/a/b/new");
    }

    @ParameterizedTest
    @ValueSource(strings = {" --text", " --at 2", " --at 2 --text"})
    void textStaysTextAndThePastIsText(String how) {
        String note = "ROOT/a/link leads to ROOT/b/f";
        says(0, "check ROOT/a/link --pod alice" + how, "alice may write ROOT/a/link", note);
        says(0, "who ROOT/a/link" + how, "ROOT/a/link is held by alice", note);
        says(0, "blame ROOT/a/link" + how, "of ROOT/a/link", note);
        says(3, "simulate register c --allow write:ROOT/a/link" + how, "alice holds paths of it", note);
    }

    @Test
    void theEndIsThePresent() {
        says(0, "who ROOT/a/link --at end", "ROOT/b/f is held by bob");
        says(0, "blame ROOT/a/link --since 1", "1 holding of ROOT/b/f");
    }

    @Test
    void aPathThatTheRegistryWouldNotTakeIsNone() throws IOException {
        Files.createSymbolicLink(root.resolve("a/loop"), Path.of("loop"));
        says(2, "check ROOT/a/loop --pod alice", "the path \"ROOT/a/loop\" cannot be resolved", "40 symbolic links");
        says(0, "check ROOT/a/loop --pod alice --text");
        says(3, "simulate register c --allow write:ROOT/a/loop", "InvalidScope", "40 symbolic links");
    }

    @Test
    void whatIsNoLinkIsNotSpokenOf() {
        assertEquals("", says(0, "check ROOT/a/new --pod alice").err());
        assertEquals("", says(0, "who ROOT/a/./new/../other").err());
        assertEquals("", says(0, "blame ROOT/a --at 2").err());
    }

    @Test
    void aPatternIsAName() throws IOException {
        String hint = "* was taken for a name, not for a pattern; ask for the directory ROOT/x/services";
        says(1, "who ROOT/x/services/*", "held by nobody", hint);
        says(1, "who ROOT/x/services/* --at 1", hint);
        says(1, "blame ROOT/x/services/*", hint);
        says(3, "check ROOT/x/services/* --pod alice", hint);
        says(3, "simulate register c --allow write:ROOT/x/*.java", "InvalidScope", "is a pattern");
        says(0, "simulate register c --allow write:ROOT/x/**", "accepted");
        Files.createFile(root.resolve("a/what?"));
        assertEquals("", says(0, "who ROOT/a/what?").err());
    }
}
