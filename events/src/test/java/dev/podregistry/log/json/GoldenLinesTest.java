package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lines of each schema, one of every kind and variant, and their hashes: they must mean the same for ever.
 *
 * <p>The files are never changed; a new schema gets new ones.
 */
final class GoldenLinesTest {

    private final EventCodec codec = new EventCodec();

    private static List<String> golden(String name) throws IOException {
        try (InputStream file = GoldenLinesTest.class.getResourceAsStream("/golden/" + name)) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    private static Stream<Arguments> schemas() {
        return Stream.of(Arguments.of("v1", Samples.lines()), Arguments.of("v2", Samples.linesOfSchema2()));
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void theyAreReadAsWhatTheyWere(String schema, List<EventLine> lines) throws Exception {
        assertEquals(
                lines, golden(schema + ".jsonl").stream().map(codec::decode).toList());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void theyAreWrittenAsTheyWere(String schema, List<EventLine> lines) throws Exception {
        assertEquals(
                golden(schema + ".jsonl"), lines.stream().map(codec::encode).toList());
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void theirHashesAreWhatTheyWere(String schema, List<EventLine> lines) throws Exception {
        Hash hash = Hash.GENESIS;
        List<String> hashes = new ArrayList<>();
        for (String line : golden(schema + ".jsonl")) {
            hash = hash.next(line.getBytes(StandardCharsets.US_ASCII));
            hashes.add(hash.toString());
        }
        assertEquals(golden(schema + ".hashes"), hashes);
        assertEquals(lines.size(), hashes.size());
    }
}
