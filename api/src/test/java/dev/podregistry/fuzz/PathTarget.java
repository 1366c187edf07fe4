package dev.podregistry.fuzz;

import dev.podregistry.api.PathPolicy;
import dev.podregistry.api.TargetRule;
import dev.podregistry.model.Quoted;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopePath;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Any text is a path, or it is refused with the reason; both policies give it one canonical form.
 *
 * <p>The first byte of an input says where the path begins: as it stands, or in a folder full of symbolic links, some of
 * them to nowhere and some in circles. The rest is its text in UTF-8, or in pairs of bytes, which makes unpaired
 * surrogates.
 */
public final class PathTarget {

    private static final Path TREE = links();

    private PathTarget() {}

    /** Tries one input. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        String text = new String(
                input, 1, input.length - 1, (input[0] & 1) == 0 ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16BE);
        String path = (input[0] & 2) == 0 ? text : TREE + "/" + text;
        checkText(path);
        checkPolicy(PathPolicy.logical(), path);
        checkPolicy(PathPolicy.fileSystem(), path);
    }

    private static void checkText(String text) {
        String defect = ScopePath.defect(text);
        if (defect == null) {
            checkAccepted(new ScopePath(text));
            return;
        }
        Fit.forTerminal(defect);
        try {
            new ScopePath(text);
        } catch (IllegalArgumentException e) {
            Fit.forTerminal(e.getMessage());
            return;
        }
        throw new AssertionError("a path though it " + defect);
    }

    private static void checkAccepted(ScopePath path) {
        Fit.require(path.value().getBytes(StandardCharsets.UTF_8).length <= ScopePath.MAX_BYTES, "too long");
        Fit.require(
                new String(path.value().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).equals(path.value()),
                "not the same after writing it as UTF-8");
        Fit.require(("/" + String.join("/", path.names())).equals(path.value()), "the names make up another path");
        for (String name : path.names()) {
            Fit.require(!name.isEmpty() && !name.equals(".") && !name.equals(".."), "the name " + name);
            Fit.require(name.getBytes(StandardCharsets.UTF_8).length <= ScopePath.MAX_NAME_BYTES, "a long name");
        }
        ScopePath parent = path.parent();
        if (parent != null) {
            String last = path.names().get(path.names().size() - 1);
            Fit.require(parent.child(last).equals(path), "another child");
            Fit.require(path.isChildOf(parent) && path.isWithin(parent) && !parent.isWithin(path), "no child");
        }
        Fit.require(PathPolicy.logical().canonical(rule(path.value())).equals(ScopeRule.write(path.value())), "moved");
    }

    private static void checkPolicy(PathPolicy policy, String text) {
        RuleRequest request = policy.canonical(rule(text));
        if (request instanceof RuleRequest.Invalid invalid) {
            Fit.require(invalid.target().equals(text), "another target is refused");
            Fit.forTerminal(Quoted.text(invalid.target()) + " " + invalid.reason());
            return;
        }
        ScopePath path = ((ScopeRule) request).target();
        Fit.require(ScopePath.textDefect(text) == null, "something odd has vanished");
        checkAccepted(path);
        Fit.require(policy.canonical(rule(path.value())).equals(request), "its canonical form has another one");
    }

    private static TargetRule rule(String target) {
        return TargetRule.write(target);
    }

    private static Path links() {
        try {
            Path tree = Files.createTempDirectory("fuzz").toRealPath();
            Files.createDirectories(tree.resolve("a/b/c"));
            Files.createFile(tree.resolve("a/f"));
            for (List<String> link : List.of(
                    List.of("a/u", ".."),
                    List.of("l", "a/b"),
                    List.of("a/b/r", "/"),
                    List.of("o", "o/x"),
                    List.of("p", "q"),
                    List.of("q", "p"),
                    List.of("n", "no/where"),
                    List.of("t", "a/f"))) {
                Files.createSymbolicLink(tree.resolve(link.get(0)), Path.of(link.get(1)));
            }
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(tree.toFile())));
            return tree;
        } catch (IOException e) {
            throw new IllegalStateException("no tree to walk in", e);
        }
    }

    private static void remove(java.io.File file) {
        java.io.File[] below = Files.isSymbolicLink(file.toPath()) ? null : file.listFiles();
        for (java.io.File child : below == null ? new java.io.File[0] : below) {
            remove(child);
        }
        file.delete();
    }
}
