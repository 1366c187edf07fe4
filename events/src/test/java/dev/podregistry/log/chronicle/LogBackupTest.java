package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.LogPosition;
import dev.podregistry.log.chronicle.disk.Mark;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.log.chronicle.disk.Sibling;
import dev.podregistry.log.chronicle.raw.Verdict;
import dev.podregistry.model.LogUnavailableException;
import dev.podregistry.model.LogUnavailableException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
                new LogPosition(seen.end().sequence() + 1, seen.end().hash()), 0, seen.mark());
        Object before = Moments.content(registry.getParent());

        IOException refused =
                assertThrows(IOException.class, () -> LogBackup.copy(source, Sibling.names(backup), more));

        assertEquals(
                "the log ended at #2, and what could be copied of it a moment later ends at #1; run pod-registry verify",
                refused.getMessage());
        assertEquals(before, Moments.content(registry.getParent()));
    }

    /** Its mark comes with its first event, which may be when the copy, without it, is made already. */
    @Test
    void aLogThatBeginsMeanwhileLeavesASoundCopyWithoutEvents() throws IOException {
        Path other = registry.resolveSibling("other");
        Logs.open(other).close();
        RegistryDirectory source = new RegistryDirectory(other);
        LogBackup.Seen seen = LogBackup.Seen.of(source);
        Files.copy(registry.resolve(Mark.NAME), source.mark().file());

        assertEquals(LogPosition.START, LogBackup.copy(source, Sibling.names(backup), seen));

        assertEquals(List.of(), Logs.read(backup).pods());
        assertTrue(Verdict.of(new RegistryDirectory(backup)).isSound());
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
