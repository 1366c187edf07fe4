package dev.podregistry.log.chronicle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.child.ChildJvm;
import dev.podregistry.event.LogPosition;
import dev.podregistry.log.Proposal;
import dev.podregistry.log.chronicle.disk.RegistryDirectory;
import dev.podregistry.model.LogException;
import dev.podregistry.model.LogUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Files are removed, replaced, cut off or written over while a log is open. A process went on writing to the file that it
 * had open, and its acknowledged events were gone.
 */
@Timeout(600)
final class ReplacedFilesTest {

    @TempDir
    Path temporary;

    private Path directory() {
        return temporary.resolve("registry");
    }

    /** What somebody does to the newest day's file, and how that is told. */
    enum Change {
        REMOVED("was removed while") {
            @Override
            void make(Path day) throws IOException {
                Files.delete(day);
            }
        },
        MOVED("was removed while") {
            @Override
            void make(Path day) throws IOException {
                Files.move(day, day.resolveSibling("elsewhere"));
            }
        },
        REPLACED_BY_A_COPY("was replaced while") {
            @Override
            void make(Path day) throws IOException {
                Path copy = Files.copy(day, day.resolveSibling("copy"), StandardCopyOption.COPY_ATTRIBUTES);
                Files.move(copy, day, StandardCopyOption.REPLACE_EXISTING);
            }
        },
        REPLACED_BY_A_LINK("was replaced while") {
            @Override
            void make(Path day) throws IOException {
                Path other = Files.move(day, day.resolveSibling("elsewhere"));
                Files.createSymbolicLink(day, other);
            }
        },
        REPLACED_BY_A_FOLDER("was replaced while") {
            @Override
            void make(Path day) throws IOException {
                Files.delete(day);
                Files.createDirectory(day);
            }
        },
        EMPTIED("was cut off") {
            @Override
            void make(Path day) throws IOException {
                truncate(day, 0);
            }
        },
        CUT_OFF("was cut off") {
            @Override
            void make(Path day) throws IOException {
                truncate(day, 66_000);
            }
        },
        OVERWRITTEN("was overwritten while") {
            @Override
            void make(Path day) throws IOException {
                long size = Files.size(day);
                truncate(day, 0);
                try (FileChannel file = FileChannel.open(day, StandardOpenOption.WRITE)) {
                    file.write(ByteBuffer.allocate(1), size);
                }
            }
        };

        private final String told;

        Change(String told) {
            this.told = told;
        }

        abstract void make(Path day) throws IOException;

        private static void truncate(Path day, long size) throws IOException {
            try (FileChannel file = FileChannel.open(day, StandardOpenOption.WRITE)) {
                file.truncate(size);
            }
        }

        void makeNow(Path day) {
            try {
                make(day);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Path day() {
        try {
            List<Path> days = RegistryDirectory.days(directory().resolve("queue"));
            return days.get(days.size() - 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertTold(Change change, Path day, LogException told) {
        String message = String.valueOf(told.getMessage());
        assertTrue(message.contains(day.toString()) && message.contains(change.told), message);
        assertTrue(message.contains("open it again"), message);
    }

    @ParameterizedTest
    @EnumSource
    void isToldOnTheNextQueryAndBeforeTheNextAppend(Change change) {
        try (ChronicleLog log = Logs.open(directory())) {
            Logs.append(log, "a", "b", "c");
            log.catchUp(event -> {});
            Path day = day();
            change.makeNow(day);
            for (int i = 0; i < 2; i++) {
                assertTrue(log.mayHaveGrown());
                assertTold(change, day, assertThrows(LogException.class, () -> log.catchUp(event -> {})));
                assertTold(change, day, assertThrows(LogException.class, () -> Logs.append(log, "lost")));
            }
        }
    }

    /** The last moment before an append: when it is decided. */
    @ParameterizedTest
    @EnumSource
    void isToldWhenItHappensWhileACallIsDeciding(Change change) {
        try (ChronicleLog log = Logs.open(directory())) {
            Logs.append(log, "a", "b", "c");
            Path day = day();
            LogException told = assertThrows(
                    LogException.class,
                    () -> log.transact(Logs.origin(), event -> {}, () -> {
                        change.makeNow(day);
                        return new Proposal<>(List.of(Logs.event("lost")), true);
                    }));
            if (change != Change.OVERWRITTEN) {
                assertTold(change, day, told);
            }
            assertThrows(LogException.class, () -> log.catchUp(event -> {}));
        }
    }

    /** Its writer has not opened the file yet, and would open the copy. */
    @Test
    void isToldBeforeTheFirstAppendOfAHandleToo() {
        try (ChronicleLog earlier = Logs.open(directory())) {
            Logs.append(earlier, "a");
        }
        try (ChronicleLog log = Logs.open(directory())) {
            log.catchUp(event -> {});
            Path day = day();
            LogException told = assertThrows(
                    LogException.class,
                    () -> log.transact(Logs.origin(), event -> {}, () -> {
                        Change.REPLACED_BY_A_COPY.makeNow(day);
                        return new Proposal<>(List.of(Logs.event("lost")), true);
                    }));
            assertTold(Change.REPLACED_BY_A_COPY, day, told);
        }
        assertEquals(List.of("a"), Logs.read(directory()).pods());
    }

    @Test
    void whoPutsTheFileBackIsAnsweredAgain() throws Exception {
        try (ChronicleLog log = Logs.open(directory())) {
            Logs.append(log, "a");
            Path day = day();
            Path away = Files.move(day, temporary.resolve("away"));
            assertThrows(LogUnavailableException.class, () -> Logs.append(log, "lost"));
            Files.move(away, day);
            Logs.append(log, "b");
        }
        assertEquals(List.of("a", "b"), Logs.read(directory()).pods());
    }

    /** Another process had taken over the copy: what the first one appended after that was lost, and acknowledged. */
    @Test
    void anotherProcessThatAppendedToTheCopyIsNotDisturbed() throws Exception {
        try (ChronicleLog log = Logs.open(directory())) {
            Logs.append(log, "a");
            Change.REPLACED_BY_A_COPY.make(day());
            try (ChildJvm child = ChildJvm.start(Holding.Trying.class, directory())) {
                assertEquals("appended", child.line());
            }
            assertThrows(LogUnavailableException.class, () -> Logs.append(log, "lost"));
        }
        assertEquals(List.of("a", "child"), Logs.read(directory()).pods());
    }

    /** Where only Chronicle's table was replaced, what it leads to still proves itself. */
    @Test
    void aTableThatWasReplacedIsFollowedAndOneThatWasRemovedIsTold() throws Exception {
        try (ChronicleLog log = Logs.open(directory())) {
            Logs.append(log, "a");
            Path table = directory().resolve("queue/metadata.cq4t");
            Change.REPLACED_BY_A_COPY.make(table);
            Logs.append(log, "b");
            Path away = Files.move(table, temporary.resolve("away"));
            while (!log.mayHaveGrown()) {
                Thread.sleep(1);
            }
            for (int i = 0; i < 2; i++) {
                LogUnavailableException told =
                        assertThrows(LogUnavailableException.class, () -> Logs.append(log, "lost"));
                assertTrue(told.getMessage().contains("metadata.cq4t was removed while"), told.getMessage());
                assertThrows(LogUnavailableException.class, () -> log.catchUp(event -> {}));
            }
            Files.move(away, table);
            Logs.append(log, "c");
        }
        assertEquals(List.of("a", "b", "c"), Logs.read(directory()).pods());
    }

    /** Queries used to speak of damage, and of repair. */
    @Test
    void aDirectoryThatWasMadeAnewIsToldByQueriesAsByCommands() throws Exception {
        try (ChronicleLog log = Logs.open(directory());
                ChronicleLogReader reader = ChronicleLogReader.open(directory(), LogPosition.START)) {
            Logs.append(log, "a");
            reader.catchUp(event -> {});
            Path moved = Files.move(directory(), temporary.resolve("moved"));
            for (Runnable anew : List.<Runnable>of(() -> {}, this::makeFolder, this::makeAnew)) {
                anew.run();
                Map<String, String> before = content();
                assertMoved(() -> log.catchUp(event -> {}));
                assertMoved(() -> reader.catchUp(event -> {}));
                assertMoved(() -> log.replay(1, event -> {}));
                assertMoved(() -> reader.find(1));
                assertMoved(() -> Logs.append(log, "lost"));
                assertTrue(log.mayHaveGrown());
                assertEquals(before, content(), "nothing is made there");
            }
            assertEquals(List.of("a"), Logs.read(moved).pods());
        }
        assertEquals(List.of("b"), Logs.read(directory()).pods());
    }

    private Map<String, String> content() throws IOException {
        return Files.exists(directory()) ? Moments.content(directory()) : Map.of();
    }

    private void makeFolder() {
        try {
            Files.createDirectory(directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makeAnew() {
        try (ChronicleLog other = Logs.open(directory())) {
            Logs.append(other, "b");
        }
    }

    private void assertMoved(Runnable call) {
        LogUnavailableException moved = assertThrows(LogUnavailableException.class, call::run);
        assertTrue(
                moved.getMessage().startsWith(directory() + " was moved or replaced while the log was open"),
                moved.getMessage());
    }
}
