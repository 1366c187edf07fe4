package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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

    private Path home;
    private Path launcher;
    private Path jar;

    @BeforeEach
    void layOut() throws IOException {
        home = Files.createDirectories(temporary.resolve("a home with spaces"));
        launcher = Files.createDirectories(home.resolve("bin")).resolve("pod-registry");
        Files.copy(Running.launcher(), launcher);
        jar = Files.createDirectories(home.resolve("replay-tool/target")).resolve("pod-registry.jar");
    }

    private void copyJar() throws IOException {
        Files.copy(Running.jar(), jar);
    }

    private Printed launch(Map<String, String> environment, Path path, String... args) throws IOException {
        return Running.run(temporary, environment, Running.words(List.of(path.toString()), args));
    }

    private static void script(Path path, String... lines) throws IOException {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void startsTheJarQuietlyFromAnywhereThroughLinks() throws IOException {
        copyJar();
        Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("other link"));
        Files.createSymbolicLink(temporary.resolve("other link"), launcher);
        Path pods = Files.writeString(temporary.resolve("my pods.json"), "{\"allocations\": []}");
        Printed imported = launch(JAVA, link, "import", pods.toString(), "--dir", "my registry");
        assertEquals(0, imported.code(), imported.err());
        assertEquals("", imported.err(), "no warning of the JVM");
        Printed verify = launch(JAVA, launcher, "verify", "--dir", "my registry");
        assertEquals(0, verify.code(), verify.err());
        assertEquals("", verify.err());
        assertTrue(verify.out().contains("the log is sound at #0"), verify.out());
    }

    @Test
    void argumentsAreUnderstoodWithoutALocale() throws IOException {
        copyJar();
        Path pods = Files.writeString(temporary.resolve("p.json"), "{\"allocations\": []}");
        assertEquals(
                0, launch(JAVA, launcher, "import", pods.toString(), "-d", "r").code());
        Printed who = launch(JAVA, launcher, "who", "/srv/Händler", "-d", "r");
        assertEquals(1, who.code(), who.err());
        assertTrue(who.out().startsWith("/srv/Händler is held by nobody"), who.out());
    }

    @Test
    void buildsOnFirstUseAndWhenTheSourcesHaveChanged() throws IOException {
        Path tools = temporary.resolve("tools");
        script(
                tools.resolve("mvn"),
                "echo \"$@\" >> '" + temporary.resolve("mvn.log") + "'",
                "echo building",
                "rm -f replay-tool/target/pod-registry.jar",
                "cp '" + Running.jar() + "' replay-tool/target/pod-registry.jar");
        Path pom = Files.writeString(home.resolve("pom.xml"), "<project/>");
        Map<String, String> environment =
                Map.of("JAVA_HOME", System.getProperty("java.home"), "PATH", tools + ":" + System.getenv("PATH"));
        Printed first = launch(environment, launcher, "--version");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.err().contains("building first"), first.err());
        assertTrue(first.out().startsWith("pod-registry "), "the build's output is no answer: " + first.out());
        Printed second = launch(environment, launcher, "--version");
        assertEquals("", second.err());
        Files.setLastModifiedTime(
                pom,
                java.nio.file.attribute.FileTime.from(java.time.Instant.now().plusSeconds(60)));
        assertTrue(launch(environment, launcher, "--version").err().contains("building first"));
        assertEquals(2, Files.readAllLines(temporary.resolve("mvn.log")).size());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        Printed noJar = launch(JAVA, launcher, "--version");
        assertEquals(70, noJar.code());
        assertTrue(noJar.err().contains("no source to build it from"), noJar.err());
        copyJar();
        Printed noHome = launch(Map.of("JAVA_HOME", "/no/such/jdk"), launcher, "--version");
        assertEquals(78, noHome.code());
        assertTrue(noHome.err().contains("JAVA_HOME is /no/such/jdk"), noHome.err());
        Path old = temporary.resolve("old jdk");
        script(old.resolve("bin/java"), "exit 1");
        Files.writeString(old.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
        Printed tooOld = launch(Map.of("JAVA_HOME", old.toString()), launcher, "--version");
        assertEquals(78, tooOld.code());
        assertTrue(tooOld.err().contains("is Java 11; 17 or newer is needed"), tooOld.err());
        for (Printed printed : List.of(noJar, noHome, tooOld)) {
            assertEquals(1, printed.err().lines().count(), printed.err());
            assertEquals("", printed.out());
        }
        assertFalse(Files.exists(temporary.resolve("mvn.log")));
    }
}
