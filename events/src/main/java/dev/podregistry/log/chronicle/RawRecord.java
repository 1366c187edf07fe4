package dev.podregistry.log.chronicle;

import dev.podregistry.event.Hash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A record as its bytes say it, wherever in a file they were found.
 *
 * <pre>
 * c6 record    b8 length  the line, ASCII     length: seven bits a byte, the low ones first
 * c8 previous  b8 40      64 hexadecimal digits
 * c4 hash      b8 40      64 hexadecimal digits
 * </pre>
 *
 * @param link what it holds
 * @param offset where it begins
 * @param end where it ends
 */
record RawRecord(Document.Link link, long offset, long end) {

    private static final byte[] RECORD = name("record");
    private static final byte[] PREVIOUS = name("previous");
    private static final byte[] HASH = name("hash");
    private static final Pattern BEGINNING =
            Pattern.compile("\\{\"schema\":\\d{1,9},\"sequence\":(\\d{1,18}),\"synced\":(\\d{1,18}),");

    private static byte[] name(String field) {
        byte[] bytes = ("_" + field + "_").getBytes(StandardCharsets.US_ASCII);
        bytes[0] = (byte) (0xc0 | field.length());
        bytes[bytes.length - 1] = (byte) 0xb8;
        return bytes;
    }

    /** {@return the record that begins at the offset and ends by {@code limit}, or null when there is none} */
    static @Nullable RawRecord at(FileWindow file, long offset, long limit) throws IOException {
        Cursor cursor = new Cursor(file, offset, limit);
        String line = cursor.text(RECORD);
        String previous = line == null ? null : cursor.text(PREVIOUS);
        String hash = previous == null ? null : cursor.text(HASH);
        if (line == null || previous == null || hash == null) {
            return null;
        }
        try {
            return new RawRecord(
                    new Document.Link(line, Hash.ofHex(previous), Hash.ofHex(hash)), offset, cursor.position);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** {@return whether its hash is the hash of what it holds} */
    boolean isConsistent() {
        return link.previous()
                .next(link.line().getBytes(StandardCharsets.US_ASCII))
                .equals(link.hash());
    }

    /** {@return the sequence that its line gives, 0 when it gives none} */
    long sequence() {
        return number(1);
    }

    /** {@return the sequence that it knows to be on the disk, 0 when none} */
    long synced() {
        return number(2);
    }

    private long number(int group) {
        return number(link, group);
    }

    private static long number(Document.Link link, int group) {
        Matcher beginning = BEGINNING.matcher(link.line());
        return beginning.lookingAt() ? Long.parseLong(beginning.group(group)) : 0;
    }

    /** {@return what is wrong with a link that is not the next of the chain, though it stands where that should} */
    static String strange(Document.Link link, long sequence) {
        long said = number(link, 1);
        String defect = "it does not build on the event before it";
        return said == sequence || said == 0 ? defect : defect + ", and says that it is number " + said;
    }

    /** Reads field after field. */
    private static final class Cursor {

        private final FileWindow file;
        private final long limit;
        private long position;

        Cursor(FileWindow file, long position, long limit) {
            this.file = file;
            this.position = position;
            this.limit = limit;
        }

        @Nullable
        String text(byte[] field) throws IOException {
            for (byte expected : field) {
                if (position >= limit || (byte) file.byteAt(position) != expected) {
                    return null;
                }
                position++;
            }
            long length = length();
            if (length < 0 || length > limit - position) {
                return null;
            }
            byte[] text = file.bytesAt(position, (int) length);
            for (byte character : text) {
                if (character < ' ') {
                    return null;
                }
            }
            position += length;
            return new String(text, StandardCharsets.US_ASCII);
        }

        private long length() throws IOException {
            long length = 0;
            for (int shift = 0; shift < 28 && position < limit; shift += 7) {
                int part = file.byteAt(position++);
                length |= (long) (part & 0x7f) << shift;
                if (part < 0x80) {
                    return length;
                }
            }
            return -1;
        }
    }
}
