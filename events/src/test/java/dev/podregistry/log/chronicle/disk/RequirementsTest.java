package dev.podregistry.log.chronicle.disk;

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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user needs is said alike wherever it is said: the flags of the JVM, and the versions of Java and Maven. */
final class RequirementsTest {

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
    @ValueSource(strings = {"README.md", "replay-tool/pom.xml"})
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

    @ParameterizedTest
    @CsvSource({
        "README.md, java.minimum, JDK", "README.md, maven.minimum, Maven",
        "CONTRIBUTING.md, java.minimum, Java", "CONTRIBUTING.md, maven.minimum, Maven",
        "bin/pod-registry, java.minimum, JDK", "bin/pod-registry, maven.minimum, Maven",
        "docs/operations.md, java.minimum, Java"
    })
    void versionsAreThoseOfTheBuild(String file, String property, String name) throws IOException {
        String pom = Files.readString(PROJECT.resolve("pom.xml"));
        String minimum = pom.replaceFirst("(?s).*<" + property + ">([^<]*)<.*", "$1");
        Pattern said = Pattern.compile(name + "[ ,(]+([\\d.]+) or newer");
        List<String> versions = said.matcher(Files.readString(PROJECT.resolve(file)))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertEquals(List.of(minimum), versions);
    }
}
