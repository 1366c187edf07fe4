package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.Outcome.Refused;
import dev.podregistry.fuzz.Fit;
import dev.podregistry.model.Allocation;
import dev.podregistry.model.Durability;
import dev.podregistry.model.PodSocket;
import dev.podregistry.model.Quoted;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of every odd text that somebody may give for a path or a name: one line each, with the outcome. */
final class HostileTextTest {

    @TempDir
    Path directory;

    /**
     * A text and its outcome.
     *
     * @param text as given
     * @param outcome the canonical text it is taken as; or, after an exclamation mark, why it is refused
     */
    record Case(String text, String outcome) {

        boolean isTaken() {
            return !outcome.startsWith("!");
        }

        String reason() {
            return outcome.substring(1);
        }

        @Override
        public String toString() {
            return Quoted.text(text) + " -> " + Quoted.message(outcome);
        }
    }

    /** So the JVM says of a user that the system has no name for. */
    @ParameterizedTest
    @ValueSource(strings = {"?", "", "a\nb"})
    void aUserWithoutANameIsRecordedAsUnknown(String name) {
        String user = System.getProperty("user.name");
        try {
            System.setProperty("user.name", name);
            assertEquals("unknown", RegistryOptions.defaults().actor().value());
        } finally {
            System.setProperty("user.name", user);
        }
    }

    private static Case taken(String text) {
        return new Case(text, text);
    }

    private static Case taken(String text, String as) {
        return new Case(text, as);
    }

    private static Case refused(String text, String reason) {
        return new Case(text, "!" + reason);
    }

    private static List<Case> paths() {
        return List.of(
                refused("/a\0b", "has the control character U+0000 at index 2"),
                refused("/a\nb", "has the control character U+000A at index 2"),
                refused("/a\r", "has the control character U+000D at index 2"),
                refused("/\u001b[31mred", "has the control character U+001B at index 1"),
                refused("/\u009b31m", "has the control character U+009B at index 1"),
                refused("/\u007f", "has the control character U+007F at index 1"),
                refused("/a\u2028b", "has the line separator U+2028 at index 2"),
                refused("/a\u2029b", "has the line separator U+2029 at index 2"),
                refused("/\ud800", "has the unpaired surrogate U+D800 at index 1"),
                refused("/\udc00\ud800", "has the unpaired surrogate U+DC00 at index 1"),
                refused("/\0/..", "has the control character U+0000 at index 1"),
                refused("a/b", "is not absolute; begin it with /"),
                refused("\\a", "is not absolute; begin it with /"),
                refused("C:/a", "is not absolute; begin it with /"),
                refused("~/a", "is not absolute; begin it with /"),
                refused("\u2215a", "is not absolute; begin it with /"),
                refused("", "is empty"),
                refused("/" + "d".repeat(256), "has a name of more than 255 bytes"),
                refused("/" + "\u00e9".repeat(128), "has a name of more than 255 bytes"),
                refused("/d".repeat(2048), "is 4096 bytes long, more than 4095"),
                taken("/d".repeat(2047)),
                taken("/d/../".repeat(600), "/"),
                taken("/../../etc/passwd", "/etc/passwd"),
                taken("/a/./b//c/", "/a/b/c"),
                taken("/..a/...."),
                refused("/.. /a", "with white space at an end of it"),
                refused("/a/b ", "with white space at an end of it"),
                refused("/ a", "with white space at an end of it"),
                taken("/. ./a."),
                taken("/a b"),
                taken("/a\u00a0b"),
                taken("/\uff0e\uff0e/\u2024\u2024/\u2025"),
                taken("/\u202egpj.exe"),
                taken("/a\u200bb\u200d\ufeff"),
                taken("/\u00e9"),
                taken("/e\u0301"),
                taken("/A"),
                taken("/\u0430"),
                taken("/\ud83d\udc69\u200d\ud83d\udcbb"),
                taken("/C:\\x"),
                taken("/%2e%2e/$HOME/`id`;rm -rf ~"),
                taken("/\ue000\udbff\udfff"));
    }

    private static List<Case> names() {
        return List.of(
                refused("", "is empty"),
                refused("a\0", "has the control character U+0000 at index 1"),
                refused("a\nb", "has the control character U+000A at index 1"),
                refused("\u001b[2J", "has the control character U+001B at index 0"),
                refused("\u0085", "has the control character U+0085 at index 0"),
                refused("a\u2028", "has the line separator U+2028 at index 1"),
                refused("\udfff", "has the unpaired surrogate U+DFFF at index 0"),
                refused("a\u202eb", "has the invisible character U+202E at index 1"),
                refused("a\u2066b", "has the invisible character U+2066 at index 1"),
                refused("a\u200bb", "has the invisible character U+200B at index 1"),
                refused("\ud83d\udc69\u200d\ud83d\udcbb", "has the invisible character U+200D at index 2"),
                refused("\ufeffa", "has the invisible character U+FEFF at index 0"),
                refused("a\u00adb", "has the invisible character U+00AD at index 1"),
                refused("e\u0301", "is not in Unicode normal form C"),
                refused("\u212b", "is not in Unicode normal form C"),
                refused(" a", "begins or ends with white space"),
                refused("a\u2003", "begins or ends with white space"),
                refused("n".repeat(201), "is 201 bytes long, more than 200"),
                refused("\u00e9".repeat(101), "is 202 bytes long, more than 200"),
                taken("n".repeat(200)),
                taken("\u00e9".repeat(100)),
                taken("."),
                taken(".."),
                taken("../../etc"),
                taken("-rf"),
                taken("null"),
                taken("\"},{\""),
                taken("\\u0000"),
                taken("A"),
                taken("a"),
                taken("\u0430"));
    }

    static Stream<Case> refusedPaths() {
        return paths().stream().filter(path -> !path.isTaken());
    }

    static Stream<Case> refusedNames() {
        return names().stream().filter(name -> !name.isTaken());
    }

    @ParameterizedTest
    @MethodSource("refusedPaths")
    void aPathThatIsRefusedIsRefusedEverywhere(Case path) {
        for (PathPolicy policy : List.of(PathPolicy.logical(), PathPolicy.fileSystem())) {
            InMemory memory = new InMemory();
            try (PodRegistry registry =
                    PodRegistry.over(memory.handle(), memory.options().paths(policy))) {
                Refused<?> refused =
                        (Refused<?>) registry.register(RegisterRequest.pod("p").write(path.text()));
                assertTrue(refused.refusal().message().contains(" " + path.reason()), refused.refusal()::message);
                Fit.forTerminal(refused.refusal().message());
                assertEquals(List.of(), memory.history());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("refusedNames")
    void aNameThatIsRefusedIsRefusedEverywhere(Case name) {
        String pod = message(() -> RegisterRequest.pod(name.text()));
        assertTrue(pod.startsWith("pod name " + name.reason()), pod);
        assertEquals(pod, message(() -> DelegateRequest.child(name.text())));
        assertEquals(
                pod.replace("pod name", "actor"),
                message(() -> RegistryOptions.defaults().actor(name.text())));
        Fit.forTerminal(name.reason());
    }

    private static String message(Runnable making) {
        try {
            making.run();
        } catch (IllegalArgumentException e) {
            return e.getMessage();
        }
        return "taken";
    }

    /** Different texts stay different, through the log and back, and conflict with nothing but themselves. */
    @Test
    void whatIsTakenComesBackAsItWas() {
        List<Case> taken = paths().stream().filter(Case::isTaken).toList();
        List<Allocation> before = new ArrayList<>();
        try (PodRegistry registry = open()) {
            int number = 0;
            for (Case path : taken) {
                PodHandle pod = registry.register(RegisterRequest.pod("p" + ++number)
                                .socket(new PodSocket("/run/\u202e" + number))
                                .allow(TargetRule.write(path.text()).shallow()))
                        .orElseThrow();
                Refused<?> second = (Refused<?>)
                        registry.register(RegisterRequest.pod("second").write(path.text()));
                Fit.forTerminal(second.refusal().message());
                Allocation row = registry.view().find(pod.pod()).orElseThrow();
                assertEquals(path.outcome(), row.scope().allow().get(0).target().value());
                before.add(row);
                pod.close();
            }
            for (Case name : names().stream().filter(Case::isTaken).toList()) {
                registry.register(RegisterRequest.pod(name.text())).orElseThrow();
            }
        }
        try (PodRegistry registry = open()) {
            assertEquals(
                    names().stream().filter(Case::isTaken).map(Case::text).toList(),
                    registry.view().allocations().stream()
                            .map(row -> row.pod().value())
                            .toList());
            assertEquals(taken.size(), before.size());
        }
    }

    /** What merely looks alike is not the same: each of these pairs can have two writers. */
    @Test
    void whatLooksAlikeIsNotTheSame() {
        InMemory memory = new InMemory();
        try (PodRegistry registry = memory.open()) {
            int number = 0;
            for (String path : List.of(
                    "/\u00e9", "/e\u0301", "/a", "/A", "/\u0430", "/a.", "/a\u200b", "/\uff0e\uff0e", "/....")) {
                registry.register(RegisterRequest.pod("p" + ++number).write(path))
                        .orElseThrow();
            }
        }
    }

    private PodRegistry open() {
        return PodRegistry.open(
                directory,
                RegistryOptions.defaults().paths(PathPolicy.logical()).durability(Durability.PAGE_CACHE));
    }
}
