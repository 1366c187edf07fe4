package dev.podregistry.log.chronicle.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.log.place.NoInodesException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What is told of a file that cannot be written: each thing once, and a lack of room only when there is one. */
final class UnwrittenTest {

    private static final Path FILE = Path.of("/srv/pods/queue/20260131F.cq4");
    private static final String WHAT = "655 more bytes in " + FILE;

    private static String told(IOException cause) {
        return UnwrittenException.of(WHAT, FILE, cause).getMessage();
    }

    @Test
    void noRoomIsForWhatWasToBeWritten() {
        String told = "there is no room for " + WHAT
                + ": no space left on device; remove some files there (df -h and df -i show what is" + " free)";
        assertEquals(told, told(new IOException("No space left on device")));
        assertEquals(told, told(new FileSystemException(FILE.toString(), null, "No space left on device")));
    }

    @Test
    void anythingElseIsAboutTheFile() {
        String told = "cannot write to " + FILE + ": permission denied; ls -ld shows who may";
        assertEquals(told, told(new FileNotFoundException(FILE + " (Permission denied)")));
        assertEquals(told, told(new FileSystemException(FILE.toString(), null, "Permission denied")));
    }

    @Test
    void whatLacksInodesLacksNoRoom() {
        NoInodesException none = new NoInodesException(FILE, 7);
        assertEquals(none.getMessage(), told(none));
    }
}
