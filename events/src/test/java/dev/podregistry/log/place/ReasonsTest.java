package dev.podregistry.log.place;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReasonsTest {

    private static final Path FILE = Path.of("/srv/pods.d/lock");

    @Test
    void theFileAndTheReasonAreSaidInWords() {
        assertEquals("/a: permission denied; ls -ld shows who may", Reasons.of(new AccessDeniedException("/a")));
        assertEquals("/a: there is no such file", Reasons.of(new NoSuchFileException("/a")));
        assertEquals("/a: is a directory", Reasons.of(new FileSystemException("/a", null, "Is a directory")));
        assertEquals("is a directory", Reasons.of(new FileNotFoundException(FILE + " (Is a directory)"), FILE));
        assertEquals(
                "/a: operation not permitted; is it or its folder immutable? lsattr -d shows it",
                Reasons.of(new FileNotFoundException("/a (Operation not permitted)")));
        assertEquals(
                "/a: read-only file system; mount it for writing, or use another place",
                Reasons.of(new FileSystemException("/a", null, "Read-only file system")));
        assertEquals(
                "no space left on device; remove some files there (df -h and df -i show what is free)",
                Reasons.of(new IOException("No space left on device")));
        assertEquals(
                "/a: input/output error; the disk may be failing: see dmesg",
                Reasons.of(new FileSystemException("/a", null, "Input/output error")));
        assertEquals(
                "disk quota exceeded; remove some files there, or raise the quota (quota -s shows it)",
                Reasons.of(new IOException("Disk quota exceeded")));
        assertEquals(
                "file too large; raise ulimit -f, or use a file system that takes larger files",
                Reasons.of(new IOException("File too large")));
        assertEquals(
                "/a: stale file handle; mount it again",
                Reasons.of(new FileSystemException("/a", null, "Stale file handle")));
        assertEquals(
                "a file could not be mapped into memory; this process may have no more of it, or of mappings: raise"
                        + " ulimit -v or vm.max_map_count, or close some",
                Reasons.of(new IllegalStateException("Failed to acquireByteStore start: 0x0 offset: 0x0")));
        assertEquals("I/O error", Reasons.of(new IOException("I/O error")));
        assertEquals("the file was closed", Reasons.of(new ClosedChannelException()));
        assertEquals("the thread was interrupted", Reasons.of(new ClosedByInterruptException()));
        assertEquals("of a fault that tells no more", Reasons.of(new IOException()));
        assertEquals("of a fault that tells no more", Reasons.of(new IOException(" ")));
        assertEquals("odd words", Reasons.of(new FileNotFoundException("odd words")));
    }

    @Test
    void whatTheSystemGivesNoReasonForIsSaidByItsKind() {
        assertEquals("/a: it is there already; move it away", Reasons.of(new FileAlreadyExistsException("/a")));
        assertEquals("/a: the directory is not empty", Reasons.of(new DirectoryNotEmptyException("/a")));
        assertEquals("/a: it is not a directory", Reasons.of(new NotDirectoryException("/a")));
        assertEquals("/a: its links lead in a circle", Reasons.of(new FileSystemLoopException("/a")));
        assertEquals("/a: the file system refuses it", Reasons.of(new FileSystemException("/a")));
        assertEquals("permission denied; ls -ld shows who may", Reasons.of(new AccessDeniedException(null)));
        assertEquals(
                "permission denied; ls -ld shows who may",
                Reasons.of(new AccessDeniedException(FILE.toString()), FILE));
        assertEquals("/a: permission denied; ls -ld shows who may", Reasons.of(new AccessDeniedException("/a"), FILE));
    }

    @Test
    void noClassIsNamed() {
        IOException denied = new AccessDeniedException("/a");
        assertEquals("/a: permission denied; ls -ld shows who may", Reasons.of(new UncheckedIOException(denied)));
        assertEquals("/a: permission denied; ls -ld shows who may", Reasons.of(new IllegalStateException(denied)));
        assertEquals(
                "/x.y/z (gone)",
                Reasons.of(new IllegalStateException("java.io.FileNotFoundException: /x.y/z (gone)", denied)));
        assertFalse(Reasons.of(new IllegalStateException()).contains("Exception"));
        NoInodesException none = new NoInodesException(FILE, 7);
        assertEquals(none.getMessage(), Reasons.of(none));
    }

    @Test
    void onlyALackOfRoomIsOne() {
        assertTrue(Reasons.isNoRoom(new IOException("No space left on device")));
        assertTrue(Reasons.isNoRoom(new FileSystemException("/a", null, "Disk quota exceeded")));
        assertTrue(Reasons.isNoRoom(new IOException("File too large")));
        assertTrue(Reasons.isNoRoom(new NoInodesException(FILE, 7)));
        assertTrue(Reasons.isNoRoom(new IOException("why", new IOException("File too large"))));
        assertFalse(Reasons.isNoRoom(new FileNotFoundException("/a (Too many open files)")));
        assertFalse(Reasons.isNoRoom(new FileNotFoundException("/a (Operation not permitted)")));
    }

    @Test
    void theLimitOfOpenFilesIsSaid() {
        String told = Reasons.of(new FileNotFoundException("/a (Too many open files)"));
        assertTrue(
                told.matches("too many open files; this process may have (\\d+|unlimited|no more): raise ulimit -n, or"
                        + " close some"),
                told);
    }
}
