package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The executable jar, started by plain {@code java -jar} as a process of its own. */
class ExecutableIT {

    @TempDir
    private Path temporary;

    private Path pods;

    @BeforeEach
    void copyASample() throws IOException {
        pods = temporary.resolve("pods.json");
        try (InputStream in = ExecutableIT.class.getResourceAsStream("/samples/pods-orchestrated.json")) {
            Files.copy(in, pods);
        }
    }

    private Printed jar(String... args) throws IOException {
        return Running.run(temporary, Map.of(), Running.jar(args));
    }

    @Test
    void importsAndTellsInProcessesOfItsOwn() throws IOException {
        assertEquals(0, jar("import", pods.toString(), "--dir", "registry").code());
        Printed who = jar("who", "/srv/workspaces/shop/services/checkout/test/a", "--dir", "registry");
        assertEquals(0, who.code(), who.err());
        assertTrue(who.out().contains("is held by tester-checkout"), who.out());
        assertFalse(who.out().contains("\u001b"), "no terminal, no colour");
        Printed nobody = jar("who", "/", "--dir", "registry");
        assertEquals(1, nobody.code(), nobody.err());
        Printed export = jar("export", "--format", "pods-json", "--dir", "registry");
        assertEquals(Files.readString(pods), export.out());
        Printed verify =
                Running.run(temporary, Map.of("POD_REGISTRY_DIR", "registry"), Running.jar("verify", "-o", "ndjson"));
        assertEquals(0, verify.code(), verify.err());
        assertTrue(verify.out().contains("\"verdict\":\"sound\""), verify.out());
    }

    /** As a shell gives it: {@code import <(zcat pods.json.gz)}, or at the end of a pipe. */
    @Test
    void importsFromAPipe() throws IOException {
        List<String> command = List.of("sh", "-c", "cat '" + pods + "' | \"$@\"", "sh");
        String[] line = Running.jar("import", "/dev/stdin", "--dir", "registry").toArray(String[]::new);
        Printed printed = Running.run(temporary, Map.of(), Running.words(command, line));
        assertEquals(0, printed.code(), printed.err());
        assertTrue(printed.out().startsWith("imported 5 pods"), printed.out());
    }

    @Test
    void saysWhichVersionItIs() throws IOException {
        Printed printed = jar("--version");
        assertEquals(0, printed.code(), printed.err());
        assertTrue(printed.out().matches("pod-registry \\d+\\.\\d+\\S*, Java .*\\R"), printed.out());
        assertEquals("", printed.err());
    }

    @Test
    void anAnswerThatCannotBeWrittenIsNoSuccess() throws IOException {
        List<String> command = List.of("sh", "-c", "exec \"$@\" > /dev/full", "sh");
        Printed printed = Running.run(
                temporary,
                Map.of(),
                Running.words(command, Running.jar("--help").toArray(String[]::new)));
        assertEquals(74, printed.code(), printed.err());
        assertTrue(printed.err().contains("could not be written"), printed.err());
    }

    /** The manifest's flags count for {@code -jar} only; whoever puts the jar on a class path must give them. */
    @Test
    void withoutTheFlagsThereIsOneMessageThatNamesThem() throws IOException {
        List<String> command = List.of(Running.java(), "-cp", Running.jar().toString(), Main.class.getName());
        for (String[] args : new String[][] {
            {"state", "--dir", "registry"},
            {"verify", "--dir", "registry"},
            {"import", pods.toString(), "-d", "registry"}
        }) {
            Printed printed = Running.run(temporary, Map.of(), Running.words(command, args));
            assertEquals(78, printed.code(), printed.err());
            assertEquals(1, printed.err().lines().count(), printed.err());
            assertTrue(printed.err().contains("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED"), printed.err());
            assertTrue(printed.err().contains("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED"), printed.err());
            assertTrue(printed.err().contains("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"), printed.err());
        }
        assertFalse(Files.exists(temporary.resolve("registry")));
    }

    @Test
    void theManifestCarriesTheFlags() throws IOException {
        try (JarFile jar = new JarFile(Running.jar().toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertEquals("java.base/jdk.internal.ref", manifest.getValue("Add-Exports"));
            assertEquals("java.base/java.lang.reflect java.base/sun.nio.ch", manifest.getValue("Add-Opens"));
            for (String leftOut :
                    List.of("net/openhft/chronicle/analytics", "net/openhft/affinity", "com/sun/jna", "jnr")) {
                assertTrue(jar.stream().noneMatch(entry -> entry.getName().startsWith(leftOut + "/")), leftOut);
            }
        }
    }
}
