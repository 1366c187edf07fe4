package dev.podregistry.log.chronicle.raw;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.podregistry.event.Hash;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.wire.WireOut;
import net.openhft.chronicle.wire.WireType;

/** What is written byte by byte is what Chronicle's own wire would write. */
@Tag("fuzz")
final class DocumentProperties {

    /** Around these, a length takes one more byte; shorter lines there are none. */
    private static final List<Integer> BORDERS = List.of(32, 127, 128, 16_383, 16_384, 70_000);

    @Provide
    Arbitrary<List<Document.Link>> transactions() {
        Arbitrary<Integer> length =
                Arbitraries.oneOf(Arbitraries.integers().between(32, 2_000), Arbitraries.of(BORDERS));
        Arbitrary<String> line = length.flatMap(
                size -> Arbitraries.strings().withCharRange(' ', '~').ofLength(size));
        Arbitrary<Hash> hash =
                Arbitraries.bytes().array(byte[].class).ofMaxSize(3).map(Hash.GENESIS::next);
        return Combinators.combine(line, hash, hash)
                .as(Document.Link::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3);
    }

    private static byte[] written(List<Document.Link> links) {
        Bytes<byte[]> document = Document.write(links);
        try {
            return document.toByteArray();
        } finally {
            document.releaseLast();
        }
    }

    @Property(tries = 200)
    void chronicleWouldWriteTheSame(@ForAll("transactions") List<Document.Link> links) {
        Bytes<?> expected = Bytes.allocateElasticOnHeap();
        WireOut wire = WireType.BINARY_LIGHT.apply(expected);
        for (Document.Link link : links) {
            wire.write("record").text(link.line());
            wire.write("previous").text(link.previous().toString());
            wire.write("hash").text(link.hash().toString());
        }
        assertArrayEquals(expected.toByteArray(), written(links));
        expected.releaseLast();
    }

    @Property(tries = 200)
    void whatWasWrittenIsReadAgain(@ForAll("transactions") List<Document.Link> links) {
        assertEquals(links, Document.read(written(links)));
    }

    @Property(tries = 500)
    void whatIsCutOffWithinARecordIsNoDocument(
            @ForAll("transactions") List<Document.Link> links, @ForAll @IntRange(max = 100_000) int place) {
        byte[] last = written(links.subList(links.size() - 1, links.size()));
        byte[] all = written(links);
        int length = all.length - last.length + place % last.length;
        byte[] cut = Arrays.copyOf(all, length);
        if (place % last.length == 0 && links.size() > 1) {
            assertEquals(links.subList(0, links.size() - 1), Document.read(cut));
        } else {
            assertThrows(IllegalArgumentException.class, () -> Document.read(cut));
        }
    }

    @Property(tries = 500)
    void aByteThatIsAnotherIsNotReadAsTheSame(
            @ForAll("transactions") List<Document.Link> links, @ForAll @IntRange(max = 100_000) int place) {
        byte[] other = written(links);
        other[place % other.length] ^= 1;
        List<Document.Link> read;
        try {
            read = Document.read(other);
        } catch (IllegalArgumentException e) {
            return;
        }
        assertNotEquals(links, read);
    }
}
