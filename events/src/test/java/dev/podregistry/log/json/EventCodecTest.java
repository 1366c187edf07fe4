package dev.podregistry.log.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is no line of this schema is refused, and the message says where and why. */
final class EventCodecTest {

    private static final String LINE =
            "{\"schema\":1,\"sequence\":7,\"synced\":5,\"time\":\"2026-01-31T12:00:00Z\",\"actor\":\"ci\","
                    + "\"command\":\"00000000-0000-4000-8000-000000000001\",\"event\":{\"type\":\"Reclaimed\",\"pod\":\"p\","
                    + "\"cause\":{\"type\":\"TakenBack\",\"parent\":\"q\",\"removed\":true,\"restored\":[{\"target\":\"/a\","
                    + "\"permission\":\"WRITE\",\"recursive\":true}],\"withheld\":[]}}}";

    private final EventCodec codec = new EventCodec();

    private UnreadableEventException refused(String line) {
        return assertThrows(UnreadableEventException.class, () -> codec.decode(line));
    }

    @Test
    void theLineItselfIsRead() {
        assertEquals(LINE, codec.encode(codec.decode(LINE)));
    }

    /** A program that knows less reads on for as long as it can, so no line claims to be newer than it has to be. */
    @Test
    void aLineIsOfTheLowestSchemaThatCanSayIt() {
        String second =
                LINE.replace("\"schema\":1", "\"schema\":2").replace("\"withheld\":[]", "\"withheld\":[],\"scope\":[]");
        assertEquals(second, codec.encode(codec.decode(second)));

        String scope = "[{\"target\":\"/a\",\"permission\":\"WRITE\",\"recursive\":true}]";
        assertEquals(
                "schema 2 is not needed for what the line says",
                refused(second.replace("\"scope\":[]", "\"scope\":" + scope)).getMessage());
        assertEquals(
                "event.cause.scope is missing",
                refused(LINE.replace("\"schema\":1", "\"schema\":2")).getMessage());
        assertEquals(
                "event.cause.scope is unknown",
                refused(second.replace("\"schema\":2", "\"schema\":1")).getMessage());
    }

    @Test
    void aRestoreIsAboutNoPod() {
        String restored = LINE.substring(0, LINE.indexOf("{\"type\"")).replace("\"schema\":1", "\"schema\":2")
                + "{\"type\":\"Restored\",\"epoch\":1767225600}}";
        assertEquals(restored, codec.encode(codec.decode(restored)));

        assertEquals(
                "event.type is the unknown \"Restored\"",
                refused(restored.replace("\"schema\":2", "\"schema\":1")
                                .replace("\"epoch\"", "\"pod\":\"p\",\"epoch\""))
                        .getMessage());
        assertEquals(
                "event.pod is unknown",
                refused(restored.replace(",\"epoch\":", ",\"pod\":\"p\",\"epoch\":"))
                        .getMessage());
        for (String wrong : List.of("0", "-1", "8589934592")) {
            assertEquals(
                    "event.epoch " + wrong + " is not from 1 to 8589934591",
                    refused(restored.replace("1767225600", wrong)).getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "\"sequence\":7               | \"sequence\":0               | sequence 0 is less than 1",
                "\"sequence\":7               | \"sequence\":\"7\"           | sequence is no whole number of 64 bits",
                "\"sequence\":7               | \"sequence\":7.0             | sequence is no whole number of 64 bits",
                "\"sequence\":7               | \"sequence\":1e1             | sequence is no whole number of 64 bits",
                "\"sequence\":7               | \"sequence\":92233720368547758070 | sequence is no whole number of 64 bits",
                "\"sequence\":7,              | ``                           | sequence is missing",
                "\"sequence\":7               | \"sequence\":7,\"more\":null | more is unknown",
                "\"synced\":5                 | \"synced\":7                 | synced 7 is not between 0 and the sequence",
                "\"synced\":5                 | \"synced\":-1                | synced -1 is not between 0 and the sequence",
                "\"synced\":5,                | ``                           | synced is missing",
                "\"schema\":1                 | \"schema\":0                 | schema 0 never existed",
                "\"schema\":1,                | ``                           | schema is missing",
                "\"actor\":\"ci\"             | \"actor\":\" ci\"            | actor is refused: actor begins or ends with white space; leave that out",
                "\"actor\":\"ci\"             | \"actor\":null               | actor is no text",
                "12:00:00Z                    | 12:00:00.000Z                | time is no time in its only form",
                "12:00:00Z                    | 25:00:00Z                    | time is no time",
                "-000000000001                | -1                           | command is no UUID in its only form",
                "00000000-0000                | xyz                          | command is refused: Invalid UUID string: xyz-4000-8000-000000000001",
                "Reclaimed                    | Retired                      | event.type is the unknown \"Retired\"",
                "TakenBack                    | Expired                      | event.cause.type is the unknown \"Expired\"",
                "\"removed\":true             | \"removed\":1                | event.cause.removed is neither true nor false",
                "\"withheld\":[]              | \"withheld\":{}              | event.cause.withheld is no list",
                "\"withheld\":[]              | \"withheld\":[],\"why\":1    | event.cause.why is unknown",
                "\"target\":\"/a\"            | \"target\":\"a\"             | event.cause.restored[0].target is refused: path \"a\" is not absolute; begin it with /",
                "WRITE                        | Write                        | event.cause.restored[0].permission is \"Write\", neither READ nor WRITE",
                "\"recursive\":true           | \"recursive\":true,\"x\":[]  | event.cause.restored[0].x is unknown",
                "\"pod\":\"p\"                | \"pod\":\"p\",\"pod\":\"p\"  | the line is not readable JSON: Duplicate field 'pod'",
            })
    void aDefectIsNamed(String part, String instead, String message) {
        assertTrue(LINE.contains(part), part);
        UnreadableEventException refused = refused(LINE.replace(part, instead));
        assertEquals(message, refused.getMessage());
        assertFalse(refused.newer());
    }

    @Test
    void aNewerSchemaIsNoDamage() {
        UnreadableEventException refused = refused("{\"schema\":3,\"whatever\":true}");
        assertTrue(refused.newer());
        assertEquals(
                "schema 3 was written by a newer version; this one reads up to schema 2: upgrade it",
                refused.getMessage());
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String line : new String[] {"", " ", "null", "[]", "7", "\"\"", LINE + LINE, LINE + "x", "{", "\u0000"}) {
            refused(line);
        }
    }

    @Test
    void nestingAndLengthAreBounded() {
        refused(LINE.replace("\"withheld\":[]", "\"withheld\":" + "[".repeat(100_000)));
        refused(LINE.replace("\"ci\"", "\"" + "c".repeat(100_000) + "\""));
        refused(" ".repeat(EventCodec.MAX_LINE) + LINE);
        refused(LINE.replace("\"sequence\":7", "\"sequence\":" + "7".repeat(1000)));
    }
}
