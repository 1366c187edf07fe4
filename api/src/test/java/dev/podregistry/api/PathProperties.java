package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.podregistry.model.Permission;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** What holds for every target. */
final class PathProperties {

    private static Path root;

    @BeforeContainer
    static void makeTree() throws IOException {
        root = Files.createTempDirectory("paths").toRealPath();
        Files.createDirectories(root.resolve("a/b/c"));
        Files.createDirectories(root.resolve("b/c"));
        Files.createSymbolicLink(root.resolve("a/up"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("b/over"), Path.of("../a/b"));
        Files.createSymbolicLink(root.resolve("c"), root.resolve("b/over/c"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("a/up/loop"));
    }

    @AfterContainer
    static void removeTree() throws IOException {
        for (String name : List.of("a/b/c", "a/b", "a/up", "a", "b/c", "b/over", "b", "c", "loop", "")) {
            Files.delete(root.resolve(name));
        }
    }

    @Provide
    Arbitrary<String> walks() {
        return Arbitraries.of("a", "b", "c", "up", "over", "loop", "new", ".", "..", "")
                .list()
                .ofMaxSize(12)
                .map(names -> root + "/" + String.join("/", names));
    }

    @Property
    void theKernelAgreesWhereTheTargetExists(@ForAll("walks") String target) {
        RuleRequest request = PathPolicy.fileSystem().canonical(TargetRule.write(target));
        Path real;
        try {
            real = Path.of(target).toRealPath();
        } catch (IOException missingOrLoop) {
            return;
        }
        assertEquals(ScopeRule.write(real.toString()), request);
    }

    @Property
    void permissionAndDepthOfTheRuleStay(
            @ForAll("walks") String target, @ForAll Permission permission, @ForAll boolean deep) {
        TargetRule wanted = new TargetRule(target, permission, deep);
        for (PathPolicy policy : List.of(PathPolicy.fileSystem(), PathPolicy.logical())) {
            if (policy.canonical(wanted) instanceof ScopeRule rule) {
                assertEquals(new ScopeRule(rule.target(), permission, deep), rule);
            }
        }
    }

    @Property
    void whatIsCanonicalStaysSo(@ForAll("walks") String target) {
        RuleRequest once = PathPolicy.fileSystem().canonical(TargetRule.write(target));
        if (once instanceof ScopeRule rule) {
            assertEquals(rule, PathPolicy.fileSystem().canonical(TargetRule.of(rule)));
            assertEquals(rule, PathPolicy.logical().canonical(TargetRule.of(rule)));
        }
    }

    @Property
    void withoutLinksTheTextIsEnough(@ForAll("plainNames") List<String> names) {
        String target = "/no-such-folder/" + String.join("/", names);

        assertEquals(
                PathPolicy.logical().canonical(TargetRule.write(target)),
                PathPolicy.fileSystem().canonical(TargetRule.write(target)));
    }

    @Provide
    Arbitrary<List<String>> plainNames() {
        return Arbitraries.of("x", "y", "..", ".", "").list().ofMaxSize(8);
    }

    @Property
    void noTextIsTooHostile(@ForAll @StringLength(max = 300) String text) {
        for (PathPolicy policy : List.of(PathPolicy.fileSystem(), PathPolicy.logical())) {
            assertInstanceOf(RuleRequest.class, policy.canonical(TargetRule.write(text)));
            assertInstanceOf(RuleRequest.class, policy.canonical(TargetRule.write("/" + text)));
            assertInstanceOf(RuleRequest.class, policy.claim(TargetRule.write(root + "/" + text), TargetScope.NONE));
        }
    }
}
