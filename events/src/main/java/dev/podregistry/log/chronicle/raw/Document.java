package dev.podregistry.log.chronicle.raw;

import dev.podregistry.event.Hash;
import dev.podregistry.event.Recorded;
import dev.podregistry.log.chronicle.disk.Queues;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;

/**
 * One transaction as it lies in the queue: its records one after the other in one Chronicle document, so that they are
 * committed by one header or not at all.
 *
 * <pre>
 * c6 record    b8 length  the line, ASCII     length: seven bits a byte, the low ones first
 * c8 previous  b8 40      64 hexadecimal digits: the hash of the record before
 * c4 hash      b8 40      64 hexadecimal digits: SHA-256(previous as 32 bytes, then the line's bytes)
 * c6 record    …
 * </pre>
 *
 * <p>That is how Chronicle's binary wire writes three fields of text, so that its own tools print them. It is written and
 * read here, byte by byte, because a log spends more time on this than on anything else.
 */
public final class Document {

    /** The most bytes that come before a line. */
    static final int HEAD = 12;

    private static final int MOST = Queues.capacity(Queues.GREAT_BLOCK);

    /** What stands for a byte that is not ASCII. */
    private static final char NOT_ASCII = '\ufffd';

    private static final byte[] RECORD = field("record");
    private static final byte[] PREVIOUS = field("previous");
    private static final byte[] HASH = field("hash");
    private static final int DIGITS = 2 * Hash.BYTES;
    private static final int HASHES = PREVIOUS.length + HASH.length + 2 * (1 + DIGITS);

    private Document() {}

    private static byte[] field(String name) {
        byte[] bytes = ("_" + name + "_").getBytes(StandardCharsets.US_ASCII);
        bytes[0] = (byte) (0xc0 | name.length());
        bytes[bytes.length - 1] = (byte) 0xb8;
        return bytes;
    }

    /**
     * One record, as stored.
     *
     * @param line the line
     * @param previous the hash it builds on
     * @param hash its own hash
     */
    public record Link(String line, Hash previous, Hash hash) {

        /** {@return the records that store these events} */
        public static List<Link> of(List<Recorded> events) {
            return events.stream()
                    .map(event -> new Link(event.stored(), event.previous(), event.hash()))
                    .toList();
        }

        /** {@return the bytes of the line} */
        public byte[] bytes() {
            return line.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** {@return the document's bytes; the caller releases them} */
    public static Bytes<byte[]> write(List<Link> links) {
        List<byte[]> lines = links.stream().map(Link::bytes).toList();
        ByteBuffer document = ByteBuffer.allocate(
                lines.stream().mapToInt(line -> HEAD + line.length + HASHES).sum());
        for (int i = 0; i < links.size(); i++) {
            write(document, RECORD, lines.get(i));
            write(document, PREVIOUS, digits(links.get(i).previous()));
            write(document, HASH, digits(links.get(i).hash()));
        }
        Bytes<byte[]> bytes = Bytes.wrapForRead(document.array());
        bytes.readLimit(document.position());
        return bytes;
    }

    private static byte[] digits(Hash hash) {
        return hash.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static void write(ByteBuffer document, byte[] field, byte[] text) {
        document.put(field);
        int length = text.length;
        for (; length > 0x7f; length >>>= 7) {
            document.put((byte) (length & 0x7f | 0x80));
        }
        document.put((byte) length).put(text);
    }

    /**
     * {@return the records of a document}
     *
     * @throws IllegalArgumentException naming what is no such document
     */
    public static List<Link> read(Bytes<?> document) {
        long length = document.readRemaining();
        if (length > MOST) {
            throw new IllegalArgumentException("it has " + length + " bytes, more than any transaction");
        }
        byte[] bytes = new byte[(int) length];
        document.read(bytes);
        return read(bytes);
    }

    public static List<Link> read(byte[] document) {
        ByteBuffer bytes = ByteBuffer.wrap(document);
        List<Link> links = new ArrayList<>(1);
        try {
            while (bytes.hasRemaining()) {
                links.add(new Link(text(bytes, RECORD), hash(bytes, PREVIOUS), hash(bytes, HASH)));
            }
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the document ends within a record", e);
        }
        if (links.isEmpty()) {
            throw new IllegalArgumentException("the document is empty");
        }
        return links;
    }

    private static Hash hash(ByteBuffer bytes, byte[] field) {
        return Hash.ofHex(text(bytes, field));
    }

    private static String text(ByteBuffer bytes, byte[] field) {
        int length = length(bytes, field);
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        int at = bytes.position();
        bytes.position(at + length);
        String text = new String(bytes.array(), at, length, StandardCharsets.US_ASCII);
        if (text.indexOf(NOT_ASCII) >= 0) {
            throw new IllegalArgumentException("the text at byte " + at + " is not ASCII");
        }
        return text;
    }

    private static int length(ByteBuffer bytes, byte[] field) {
        int at = bytes.position();
        for (byte expected : field) {
            if (bytes.get() != expected) {
                throw new IllegalArgumentException("there is no field "
                        + new String(field, 1, field.length - 2, StandardCharsets.US_ASCII) + " at byte " + at);
            }
        }
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            byte part = bytes.get();
            length |= (part & 0x7f) << shift;
            if (part >= 0) {
                return length;
            }
        }
        throw new IllegalArgumentException("a text is too long");
    }

    /**
     * {@return how many bytes the record takes that begins with {@code head}, its first {@value #HEAD} bytes}
     *
     * @throws IllegalArgumentException when no record begins so
     */
    static int lengthOf(byte[] head) {
        ByteBuffer bytes = ByteBuffer.wrap(head);
        return length(bytes, RECORD) + bytes.position() + HASHES;
    }
}
