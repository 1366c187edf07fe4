package dev.podregistry.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentIdTest {

    @Test
    void isAUuidInItsCanonicalForm() {
        String text = "0190f3a1-0000-7000-8000-00000000000a";
        assertEquals(text, SegmentId.of(text).toString());
        assertEquals(SegmentId.of(text), SegmentId.of(text.toUpperCase(Locale.ROOT)));
    }

    /** {@link java.util.UUID#fromString} takes some of these, and makes another UUID of each. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1-2-3-4-5",
                "0190f3a10-000-7000-8000-00000000000a",
                "0190f3a1-0000-7000-80000-0000000000a",
                "0190f3a1-0000-7000-8000-00000000000g",
                "0190f3a1-0000-7000-8000-00000000000a ",
                "+190f3a1-0000-7000-8000-00000000000a"
            })
    void isNothingElse(String text) {
        var refused = assertThrows(IllegalArgumentException.class, () -> SegmentId.of(text));
        assertTrue(refused.getMessage().contains('"' + text + '"'), refused::getMessage);
    }
}
