package dev.podregistry.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Main;
import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.cli.Running;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code doctor} as a process of its own, where other commands give up. */
class DoctorIT {

    @TempDir
    private Path temporary;

    private Path registry;

    @BeforeEach
    void makeARegistry() throws IOException {
        registry = temporary.resolve("registry");
        Path pods = temporary.resolve("pods.json");
        try (InputStream in = DoctorIT.class.getResourceAsStream("/samples/pods-orchestrated.json")) {
            Files.copy(in, pods);
        }
        assertEquals(
                0, run(Running.jar("import", pods.toString(), "-d", "registry")).code());
    }

    private Printed run(List<String> command) throws IOException {
        return Running.run(temporary, Map.of(), command);
    }

    @Test
    void aSoundRegistryIsOk() throws IOException {
        Printed printed = run(Running.jar("doctor", "-d", "registry"));
        assertEquals(0, printed.code(), printed.out() + printed.err());
        assertTrue(printed.out().contains("pods       warn 5 pods: 0 alive, 5 dead (orchestrator, "), printed.out());
        assertTrue(
                DoctorTest.isInPublic(temporary.toRealPath())
                        || printed.out().contains("\n1 warning; next: pods: the next register, delegate, "),
                printed.out());
        assertFalse(printed.out().contains("(unpacked)"), printed.out());
        assertEquals("", told(printed));
    }

    /** {@return what it says besides the answer; what a newer JVM thinks of Chronicle is not its own} */
    private static String told(Printed printed) {
        return printed.err().replaceAll("(?m)^WARNING: .*\\R?", "");
    }

    @Test
    void missingFlagsAreNamedAndAllElseIsLookedAt() throws IOException {
        List<String> bare = List.of(Running.java(), "-cp", Running.jar().toString(), Main.class.getName());
        Printed printed = run(Running.words(bare, "doctor", "-d", "registry"));
        assertEquals(78, printed.code(), printed.out() + printed.err());
        assertTrue(printed.out().contains("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"), printed.out());
        assertTrue(printed.out().contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"), printed.out());
        assertTrue(printed.out().contains("log        ok   1 file of a day"), printed.out());
        assertTrue(printed.out().contains("1 FAIL, 1 warning; next: java: start it with --add-"), printed.out());
        assertEquals("", printed.err());
        Printed nowhere = run(Running.words(bare, "doctor", "-d", "nowhere"));
        assertEquals(78, nowhere.code(), nowhere.out());
        assertFalse(Files.exists(temporary.resolve("nowhere")));
        List<String> one = Running.words(
                List.of(Running.java(), "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"),
                Running.words(bare.subList(1, bare.size()), "doctor", "-d", "registry", "-o", "json")
                        .toArray(String[]::new));
        Printed json = run(one);
        assertEquals(78, json.code(), json.out());
        assertFalse(json.out().contains("--add-opens=java.base/sun.nio.ch"), json.out());
        assertTrue(json.out().contains("\"--add-opens=java.base/java.lang.reflect=ALL-UNNAMED\""), json.out());
    }

    /** Root may write whatever the permissions say, and becomes somebody else for this. */
    @Test
    void withoutTheRightToWriteItTellsTheSame() throws IOException {
        Path jar = Files.copy(Running.jar(), temporary.resolve("tool.jar"));
        boolean root = Files.getAttribute(registry, "unix:uid").equals(0);
        List<String> command = List.of(Running.java(), "-XX:-UsePerfData", "-jar", jar.toString());
        List<String> as = root
                ? Running.words(
                        List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                        command.toArray(String[]::new))
                : command;
        permit(temporary, "r-xr-xr-x", "r--r--r--");
        try {
            Printed printed = run(Running.words(as, "doctor", "-d", registry.toString()));
            assertEquals(0, printed.code(), printed.out() + printed.err());
            assertTrue(printed.out().contains("this user may not write there"), printed.out());
            assertTrue(printed.out().contains("log        ok   1 file of a day"), printed.out());
            assertTrue(printed.out().contains("lock       ok   free"), printed.out());
            assertTrue(printed.out().contains("durability ok "), printed.out());
            assertEquals("", told(printed));
            if (root) {
                permit(registry, "rwx------", "rw-------");
                Printed closed = run(Running.words(as, "doctor", "-d", registry.toString()));
                assertEquals(1, closed.code(), closed.out() + closed.err());
                assertTrue(closed.out().contains("it is closed to this user"), closed.out());
                assertTrue(
                        closed.out().contains("log        FAIL cannot be looked at: permission denied"), closed.out());
                assertTrue(closed.out().contains("durability warn"), closed.out());
            }
        } finally {
            permit(temporary, "rwx------", "rw-------");
        }
    }

    private static void permit(Path top, String folders, String files) throws IOException {
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> all = Files.walk(top)) {
            for (Path path :
                    all.toList().stream().sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? folders : files));
            }
        }
    }
}
