package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.api.PodRegistry;
import dev.podregistry.api.RegisterRequest;
import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A registry that somebody has frozen with {@code chattr}: its modes say that the owner may write, and nobody may. The doctor
 * said that all was well, or that it should be run by the owner, who ran it.
 */
class ImmutableSystem {

    @TempDir
    private Path temporary;

    private Path registry = Path.of("");

    @BeforeEach
    void makeARegistry() {
        registry = temporary.resolve("registry");
        try (PodRegistry pods = PodRegistry.open(registry)) {
            pods.register(RegisterRequest.pod("lead").write("/srv")).orElseThrow();
        }
    }

    @AfterEach
    void thaw() throws IOException {
        run("chattr", "-R", "-ia", registry.toString());
    }

    private void run(String... command) throws IOException {
        assertEquals(new Printed(0, "", ""), Running.run(temporary, Map.of(), List.of(command)));
    }

    private String doctor() {
        return Prompt.onDisk().run("doctor", "--dir", registry.toString()).out();
    }

    private Path day() throws IOException {
        try (Stream<Path> files = Files.list(registry.resolve("queue"))) {
            return files.filter(file -> file.toString().endsWith(".cq4"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @ParameterizedTest
    @CsvSource({"+i, .", "+i, lock", "+i, queue", "+i, DAY", "+a, DAY"})
    void whatNobodyMayWriteToIsNamedAndHowToChangeThat(String flag, String name) throws IOException {
        Path frozen = name.equals("DAY") ? day() : registry.resolve(name).normalize();
        run("chattr", flag, frozen.toString());
        String told =
                frozen.equals(registry) ? "it" : registry.relativize(frozen).toString();
        String out = doctor();
        assertTrue(out.contains("; " + told + " is immutable or append-only, so that nobody can write there"), out);
        assertTrue(out.contains("as root: chattr -R -ia " + registry), out);
    }

    @Test
    void nothingIsSaidOfARegistryThatIsNot() {
        assertFalse(doctor().contains("immutable"), doctor());
    }
}
