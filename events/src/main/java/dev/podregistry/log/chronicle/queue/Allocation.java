package dev.podregistry.log.chronicle.queue;

import dev.podregistry.log.chronicle.raw.RawDay;
import dev.podregistry.log.place.NewFiles;
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
 * <p>A block of a sparse file gets its place when it is first written. If none is left, mapped memory cannot say so: the
 * JVM raises an error in the middle of Chronicle, or later, or dies. So zeros are written ahead, the ordinary way, into
 * blocks that hold nothing but zeros; one that holds anything has its place.
 *
 * <p>Nor may there be a hole near by: Linux caches files in folios, which are as long as {@value #FOLIO} bytes when they
 * were read ahead, and the first write to one asks for a place for all of it. So what is secured ends where a
 * folio must end, or with the file. To be used under the registry's lock only.
 */
final class Allocation implements AutoCloseable {

    /** The longest that Linux caches as one, 2 MiB. */
    private static final int FOLIO = 2 << 20;

    /** What a table takes, and more than Chronicle ever writes in it. */
    private static final int TABLE = 128 << 10;

    /** The description and the first two indexes of a new file. */
    private static final int BEGINNING = 68 << 10;

    /** What may come along with a document: an index, and the header or mark behind it. */
    private static final int ATTENDANTS = 36 << 10;

    /** No file system has smaller blocks; many a small disk has blocks smaller than a page. */
    private static final int BLOCK = 512;

    /** What is written at once: Linux caches it as one, and a sync writes all of that for a byte that has changed. */
    private static final int PIECE = 4 << 10;

    /** What is looked at and written at once. */
    private static final int STRETCH = 64 << 10;

    private static final byte[] ZEROS = new byte[STRETCH];

    private final byte[] header = new byte[Integer.BYTES];
    private @Nullable Path path;
    private @Nullable RandomAccessFile file;
    private @Nullable Foothold foothold;
    private long end;
    private long last;
    private long lastButOne;
    private long secured;

    /** Tells where the end of a file may be looked for; without that it is looked for from where it was last, or the beginning. */
    void lookFrom(@Nullable Foothold near) {
        foothold = near;
    }

    /**
     * Secures room for one more document.
     *
     * @param day the file it goes to, which is created if it is missing
     * @param bytes the length of the document
     * @param block how much of a file its writer maps at once
     */
    void secure(Path day, long bytes, int block) throws UnwrittenException {
        boolean created = false;
        try {
            created = !day.equals(path) && create(day);
            RandomAccessFile open = open(day);
            walkToEnd(open);
            long needed = Math.max(end, BEGINNING) + bytes + ATTENDANTS;
            long mapped = (needed / block + 1) * block + block / 4;
            long length = open.length();
            if (end > length) {
                throw new IOException("the file ends within its last document");
            }
            if (secured < needed) {
                long target = Math.min(Math.max(length, mapped), (needed / FOLIO + 1) * FOLIO);
                if (secured == 0) {
                    fill(open, 0, Math.min(FOLIO, target));
                }
                fill(open, Math.max(secured, end / FOLIO * FOLIO), target);
                secured = target;
            }
            if (length < mapped) {
                open.setLength(mapped);
            }
        } catch (IOException e) {
            close();
            if (created) {
                discard(day, e);
            }
            throw UnwrittenException.of(bytes + " more bytes in " + day, day, e);
        }
    }

    /** Secures room for the table, which is created if it is missing. */
    static void secureTable(Path table) throws UnwrittenException {
        boolean created = false;
        try {
            created = create(table);
            try (RandomAccessFile open = new RandomAccessFile(table.toFile(), "rw")) {
                fill(open, 0, Math.max(open.length(), TABLE));
            }
        } catch (IOException e) {
            if (created) {
                discard(table, e);
            }
            throw UnwrittenException.of(table.toString(), table, e);
        }
    }

    private static boolean create(Path created) throws IOException {
        if (Files.exists(created)) {
            return false;
        }
        NewFiles.createFile(created);
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
        if (foothold != null && foothold.offset() > end && foothold.file().equals(path)) {
            end = foothold.offset();
            last = 0;
            lastButOne = 0;
        }
        while (true) {
            open.seek(end);
            int read = open.read(header);
            int word = read < header.length
                    ? 0
                    : ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).getInt();
            if (word == 0 || RawDay.isIncomplete(word)) {
                return;
            }
            if (RawDay.isData(word)) {
                lastButOne = last;
                last = end;
            }
            end = new RawDay.Doc(end, RawDay.length(word), true).next();
        }
    }

    /** {@return the bytes of the last transaction of the file that was secured last, 0 when it has none} */
    long lastSize() {
        return last == 0 ? 0 : end - last;
    }

    /**
     * {@return the bytes from the last transaction but one to the end of the file that was secured last}
     *
     * <p>As far back may lie what Chronicle takes for the last, when a writer died before it said otherwise.
     */
    long lag() {
        return lastButOne == 0 ? lastSize() : end - lastButOne;
    }

    /** Writes zeros over zeros, and behind the end of the file. */
    private static void fill(RandomAccessFile open, long from, long to) throws IOException {
        byte[] stretch = new byte[STRETCH];
        for (long at = from; at < to; at += STRETCH) {
            int length = (int) Math.min(STRETCH, to - at);
            Arrays.fill(stretch, (byte) 0);
            read(open, at, stretch);
            if (Arrays.equals(stretch, ZEROS)) {
                writeZeros(open, at, length);
            } else {
                fillBlocks(open, at, stretch, length);
            }
        }
    }

    private static void read(RandomAccessFile open, long at, byte[] stretch) throws IOException {
        open.seek(at);
        int done = 0;
        for (int read = 0; read >= 0 && done < stretch.length; done += Math.max(0, read)) {
            read = open.read(stretch, done, stretch.length - done);
        }
    }

    private static void fillBlocks(RandomAccessFile open, long at, byte[] stretch, int length) throws IOException {
        for (int block = 0; block < length; block += BLOCK) {
            if (Arrays.equals(stretch, block, block + BLOCK, ZEROS, 0, BLOCK)) {
                writeZeros(open, at + block, BLOCK);
            }
        }
    }

    private static void writeZeros(RandomAccessFile open, long at, int count) throws IOException {
        open.seek(at);
        for (int done = 0; done < count; done += PIECE) {
            open.write(ZEROS, 0, Math.min(PIECE, count - done));
        }
    }

    @Override
    public void close() {
        RandomAccessFile open = file;
        file = null;
        path = null;
        end = 0;
        last = 0;
        lastButOne = 0;
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
