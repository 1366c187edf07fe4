package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher, in a copy of the project's layout whose path has spaces. */
class LauncherIT {

    private static final Map<String, String> JAVA = Map.of("JAVA_HOME", System.getProperty("java.home"));

    @TempDir
    private Path temporary;

    private Installation installed;

    @BeforeEach
    void layOut() throws IOException {
        installed = Installation.in(temporary);
    }

    private Printed launch(Map<String, String> environment, String... args) throws IOException {
        return installed.launch(environment, args);
    }

    @Test
    void startsTheJarQuietlyFromAnywhereThroughLinks() throws IOException {
        installed.withJar();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("other link"));
        Files.createSymbolicLink(temporary.resolve("other link"), installed.launcher());
        Path pods = Files.writeString(temporary.resolve("my pods.json"), "{\"allocations\": []}");
        Printed imported = Running.run(
                temporary, JAVA, List.of(link.toString(), "import", pods.toString(), "--dir", "my registry"));
        assertEquals(0, imported.code(), imported.err());
        assertEquals("", imported.err(), "no warning of the JVM");
        Printed verify = launch(JAVA, "verify", "--dir", "my registry");
        assertEquals(0, verify.code(), verify.err());
        assertEquals("", verify.err());
        assertTrue(verify.out().contains("the log is sound at #0"), verify.out());
    }

    @Test
    void argumentsAreUnderstoodWithoutALocale() throws IOException {
        installed.withJar();
        Path pods = Files.writeString(temporary.resolve("p.json"), "{\"allocations\": []}");
        assertEquals(0, launch(JAVA, "import", pods.toString(), "-d", "r").code());
        Printed who = launch(JAVA, "who", "/srv/Händler", "-d", "r");
        assertEquals(1, who.code(), who.err());
        assertTrue(who.out().startsWith("/srv/Händler is held by nobody"), who.out());
    }

    @Test
    void buildsOnFirstUseAndWhenTheSourcesHaveChanged() throws IOException {
        Path tools = temporary.resolve("tools");
        Installation.script(
                tools.resolve("mvn"),
                "echo \"$@\" >> '" + temporary.resolve("mvn.log") + "'",
                "echo building",
                "rm -f replay-tool/target/pod-registry.jar",
                "cp '" + Running.jar() + "' replay-tool/target/pod-registry.jar");
        Path pom = Files.writeString(installed.home().resolve("pom.xml"), "<project/>");
        Map<String, String> environment =
                Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", tools + ":" + System.getenv("PATH"));
        Printed first = launch(environment, "--version");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.err().contains("building first"), first.err());
        assertTrue(first.out().startsWith("pod-registry "), "the build's output is no answer: " + first.out());
        Printed second = launch(environment, "--version");
        assertEquals("", second.err());
        Files.setLastModifiedTime(
                pom,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(60)));
        assertTrue(launch(environment, "--version").err().contains("building first"));
        assertEquals(2, Files.readAllLines(temporary.resolve("mvn.log")).size());
    }

    /** Maven resets the colours of its output, which stood in front of the answer, as a code, where it went to a file. */
    @Test
    void aFailedBuildIsToldWithoutCodesForColours() throws IOException {
        Path tools = temporary.resolve("tools");
        Installation.script(
                tools.resolve("mvn"),
                "printf '\\033[0m'",
                "printf '\\033[0mno compiler\\033[0m\\n' >&2",
                "while [ \"$1\" != -l ]; do shift; done",
                "echo 'a symbol is missing' > \"$2\"",
                "exit 1");
        Files.writeString(installed.home().resolve("pom.xml"), "<project/>");
        Printed failed = launch(
                Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", tools + ":" + System.getenv("PATH")),
                "--version");
        assertEquals(70, failed.code(), failed.err());
        assertTrue(failed.err().contains("a symbol is missing"), failed.err());
        assertTrue(failed.err().contains("no compiler"), failed.err());
        assertFalse((failed.out() + failed.err()).contains("\u001b"), failed.err());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Printed noJar = launch(JAVA, "--version");
        assertEquals(70, noJar.code());
        assertTrue(noJar.err().contains("no source to build it from"), noJar.err());
        installed.withJar();
        Printed noHome = launch(Map.of("JAVA_HOME", "/no/such/jdk"), "--version");
        assertEquals(78, noHome.code());
        assertTrue(noHome.err().contains("JAVA_HOME is /no/such/jdk"), noHome.err());
        Path old = temporary.resolve("old jdk");
        Installation.script(old.resolve("bin/java"), "exit 1");
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Printed tooOld = launch(Map.of("JAVA_HOME", old.toString()), "--version");
        assertEquals(78, tooOld.code());
        assertTrue(tooOld.err().contains("is Java 11; 17 or newer is needed"), tooOld.err());
        for (Printed printed : List.of(noJar, noHome, tooOld)) {
            assertEquals(1, printed.err().lines().count(), printed.err());
            assertEquals("", printed.out());
        }
        assertFalse(Files.exists(temporary.resolve("mvn.log")));
    }
}
