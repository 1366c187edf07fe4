package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.podregistry.event.Hash;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Lines of schema 1, one of every kind and variant, and their hashes: they must mean the same for ever.
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

    @Test
    void theyAreReadAsWhatTheyWere() throws Exception {
        assertEquals(
                Samples.lines(), golden("v1.jsonl").stream().map(codec::decode).toList());
    }

    @Test
    void theyAreWrittenAsTheyWere() throws Exception {
        assertEquals(
                golden("v1.jsonl"), Samples.lines().stream().map(codec::encode).toList());
    }

    @Test
    void theirHashesAreWhatTheyWere() throws Exception {
        Hash hash = Hash.GENESIS;
        List<String> hashes = new ArrayList<>();
        for (String line : golden("v1.jsonl")) {
            hash = hash.next(line.getBytes(StandardCharsets.US_ASCII));
            hashes.add(hash.toString());
        }
        assertEquals(golden("v1.hashes"), hashes);
    }
}
