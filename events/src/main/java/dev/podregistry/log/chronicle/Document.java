package dev.podregistry.log.chronicle;

import dev.podregistry.event.Hash;
import dev.podregistry.event.Recorded;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.wire.ValueIn;
import net.openhft.chronicle.wire.WireIn;
import net.openhft.chronicle.wire.WireOut;
import net.openhft.chronicle.wire.WireType;

/**
 * One transaction as it lies in the queue: its records one after the other in one Chronicle document, so that they are
 * committed by one header or not at all.
 *
 * <pre>
 * record:   {"schema":1,"sequence":7,…}   the line, ASCII
 * previous: 64 hexadecimal digits         the hash of the record before
 * hash:     64 hexadecimal digits         SHA-256(previous as 32 bytes, then the line's bytes)
 * record:   …
 * </pre>
 *
 * <p>The wire is self-describing: Chronicle's own tools print it just like that.
 */
final class Document {

    private static final String RECORD = "record";
    private static final String PREVIOUS = "previous";
    private static final String HASH = "hash";

    private Document() {}

    /**
     * One record, as stored.
     *
     * @param line the line
     * @param previous the hash it builds on
     * @param hash its own hash
     */
    record Link(String line, Hash previous, Hash hash) {

        /** {@return the records that store these events} */
        static List<Link> of(List<Recorded> events) {
            return events.stream()
                    .map(event -> new Link(event.stored(), event.previous(), event.hash()))
                    .toList();
        }
    }

    /** {@return the document's bytes; the caller releases them} */
    static Bytes<?> write(List<Link> links) {
        Bytes<?> bytes = Bytes.allocateElasticOnHeap();
        WireOut wire = WireType.BINARY_LIGHT.apply(bytes);
        for (Link link : links) {
            wire.write(RECORD).text(link.line());
            wire.write(PREVIOUS).text(link.previous().toString());
            wire.write(HASH).text(link.hash().toString());
        }
        return bytes;
    }

    /**
     * {@return the records of a document}
     *
     * @throws IllegalArgumentException naming what is no such document
     */
    static List<Link> read(WireIn wire) {
        List<Link> links = new ArrayList<>();
        while (wire.hasMore()) {
            links.add(new Link(text(wire, RECORD), Hash.ofHex(text(wire, PREVIOUS)), Hash.ofHex(text(wire, HASH))));
        }
        if (links.isEmpty()) {
            throw new IllegalArgumentException("the document is empty");
        }
        return links;
    }

    private static String text(WireIn wire, String field) {
        StringBuilder name = new StringBuilder();
        ValueIn value = wire.readEventName(name);
        if (!field.contentEquals(name)) {
            throw new IllegalArgumentException("instead of the field " + field + " there is \"" + name + "\"");
        }
        String text = value.text();
        if (text == null) {
            throw new IllegalArgumentException("the field " + field + " is null");
        }
        return text;
    }
}
