package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wherever the flags of the JVM stand, they are those that {@link ChronicleRuntime} asks for. */
final class JvmFlagsTest {

    private static final Path PROJECT = Path.of("..");
    private static final Pattern FLAG = Pattern.compile("--add-(?:exports|opens)=java\\.base/[\\w.]+=[\\w.-]+");

    @ParameterizedTest
    @ValueSource(
            strings = {"README.md", "docs/operations.md", "pom.xml", "bin/benchmark", "api/src/it/consumer/pom.xml"})
    void flagsAreThoseOfTheRuntime(String file) throws IOException {
        String text = Files.readString(PROJECT.resolve(file));
        assertEquals(
                ChronicleRuntime.flags(),
                FLAG.matcher(text).results().map(MatchResult::group).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = "replay-tool/pom.xml")
    void attributesOfAManifestSayTheSame(String file) throws IOException {
        String text = Files.readString(PROJECT.resolve(file));
        for (String kind : List.of("Exports", "Opens")) {
            String option = "--add-" + kind.toLowerCase(Locale.ROOT) + "=";
            String packages = String.join(
                    " ",
                    ChronicleRuntime.flags().stream()
                            .filter(flag -> flag.startsWith(option))
                            .map(flag -> flag.substring(option.length()).replace("=ALL-UNNAMED", ""))
                            .toList());
            Pattern attribute = Pattern.compile("\\bAdd-" + kind + "(?:: |>)" + Pattern.quote(packages) + "(?:\\R|<)");
            assertTrue(attribute.matcher(text).find(), () -> file + " without Add-" + kind + " of " + packages);
        }
    }
}
