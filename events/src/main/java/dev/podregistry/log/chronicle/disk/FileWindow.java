package dev.podregistry.log.chronicle.disk;

import dev.podregistry.log.place.FileFacts;
import dev.podregistry.log.place.Trust;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads a file at any place, a block at a time; what lies beyond its end reads as zeros. Not thread-safe.
 *
 * <p>It does not map the file: a read that fails is an exception, and a hole stays a hole.
 */
public final class FileWindow implements AutoCloseable {

    public static final int PAGE = 4 << 10;

    private static final int BLOCK = 256 << 10;
    private static final byte[] ZEROS = new byte[PAGE];

    private final RandomAccessFile file;
    private long size;
    private final byte[] block = new byte[BLOCK];
    private long start = -1;

    private FileWindow(RandomAccessFile file) throws IOException {
        this.file = file;
        this.size = file.length();
    }

    public static FileWindow open(Path path) throws IOException {
        String misplaced = Trust.misplaced(path, FileFacts.Type.FILE);
        if (misplaced != null) {
            throw new IOException(misplaced);
        }
        return new FileWindow(new RandomAccessFile(path.toFile(), "r"));
    }

    /** {@return the size of the file when it was opened or refreshed} */
    public long size() {
        return size;
    }

    public int byteAt(long offset) throws IOException {
        load(offset);
        return block[(int) (offset - start)] & 0xff;
    }

    public int intAt(long offset) throws IOException {
        return little(offset, Integer.BYTES).getInt();
    }

    public long longAt(long offset) throws IOException {
        return little(offset, Long.BYTES).getLong();
    }

    private ByteBuffer little(long offset, int length) throws IOException {
        return ByteBuffer.wrap(bytesAt(offset, length)).order(ByteOrder.LITTLE_ENDIAN);
    }

    public byte[] bytesAt(long offset, int length) throws IOException {
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; ) {
            load(offset + done);
            int from = (int) (offset + done - start);
            int count = Math.min(length - done, BLOCK - from);
            System.arraycopy(block, from, bytes, done, count);
            done += count;
        }
        return bytes;
    }

    /** {@return whether the page that begins here holds nothing but zeros} */
    public boolean isBlank(long page) throws IOException {
        load(page);
        int from = (int) (page - start);
        return Arrays.equals(block, from, from + PAGE, ZEROS, 0, PAGE);
    }

    /** Forgets what was read, as the file may have changed since. */
    public void refresh() throws IOException {
        start = -1;
        size = file.length();
    }

    private void load(long offset) throws IOException {
        if (start >= 0 && offset >= start && offset < start + BLOCK) {
            return;
        }
        start = -1;
        long first = offset / BLOCK * BLOCK;
        int filled = 0;
        file.seek(first);
        while (filled < BLOCK) {
            int read = file.read(block, filled, BLOCK - filled);
            if (read < 0) {
                break;
            }
            filled += read;
        }
        Arrays.fill(block, filled, BLOCK, (byte) 0);
        start = first;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
