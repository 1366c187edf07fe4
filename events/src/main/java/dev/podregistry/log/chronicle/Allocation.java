package dev.podregistry.log.chronicle;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes sure that what is about to be written through mapped memory has its place on the disk.
 *
 * <p>A page of a sparse file gets its block when it is first written. If none is left, mapped memory cannot say so: the
 * JVM raises an error in the middle of Chronicle or dies. So zeros are written ahead, the ordinary way, into pages that
 * hold nothing but zeros; a page that holds anything has its block. To be used under the registry's lock only.
 */
final class Allocation implements AutoCloseable {

    /** What is secured beyond what is needed, so that most appends find their place secured. */
    static final int STEP = 256 << 10;

    /** The description and the first two indexes of a new file. */
    private static final int BEGINNING = 68 << 10;

    /** What may come along with a document: an index, and the header or mark behind it. */
    private static final int ATTENDANTS = 36 << 10;

    private static final int PAGE = FileWindow.PAGE;
    private static final byte[] ZEROS = new byte[PAGE];

    private final byte[] header = new byte[Integer.BYTES];
    private @Nullable Path path;
    private @Nullable RandomAccessFile file;
    private long end;
    private long secured;

    /**
     * Secures room for one more document.
     *
     * @param day the file it goes to, which is created if it is missing
     * @param bytes the length of the document
     * @param block how much of a file its writer maps at once
     */
    void secure(Path day, long bytes, int block) throws NoRoomException {
        boolean created = false;
        try {
            created = create(day);
            RandomAccessFile open = open(day);
            walkToEnd(open);
            long needed = Math.max(end, BEGINNING) + bytes + ATTENDANTS;
            long mapped = (needed / block + 1) * block + block / 4;
            if (end > open.length()) {
                throw new IOException("the file ends within its last document");
            }
            if (open.length() < mapped) {
                open.setLength(mapped);
            }
            if (secured == 0) {
                fill(open, BEGINNING);
            }
            secured = Math.max(secured, end / PAGE * PAGE);
            if (secured < needed) {
                fill(open, needed + STEP);
            }
        } catch (IOException e) {
            close();
            if (created) {
                discard(day, e);
            }
            throw new NoRoomException("there is no room for " + bytes + " more bytes in " + day + ": " + e, e);
        }
    }

    /** Secures room for a new table. */
    static void secureTable(Path table) throws NoRoomException {
        boolean created = false;
        try {
            created = create(table);
            if (created) {
                Files.write(table, ZEROS);
            }
        } catch (IOException e) {
            if (created) {
                discard(table, e);
            }
            throw new NoRoomException("there is no room for " + table + ": " + e, e);
        }
    }

    private static boolean create(Path created) throws IOException {
        if (Files.exists(created)) {
            return false;
        }
        Files.createFile(created, RegistryDirectory.onlyOwner(created, "rw-------"));
        return true;
    }

    private static void discard(Path created, IOException cause) {
        try {
            Files.delete(created);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private RandomAccessFile open(Path day) throws IOException {
        RandomAccessFile open = file;
        if (open == null || !day.equals(path)) {
            close();
            open = new RandomAccessFile(day.toFile(), "rw");
            file = open;
            path = day;
        }
        return open;
    }

    private void walkToEnd(RandomAccessFile open) throws IOException {
        while (true) {
            open.seek(end);
            int read = open.read(header);
            int word = read < header.length
                    ? 0
                    : ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (word == 0 || RawDay.isIncomplete(word)) {
                return;
            }
            end = new RawDay.Doc(end, RawDay.length(word), true).next();
        }
    }

    private void fill(RandomAccessFile open, long target) throws IOException {
        byte[] page = new byte[PAGE];
        for (long at = secured / PAGE * PAGE; at < target; at += PAGE) {
            open.seek(at);
            int read = Math.max(0, open.read(page));
            if (Arrays.equals(page, 0, read, ZEROS, 0, read)) {
                open.seek(at);
                open.write(ZEROS);
            }
            secured = at + PAGE;
        }
    }

    @Override
    public void close() {
        RandomAccessFile open = file;
        file = null;
        path = null;
        end = 0;
        secured = 0;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
