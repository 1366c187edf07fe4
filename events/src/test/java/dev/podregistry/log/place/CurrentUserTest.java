package dev.podregistry.log.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
final class CurrentUserTest {

    @TempDir
    Path temporary;

    private Optional<Integer> told(String status) throws Exception {
        return CurrentUser.toldByKernel(Files.writeString(temporary.resolve("status"), status));
    }

    @Test
    void isTheSecondOfTheFourNumbersThatTheKernelTells() throws Exception {
        assertEquals(Optional.of(1002), told("Name:\tjava\nUid:\t1001\t1002\t1003\t1004\nGid:\t5\t6\t7\t8\n"));
        assertEquals(Optional.of(-2), told("Uid:\t0\t4294967294\t0\t0\n"), "as attributes of files have it");
        assertEquals(Optional.empty(), told("Name:\tUid: 1 2 3 4\n"));
        assertEquals(Optional.empty(), CurrentUser.toldByKernel(temporary.resolve("missing")));
    }

    @Test
    void ownsWhatItMakes() throws Exception {
        Path file = Files.createFile(temporary.resolve("file"));
        assertEquals(Files.getAttribute(file, "unix:uid"), CurrentUser.number().orElseThrow());
        assertEquals(CurrentUser.number(), CurrentUser.ownerOfNewFile());
        assertTrue(FileFacts.of(file)
                .owner()
                .contains("user " + Integer.toUnsignedString((int) Files.getAttribute(file, "unix:uid"))));
    }
}
