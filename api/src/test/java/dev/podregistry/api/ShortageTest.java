package dev.podregistry.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.attack.Footprint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A descriptor is kept for when there is no other; here there is none while a file is missing. */
final class ShortageTest {

    @TempDir
    private Path temporary;

    private Path file;
    private int given;

    @BeforeEach
    void make() throws IOException {
        file = Files.createFile(temporary.resolve("stat"));
    }

    private String spend(Shortage shortage) throws IOException {
        return shortage.spend(() -> "read", () -> given++);
    }

    @Test
    void anotherIsGivenUpOnlyWhenTheKeptOneIsGone() throws IOException {
        Shortage shortage = new Shortage(file);
        assertEquals("read", spend(shortage));
        assertEquals("read", spend(shortage));
        assertEquals(0, given);
        Files.delete(file);
        assertEquals("read", spend(shortage));
        assertEquals(0, given);
        spend(shortage);
        assertEquals(1, given);
        make();
        shortage.isOver();
        spend(shortage);
        assertEquals(1, given, "one is kept again");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theKeptOneIsClosedWhileSomethingIsRead() throws IOException {
        Path real = temporary.toRealPath();
        Shortage shortage = new Shortage(file);
        assertEquals(1, Footprint.openFiles(real).size());
        assertEquals(List.of(), shortage.spend(() -> Footprint.openFiles(real), () -> given++));
    }

    @Test
    void oneIsKeptAgainAlsoWhenReadingFails() {
        Shortage shortage = new Shortage(file);
        for (int i = 0; i < 2; i++) {
            assertThrows(
                    IOException.class,
                    () -> shortage.spend(
                            () -> {
                                throw new IOException("no");
                            },
                            () -> given++));
        }
        assertEquals(0, given);
    }

    @Test
    void itIsNowWhenNothingCanBeOpened() throws IOException {
        Shortage shortage = new Shortage(file);
        assertFalse(shortage.isNow());
        Files.delete(file);
        assertTrue(shortage.isNow());
    }

    @Test
    void whatCouldNotBeReadIsToldWhenItIsOverAndOnce() throws IOException {
        Shortage shortage = new Shortage(file);
        try (Warnings warnings = new Warnings()) {
            shortage.isOver();
            shortage.hid(7, "why");
            assertEquals(List.of(), warnings.take());
            shortage.isOver();
            String told = warnings.take().get(0);
            assertTrue(told.contains("the process with pid 7 lives (why)") && told.contains("ulimit -n"), told);
            shortage.isOver();
            assertEquals(List.of(), warnings.take());
        }
    }
}
