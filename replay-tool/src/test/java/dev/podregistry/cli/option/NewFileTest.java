package dev.podregistry.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.cli.shell.Complaint;
import dev.podregistry.cli.shell.ExitCode;
import dev.podregistry.cli.shell.Logs;
import dev.podregistry.cli.shell.Shell;
import dev.podregistry.cli.shell.Times;
import dev.podregistry.cli.terminal.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that a command writes is there whole or not at all, and takes the place of nothing that may not go. */
final class NewFileTest {

    @TempDir
    private Path folder;

    private Path place;
    private Path registry;

    @BeforeEach
    void choose() throws IOException {
        place = folder.resolve("file");
        registry = Files.createDirectory(folder.resolve("registry"));
    }

    private NewFile file(Path path, boolean force) throws IOException {
        Shell shell = new Shell(
                new PrintWriter(Writer.nullWriter()),
                new PrintWriter(Writer.nullWriter()),
                Terminal.plain(false),
                Map.of(),
                folder,
                new Times(Clock.systemUTC()),
                Logs.ON_DISK);
        return NewFile.at(shell, path.toString(), force, registry);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void assertRefused(String reason, Path path, boolean force) {
        Complaint refused = assertThrows(Complaint.class, () -> file(path, force));
        assertEquals(ExitCode.IO, refused.exitCode());
        assertTrue(refused.getMessage().contains(reason), refused.getMessage());
    }

    @Test
    void nothingIsThereBeforeAllOfItIs() throws IOException {
        try (NewFile file = file(Path.of("file"), false)) {
            file.open().write("half");
            assertEquals(2, names().size());
            assertTrue(Files.notExists(place));
        }
        assertEquals(List.of("registry"), names());
        try (NewFile file = file(place, false)) {
            file.open().write("all of \u00fcs");
            file.keep();
        }
        assertEquals("all of \u00fcs", Files.readString(place));
        assertEquals(List.of("file", "registry"), names());
    }

    @Test
    void onlyWhoSaysSoReplacesAFile() throws IOException {
        Files.writeString(place, "mine");
        assertRefused("it exists; give another, or --force", place, false);
        try (NewFile file = file(place, true)) {
            file.open().write("new");
            assertEquals("mine", Files.readString(place));
            file.keep();
        }
        assertEquals("new", Files.readString(place));
        assertEquals(List.of("file", "registry"), names());
    }

    /** Somebody else has put one there since. */
    @Test
    void whatCameMeanwhileStays() throws IOException {
        try (NewFile file = file(place, false)) {
            file.open().write("new");
            Files.writeString(place, "theirs");
            Complaint refused = assertThrows(Complaint.class, file::keep);
            assertTrue(refused.getMessage().contains("it exists"), refused.getMessage());
        }
        assertEquals("theirs", Files.readString(place));
        assertEquals(List.of("file", "registry"), names());
    }

    @Test
    void linksAndFoldersAreNeverReplaced() throws IOException {
        Files.createSymbolicLink(place, folder.resolve("nowhere"));
        Path linked = Files.createSymbolicLink(folder.resolve("linked"), Files.writeString(folder.resolve("x"), "x"));
        for (boolean force : List.of(false, true)) {
            assertRefused("it is no regular file", place, force);
            assertRefused("it is no regular file", linked, force);
            assertRefused("it is no regular file", folder, force);
            assertRefused("there is no such directory", folder.resolve("none/file"), force);
            assertRefused("there is no such directory", Path.of("/"), force);
        }
    }

    @Test
    void nothingIsWrittenIntoTheRegistryByWhateverName() throws IOException {
        Path alias = Files.createSymbolicLink(folder.resolve("alias"), registry);
        Path queue = Files.createDirectory(registry.resolve("queue"));
        for (Path into : List.of(registry, queue, alias, alias.resolve("queue"))) {
            assertRefused("inside of the registry", into.resolve("file"), true);
        }
        Files.delete(queue);
        Files.delete(registry);
        file(place, false).close();
    }

    @Test
    void aFolderThatIsGoneIsToldWithTheFile() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        NewFile file = file(gone.resolve("file"), false);
        Files.delete(gone);
        IOException failed = assertThrows(IOException.class, file::open);
        assertTrue(failed.getMessage().startsWith("cannot write " + gone.resolve("file")), failed.getMessage());
    }
}
