package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.model.ImportedPod;
import dev.podregistry.model.PodName;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.ProcessIdentity.BarePid;
import dev.podregistry.model.Refusal;
import dev.podregistry.model.Refusal.InvalidScope;
import dev.podregistry.model.RuleRequest;
import dev.podregistry.model.Scope;
import dev.podregistry.model.ScopeRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Somebody asked for {@code /repo/src/**}, was granted it, and held nothing but a file of that name: the files that were
 * meant were given to the next who asked.
 */
final class PatternTargetTest {

    @TempDir
    Path temporary;

    private Path root;

    @BeforeEach
    void makeTree() throws IOException {
        root = Files.createDirectories(temporary.toRealPath().resolve("repo/src"))
                .getParent();
    }

    private PodRegistry open(PathPolicy paths) {
        return PodRegistry.open(
                temporary.resolve("registry"), RegistryOptions.defaults().paths(paths));
    }

    private static InvalidScope refusal(Outcome<?> outcome) {
        Refusal refusal = assertInstanceOf(Outcome.Refused.class, outcome, outcome::toString)
                .refusal();
        return assertInstanceOf(InvalidScope.class, refusal, refusal::message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/**",
                "src/*",
                "*",
                "**",
                "src/*.java",
                "src/Main.*",
                "src/**/Main.java",
                "*/src",
                "src/M?in.java",
                "src/{a,b}.java",
                "src/[ab]*",
                "src/**/",
                "src/./**",
                "...",
                "src/...",
                "src/.../x",
                "src/(a|b).java",
                "(src|test)/a",
                "src/{1..3}",
                "src/{a..c}.txt",
                "src/!(a)",
                "src/@(a|b).java",
                "src/+([0-9])",
                "{src/a,src/b}"
            })
    void aPatternIsRefused(String pattern) {
        for (PathPolicy paths : List.of(PathPolicy.fileSystem(), PathPolicy.logical())) {
            try (PodRegistry registry = open(paths)) {
                String target = root + "/" + pattern;
                InvalidScope invalid =
                        refusal(registry.register(RegisterRequest.pod("a").write(target)));
                assertEquals(target, invalid.target());
                assertTrue(invalid.reason().startsWith("is a pattern"), invalid.reason());
            }
        }
    }

    @Test
    void theReasonSaysWhatToNameInstead() {
        try (PodRegistry registry = open(PathPolicy.fileSystem())) {
            assertEquals(
                    "the target \"" + root
                            + "/src/**\" is a pattern, as it has the name \"**\", and rules know none; name the"
                            + " directory \"" + root
                            + "/src\" itself, which covers all below it; or create first what is to"
                            + " have that very name",
                    refusal(registry.register(RegisterRequest.pod("a").write(root + "/src/**")))
                            .message());
        }
    }

    /** It was granted, and the directory that was meant went to the next who asked. */
    @ParameterizedTest
    @ValueSource(strings = {"src ", " src", "src /a", "src/a\u00a0", "src/ "})
    void whiteSpaceAtAnEndOfANameIsRefused(String name) {
        for (PathPolicy paths : List.of(PathPolicy.fileSystem(), PathPolicy.logical())) {
            try (PodRegistry registry = open(paths)) {
                String reason = refusal(
                                registry.register(RegisterRequest.pod("a").write(root + "/" + name)))
                        .reason();
                assertTrue(reason.contains(", with white space at an end of it; write it without"), reason);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"src/", "src/.", "src//", "./src", "src/x/.."})
    void anotherSpellingOfADirectoryIsThatDirectory(String spelling) {
        for (PathPolicy paths : List.of(PathPolicy.fileSystem(), PathPolicy.logical())) {
            try (PodRegistry registry = open(paths)) {
                PodHandle a = registry.register(RegisterRequest.pod("a").write(root + "/" + spelling))
                        .orElseThrow();
                assertTrue(registry.mayWrite(a.pod(), TargetRule.write(root + "/src")));
                a.close();
            }
        }
    }

    /** Files of some web frameworks are named like that, and templates of projects. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "[id].tsx",
                "[...slug]/page.tsx",
                "[[...slug]]",
                "(group)",
                "$id",
                "{{name}}",
                "{a}",
                "+page",
                "@tag",
                "a,b",
                "!x",
                "a|b",
                "(..)(..)photo",
                "@(",
                "....",
                "x...",
                "{..}",
                "\uff0a",
                "what\uff1f"
            })
    void commonNamesAreNone(String name) {
        for (PathPolicy paths : List.of(PathPolicy.fileSystem(), PathPolicy.logical())) {
            try (PodRegistry registry = open(paths)) {
                registry.register(RegisterRequest.pod("a").write(root + "/" + name))
                        .orElseThrow()
                        .close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"what?", "*", "a*b", "{a,b}", "...", "(a|b)", "{1..3}", "Wow!(1)", " a", "a ", "a\u3000"})
    void whatExistsIsNone(String name) throws IOException {
        Files.createFile(root.resolve("src").resolve(name));
        try (PodRegistry registry = open(PathPolicy.fileSystem())) {
            registry.register(RegisterRequest.pod("a").write(root + "/src/" + name))
                    .orElseThrow();
            assertFalse(registry.register(RegisterRequest.pod("b").write(root + "/src/" + name))
                    .isGranted());
        }
    }

    @Test
    void noCommandTakesOne() {
        try (PodRegistry registry = open(PathPolicy.logical())) {
            PodHandle lead = registry.register(RegisterRequest.pod("lead").write("/repo"))
                    .orElseThrow();
            String pattern = "/repo/*.java";
            refusal(registry.register(RegisterRequest.pod("a").write("/else").deny(TargetRule.read("/else/*.key"))));
            refusal(registry.register(RegisterRequest.pod("a").read(pattern)));
            refusal(lead.delegate(DelegateRequest.child("b").write(pattern)));
            refusal(lead.delegate(DelegateRequest.child("b")
                    .write("/repo/b")
                    .under(TargetScope.NONE.allow(TargetRule.write(pattern)))));
            refusal(registry.reclaimDelegated(lead.pod(), new PodName("b"), List.of(TargetRule.write(pattern))));
        }
    }

    @Test
    void anImportTakesNone() {
        ImportedPod pod = new ImportedPod(
                new PodName("a"),
                new BarePid(1),
                PodSocket.NONE,
                new Scope(List.of(ScopeRule.write("/repo/**")), List.of()),
                null,
                null);
        try (PodRegistry registry = open(PathPolicy.logical())) {
            assertInstanceOf(Outcome.Refused.class, registry.importTable(List.of(pod)));
            assertEquals(0, registry.view().sequence());
        }
    }

    /** Registries before this one took them, and their logs are whole. */
    @Test
    void whatWasRecordedStays() {
        PathPolicy lenient = new PathPolicy() {
            @Override
            public RuleRequest canonical(TargetRule wanted) {
                return PathPolicy.logical().canonical(wanted);
            }

            @Override
            public RuleRequest claim(TargetRule wanted, TargetScope said) {
                return canonical(wanted);
            }
        };
        PodName pod;
        try (PodRegistry registry = open(lenient)) {
            pod = registry.register(RegisterRequest.pod("a").write("/repo/**"))
                    .orElseThrow()
                    .pod();
        }
        try (PodRegistry registry = open(PathPolicy.fileSystem())) {
            assertTrue(registry.mayWrite(pod, TargetRule.write("/repo/**")));
            registry.release(pod).orElseThrow();
        }
    }

    /** A question is about that very name, which may be the title of a file that is still to be written. */
    @Test
    void aQuestionMayBeAboutOne() {
        try (PodRegistry registry = open(PathPolicy.logical())) {
            PodHandle a =
                    registry.register(RegisterRequest.pod("a").write("/notes")).orElseThrow();
            assertTrue(registry.mayWrite(a.pod(), TargetRule.write("/notes/why?.md")));
            assertFalse(registry.mayWrite(a.pod(), TargetRule.write("/why?.md")));
            assertEquals(
                    a.pod(),
                    registry.holderOf("/notes/*").orElseThrow().holder().pod());
        }
    }
}
