package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podregistry.event.Hash;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ManifestCodecTest {

    private static final String HASH = "ab".repeat(32);
    private static final String LINE =
            "{\"schema\":1,\"began\":\"2026-01-31T12:00:00.500Z\",\"first\":\"" + HASH + "\"}";

    private final ManifestCodec codec = new ManifestCodec();

    @Test
    void isOneLine() {
        Manifest manifest = new Manifest(Instant.parse("2026-01-31T12:00:00.500Z"), Hash.ofHex(HASH), 0);
        assertEquals(LINE, codec.encode(manifest));
        assertEquals(manifest, codec.decode(LINE));
    }

    @Test
    void anEpochNeedsSchema2() {
        String restored = LINE.replace("\"schema\":1", "\"schema\":2").replace("}", ",\"epoch\":1767225600}");
        Manifest manifest = new Manifest(Instant.parse("2026-01-31T12:00:00.500Z"), Hash.ofHex(HASH), 1767225600);
        assertEquals(restored, codec.encode(manifest));
        assertEquals(manifest, codec.decode(restored));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1L << 33})
    void thereIsNoSuchEpoch(long epoch) {
        Hash first = Hash.ofHex(HASH);
        assertThrows(IllegalArgumentException.class, () -> new Manifest(Instant.EPOCH, first, epoch));
        String line = LINE.replace("\"schema\":1", "\"schema\":2").replace("}", ",\"epoch\":" + epoch + "}");
        assertThrows(UnreadableEventException.class, () -> codec.decode(line));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "null", "[]", "\u0000\u0000", "{\"schema\":1}"})
    void anythingElseIsNone(String line) {
        assertFalse(assertThrows(UnreadableEventException.class, () -> codec.decode(line))
                .newer());
    }

    @Test
    void thereNeverWasASchema0() {
        String line = LINE.replace("\"schema\":1", "\"schema\":0").replace("}", ",\"epoch\":1767225600}");
        UnreadableEventException none = assertThrows(UnreadableEventException.class, () -> codec.decode(line));
        assertTrue(none.getMessage().contains("0 never existed"), none::getMessage);
    }

    /** What it says more, only a newer version can know the meaning of. */
    @Test
    void aFurtherFieldNeedsAnotherSchema() {
        String more = LINE.replace("}", ",\"snapshot\":7}");
        assertFalse(assertThrows(UnreadableEventException.class, () -> codec.decode(more))
                .newer());
        String newer = more.replace("\"schema\":1", "\"schema\":3");
        assertTrue(assertThrows(UnreadableEventException.class, () -> codec.decode(newer))
                .newer());
    }
}
