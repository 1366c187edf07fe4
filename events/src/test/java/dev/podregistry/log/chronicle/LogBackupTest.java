package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.LogUnavailableException;
import dev.podregistry.log.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup has all that was in the log, or there is none. */
final class LogBackupTest {

    @TempDir
    Path temporary;

    private Path registry;
    private Path backup;

    @BeforeEach
    void write() throws IOException {
        registry = temporary.toRealPath().resolve("registry");
        backup = registry.resolveSibling("backup");
        try (ChronicleLog log = Logs.open(registry)) {
            Logs.append(log, "kept");
        }
    }

    /** Of a file that was cut off, or taken away, between the two readings. */
    @Test
    void aCopyThatIsShorterThanTheLogWasIsNone() throws IOException {
        RegistryDirectory source = new RegistryDirectory(registry);
        LogBackup.Seen seen = LogBackup.Seen.of(source);
        LogBackup.Seen more = new LogBackup.Seen(
                new LogPosition(seen.end().sequence() + 1, seen.end().hash()), 0);
        Object before = Moments.content(registry.getParent());

        IOException refused =
                assertThrows(IOException.class, () -> LogBackup.copy(source, Sibling.names(backup), more));

        assertEquals(
                "the log ended at #2, and what could be copied of it a moment later ends at #1; run pod-registry verify",
                refused.getMessage());
        assertEquals(before, Moments.content(registry.getParent()));
    }

    @Test
    void whatAnotherBackupIsAboutToMakeIsLeftAlone() throws IOException {
        Path partial = registry.resolveSibling("backup.partial");
        for (boolean there : new boolean[] {true, false}) {
            Files.createSymbolicLink(partial, there ? registry : registry.resolveSibling("nowhere"));
            LogUnavailableException refused =
                    assertThrows(LogUnavailableException.class, () -> LogBackup.run(registry, backup));
            assertEquals(Reason.UNSUITABLE, refused.reason());
            assertTrue(refused.getMessage().contains("is of a backup that is under way"), refused.getMessage());
            Files.delete(partial);
        }
    }
}
