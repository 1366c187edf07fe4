package dev.podregistry.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.Prompt.Printed;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.ChronicleLog;
import dev.podregistry.log.chronicle.ChronicleLogOptions;
import dev.podregistry.model.Invisible;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that a refusal gives names the directory, whatever it is called, when it is pasted into bash as printed. */
public final class PastedCommandBash {

    @TempDir
    private Path temporary;

    @ParameterizedTest
    @ValueSource(strings = {"q d'x $(id)", "line\nand \u001b[31m 'red' \\n", "tab\tb\\s", "\u007f1"})
    void itClosesTheDirectory(String name) throws IOException {
        Path registry =
                Files.createDirectories(temporary.toRealPath().resolve(name)).resolve("reg");
        try (ChronicleLog log = ChronicleLog.open(registry, ChronicleLogOptions.DEFAULT, LogPosition.START)) {
            assertTrue(Files.isDirectory(registry), log::toString);
        }
        assertCloses("bash", temporary, registry);
    }

    /** Opens a registry's directory to all, and runs what {@code doctor} says to do about it. */
    public static void assertCloses(String shell, Path place, Path registry) throws IOException {
        Files.setPosixFilePermissions(registry, PosixFilePermissions.fromString("rwxrwxrwx"));
        String printed =
                Prompt.onDisk().run("doctor", "--dir", registry.toString()).out();
        String line = printed.lines()
                .filter(each -> each.contains("run: chmod go-w "))
                .findFirst()
                .orElseThrow(() -> new AssertionError(printed));
        String command = line.substring(line.indexOf("chmod go-w "));
        assertFalse(command.codePoints().anyMatch(Invisible::isUnsafe), command);
        assertEquals(new Printed(0, "", ""), Running.run(place, Map.of(), List.of(shell, "-c", command)), command);
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(registry)), command);
    }
}
